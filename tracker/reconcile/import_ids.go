package reconcile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
)

// A named is the ID that an item has already, "" if it has none, and its title
// without it.
type named struct {
	id    backlog.ID
	title string
}

// idsOf finds the IDs that items have: markers first, of people who may write to
// the project before those of others; then those in front of titles. Where two
// items have one ID, the first of them keeps it.
func (m *importer) idsOf(items []*observed) map[*observed]named {
	ids := make(map[*observed]named, len(items))
	rank := func(x *observed) int {
		switch {
		case m.marks(x) && m.o.trusts(x):
			return 0
		case m.marks(x):
			return 1
		default:
			return 2
		}
	}
	sorted := slices.Clone(items)
	slices.SortStableFunc(sorted, func(a, b *observed) int { return rank(a) - rank(b) })
	for _, x := range sorted {
		n := named{title: x.Title}
		if m.marks(x) {
			n = named{x.body.marker.id, titleOf(x.Title, x.body.marker.id)}
		} else if lead, title, ok := backlog.LeadingID(x.Title); ok && lead.Kind == x.Kind {
			n = named{lead.ID, title}
		}
		if n.id != "" && !m.claim(x.Kind, n.id) {
			n = named{title: x.Title}
		}
		ids[x] = n
	}
	return ids
}

// titleOf takes an ID off the front of a title.
func titleOf(title string, id backlog.ID) string {
	for lead, rest := range leads(title) {
		if lead.Key() == id.Key() && strings.TrimSpace(rest) != "" {
			return rest
		}
	}
	return title
}

// claim takes an ID, and reports whether it was free.
func (m *importer) claim(kind tracker.Kind, id backlog.ID) bool {
	k := itemKey{kind, idKey(id.Key())}
	if m.taken[k] {
		return false
	}
	m.taken[k] = true
	return true
}

// number returns the next free ID of a story: under an epic after its number,
// "US-3.1", else by itself, "US-1", unless others are numbered below that.
func (m *importer) number(epic *backlog.Epic) backlog.ID {
	prefix := "US-"
	if epic != nil {
		prefix += numberOf(epic.ID) + "."
	}
	for {
		m.counts[prefix]++
		id := backlog.ID(fmt.Sprintf("%s%d", prefix, m.counts[prefix]))
		if (epic != nil || !m.above[id.Key()]) && m.claim(tracker.KindIssue, id) {
			return id
		}
	}
}

// namesEpic reports whether the number of an ID begins with that of an epic, which
// an item that stands under none would belong to.
func (m *importer) namesEpic(id backlog.ID) bool {
	for number := numberOf(id); number != ""; {
		i := strings.LastIndexByte(number, '.')
		if i < 0 {
			return false
		}
		if number = number[:i]; m.numbers[number] {
			return true
		}
	}
	return false
}

// noteAbove notes what an ID is numbered below: "US-7" of "US-7.1".
func (m *importer) noteAbove(id backlog.ID) {
	key := id.Key()
	for i := strings.LastIndexByte(key, '-'); i > 0; i = strings.LastIndexByte(key, '-') {
		key = key[:i]
		m.above[key] = true
	}
}

// numberOf returns the number of an ID, with all its parts.
func numberOf(id backlog.ID) string {
	var parts []string
	for part := range strings.SplitSeq(id.Key(), "-") {
		if part != "" && part[0] >= '0' && part[0] <= '9' {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ".")
}
