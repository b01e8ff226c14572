package reading

import (
	"bytes"
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// What is unaided of the records of a file is what it says as if nothing were recorded.
// Each of these items keeps the line that gives it: memory is there for the others, so
// that to record what was read never changes what is read.
type unaided struct {
	said  map[ItemKey]bool  // what is recorded and said
	moved map[ItemKey]bool  // of these what has another parent or title than is recorded
	lost  map[ItemKey]bool  // what is recorded and not said
	lines map[int][]outcome // that give what is said, by where they begin
}

// An outcome is an item that was made of a line.
type outcome struct {
	nth     int // among the lines that begin there, in the order of the forms
	epic    bool
	rank    lexicon.Rank
	class   lexicon.CodeClass
	id      lexicon.ID
	keyed   lexicon.ID
	key     string
	found   bool
	derived bool
	within  bool // its ID begins with that of its epic
}

// unaidedOf compares what is recorded with what was read without it. The sites are all
// lines that may be items.
func unaidedOf(f *Result, sites []*candidate, known []Known) *unaided {
	u := &unaided{said: make(map[ItemKey]bool, len(known)), moved: make(map[ItemKey]bool), lost: make(map[ItemKey]bool)}
	stories, epics := make(map[string]*Story, len(f.Stories)), make(map[string]*Epic, len(f.Epics))
	for _, s := range f.Stories {
		stories[s.Key] = s
	}
	for _, e := range f.Epics {
		epics[e.Key] = e
	}
	recorded := make(map[ItemKey]bool, len(known)) // as the items are
	weighed := make(map[string]bool)
	for _, c := range sites {
		if c.accepted && c.Epic && c.weighed {
			weighed[c.idKey()] = true
		}
	}
	milestones := slices.ContainsFunc(known, func(k Known) bool { return k.Kind == lexicon.KindMilestone })
	for _, k := range known {
		key := k.key()
		s, e := stories[key.Key], epics[key.Key]
		switch {
		case s != nil && k.Kind == lexicon.KindIssue:
			recorded[key] = true
			if k.Parent != "" && s.Epic.Key() != k.Parent.Key() || k.isRetitled(s.Title) || s.DerivedID && s.ID != k.ID {
				u.moved[key] = true
			}
		case e != nil && (k.Kind == lexicon.KindMilestone || !weighed[key.Key] && k.isEpicToo(milestones)):
			recorded[ItemKey{lexicon.KindMilestone, key.Key}] = true
			if k.isRetitled(e.Title) || e.DerivedID && e.ID != k.ID {
				u.moved[key] = true
			}
		default:
			u.lost[key] = true
			continue
		}
		u.said[key] = true
	}
	if len(u.lost) > 0 || len(u.moved) > 0 {
		u.note(sites, recorded)
	}
	return u
}

// note notes which lines give what is recorded. A row that only says the title of an epic
// which fields name does not: see [assembly.epicOfRow].
func (u *unaided) note(sites []*candidate, recorded map[ItemKey]bool) {
	u.lines = make(map[int][]outcome, len(recorded))
	at, nth := -1, 0
	for _, c := range sites {
		if nth++; c.line.Start != at {
			at, nth = c.line.Start, 0
		}
		if !c.accepted || !c.item || !recorded[ItemKey{c.kind(), c.idKey()}] {
			continue
		}
		u.lines[at] = append(u.lines[at], outcome{
			nth: nth, epic: c.Epic, rank: c.Rank, class: c.Class, id: c.Id, keyed: c.keyed, key: c.key,
			found: c.found, derived: c.derived, within: c.qualified,
		})
	}
}

// isAll reports whether nothing more is recorded than the file says.
func (u *unaided) isAll() bool { return len(u.lost) == 0 && len(u.moved) == 0 }

// loses reports whether an item is recorded and not said.
func (u *unaided) loses(kind lexicon.Kind, key string) bool {
	return u != nil && u.lost[ItemKey{kind, key}]
}

// losesAny reports whether an ID is recorded, and no item of its kind is said.
func (u *unaided) losesAny(key string) bool {
	return u.loses(lexicon.KindIssue, key) || u.loses(lexicon.KindMilestone, key)
}

func (k *Known) key() ItemKey { return ItemKey{k.Kind, k.ID.Key()} }

func (k *Known) isRetitled(title string) bool {
	return k.Title != "" && lexicon.Fold(title) != lexicon.Fold(k.Title)
}

// isEpicToo reports whether an issue that is recorded is one of an epic: an epic may be
// an issue, too, or only that.
func (k *Known) isEpicToo(milestones bool) bool {
	id, ok := lexicon.ScanID(string(k.ID))
	return ok && id.Epic || !milestones
}

// derives reports whether the ID of a recorded item comes from the title that begins at
// a place.
func (u *unaided) derives(at int) bool {
	return u != nil && slices.ContainsFunc(u.lines[at], func(g outcome) bool { return g.derived })
}

// keep notes which lines give recorded items without memory. It has to be asked before
// lines are read in another way.
func (m *memory) keep(u *unaided) {
	if u == nil || len(u.lines) == 0 {
		return
	}
	for _, k := range m.known {
		k.said, k.moved = u.said[k.key], u.moved[k.key]
	}
	m.given = make(map[*candidate]*outcome)
	at, nth := -1, 0
	for _, c := range m.lines.all() {
		if nth++; c.line.Start != at {
			at, nth = c.line.Start, 0
		}
		if i := slices.IndexFunc(u.lines[at], func(g outcome) bool { return g.nth == nth }); i >= 0 {
			m.given[c] = &u.lines[at][i]
		}
	}
}

// recalls reports whether a line may define what is recorded and not there without
// memory. It may take a line for one that does, but none for one that does not.
func (m *memory) recalls() bool {
	if len(m.f.unaided.moved) > 0 || m.repeated || bytes.Contains(m.d.Src, []byte(AnchorMark)) {
		return true
	}
	for key := range m.f.unaided.lost {
		if key.Kind == lexicon.KindMilestone && m.inFields(key.Key) {
			return true
		}
	}
	for _, c := range m.lines.all() {
		for k := range m.knownOf(c) {
			if !k.said {
				return true
			}
		}
	}
	return false
}

// restore lets lines give the recorded items that they give without memory. Of what was
// moved that is the line which is most like the recorded one.
func (m *memory) restore() {
	m.placeMoved()
	if len(m.given) == 0 {
		return
	}
	for _, c := range m.lines.all() {
		g := m.given[c]
		if g == nil {
			continue
		}
		c.Epic, c.Rank, c.Class, c.Id, c.keyed, c.key = g.epic, g.rank, g.class, g.id, g.keyed, g.key
		c.found, c.derived, c.qualified = g.found, g.derived, g.within
		c.recorded, c.revived = true, !c.accepted
		m.lines.admit(c)
	}
}

// placeMoved releases what was moved where another line is more like what is recorded
// than the one that gives it.
func (m *memory) placeMoved() {
	var moved []*known
	lines := make(map[*known][]*candidate)
	for _, c := range m.lines.all() {
		if g := m.given[c]; !c.accepted || g != nil && !m.known[g.item()].isMoved() {
			continue
		}
		for k := range m.knownOf(c) {
			if k.moved && m.kindOf(c, k) == c.kind() {
				if lines[k] == nil {
					moved = append(moved, k)
				}
				lines[k] = append(lines[k], c)
			}
		}
	}
	for _, k := range moved {
		lines := lines[k]
		i := slices.IndexFunc(lines, func(c *candidate) bool { return m.given[c] != nil && m.given[c].key == k.key.Key })
		if i < 0 {
			continue
		}
		here := m.likenessOf(lines[i], k)
		for _, c := range lines {
			if m.likenessOf(c, k) > here {
				m.release(c)
				m.release(lines[i])
			}
		}
	}
}

// release takes from a line that it gives a recorded item.
func (m *memory) release(c *candidate) {
	if g := m.given[c]; g != nil {
		delete(m.given, c)
		if k := m.known[g.item()]; k != nil {
			k.said = false
		}
	}
}

// item returns the item that an outcome is.
func (g *outcome) item() ItemKey {
	if g.epic {
		return ItemKey{lexicon.KindMilestone, g.key}
	}
	return ItemKey{lexicon.KindIssue, g.key}
}

func (k *known) isMoved() bool { return k != nil && k.moved }

// likenessOf counts what a line has of what is recorded: the parent before the title,
// and that before a title that gives the ID as it is spelled: "fix-00" is no "fix-0".
func (m *memory) likenessOf(c *candidate, k *known) (n int) {
	for bit, is := range [...]bool{2: c.underID(m.d, k.Parent), 1: k.Title != "" && !k.isRetitled(c.Title), 0: c.spells(k.ID)} {
		if is {
			n |= 1 << bit
		}
	}
	return n
}
