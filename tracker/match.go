package tracker

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
)

// A match is one desired item with what was found of it in the tracker.
type match struct {
	*desired
	item  *observed // nil if there is none yet
	adopt bool      // item carries no marker and gets one
	bare  bool      // item carries no marker of ours: it is recorded, never written to

	intent *entry // a create of an earlier run whose outcome is unknown

	// blocked says why nothing is done about the item, nil if nothing is in
	// the way.
	blocked *Change
	follow  bool        // the ledger row may be overwritten
	twins   []*observed // other items of the same ID, younger than item
	notices []Change
}

// itemKey names an item within a scope.
type itemKey struct {
	kind Kind
	key  string
}

// A matcher finds the items of one scope among those observed. Recognition
// goes by the ledger's address, then the journal, then the marker, and titles
// only where the caller allows it.
type matcher struct {
	o       *Observed
	opts    *Options
	scope   string
	marked  map[Kind]*index // of this scope, by key of the ID, oldest first
	nonces  *index          // all scopes
	titles  map[Kind]*index // without a marker of this scope
	journal map[itemKey]*entry
	claimed []*desired // which desired item an observed one was found for

	prefixes map[itemKey][]*observed // unmarked, by the ID their title begins with; nil until used
}

func newMatcher(o *Observed, scope string, opts *Options) *matcher {
	m := &matcher{
		o: o, opts: opts, scope: scope,
		marked:  map[Kind]*index{KindMilestone: newIndex(0), KindIssue: newIndex(len(o.order))},
		nonces:  newIndex(len(o.order)),
		titles:  map[Kind]*index{KindMilestone: newIndex(0), KindIssue: newIndex(0)},
		journal: make(map[itemKey]*entry),
		claimed: make([]*desired, len(o.order)),
	}
	for _, x := range o.order {
		mk := x.body.marker
		if mk != nil {
			m.nonces.add(mk.nonce, x)
		}
		switch {
		case mk != nil && m.ours(mk):
			m.marked[x.Kind].add(mk.key, x)
		case mk == nil && x.body.former != nil: // a duplicate is nobody's item
		default:
			m.titles[x.Kind].add(x.Title, x)
		}
	}
	for _, byKey := range m.marked {
		byKey.sort()
	}
	for i := range o.journal {
		e := &o.journal[i]
		if e.Scope == scope {
			m.journal[itemKey{e.Kind, e.ID.Key()}] = e
		}
	}
	return m
}

// ours reports whether a marker belongs to the scope, under its name or the
// one it had before.
func (m *matcher) ours(mk *marker) bool {
	return mk.scope == m.scope || m.opts.MovedFrom != "" && mk.scope == m.opts.MovedFrom
}

// match finds the item of d.
func (m *matcher) match(d *desired) match {
	r := match{desired: d}
	if m.byLedger(&r) || m.byJournal(&r) || m.byMarker(&r) || m.byTitle(&r) {
		m.claim(&r)
	}
	return r
}

// byLedger follows the address in the ledger row. It is never followed by a
// create unless the caller asks for it.
func (m *matcher) byLedger(r *match) bool {
	if !r.recorded() {
		return false
	}
	l := m.o.links[r.evidence]
	switch {
	case l.foreign: // only with Options.Retarget, see checkForeign
		r.follow = true
		return false
	case l.gone && m.recreate(r.id):
		r.follow = true
		return false
	case l.gone:
		r.block(ActionDrift, "gone", fmt.Sprintf("%s does not exist any more; --recreate %s makes a new one", r.evidence.URL, r.id))
		return true
	}
	if x, ok := m.winner(l.item, r); ok {
		r.follow = true
		if x == nil {
			r.block(ActionDrift, "gone", fmt.Sprintf("%s is a duplicate of an item that does not exist any more; --recreate %s makes a new one", r.evidence.URL, r.id))
			return true
		}
		return m.take(r, x, "the ledger")
	}
	return m.take(r, l.item, "the ledger")
}

// byJournal looks up what earlier runs on this machine did.
func (m *matcher) byJournal(r *match) bool {
	e := m.journal[itemKey{r.kind, r.key}]
	if e == nil {
		return false
	}
	if e.Op == opCreated {
		x := m.o.items[Ref{e.Kind, e.Key}]
		if w, ok := m.winner(x, r); ok {
			x = w
		}
		return x != nil && m.take(r, x, "the journal")
	}
	if x := m.nonces.first(e.Nonce); x != nil {
		return m.take(r, x, "the journal")
	}
	r.intent = e
	return false
}

// take uses x, which the ledger or the journal names, if its marker allows it.
func (m *matcher) take(r *match, x *observed, source string) bool {
	r.item = x
	mk := x.body.marker
	switch {
	case mk == nil:
		r.bare, r.adopt = !m.opts.Adopt, m.opts.Adopt
	case m.ours(mk) && mk.key == r.key:
		m.checkCopies(r)
	case r.kind == KindMilestone && !m.ours(mk) && strings.EqualFold(x.Title, r.title):
		r.bare = true // two backlogs share it, see byTitle
	default:
		r.block(ActionConflict, "marker-of-another", fmt.Sprintf(
			"%s names %s, whose marker says that it is %s of %s; correct the address or remove the marker", source, x.URL, mk.id, mk.scope))
	}
	return true
}

// byMarker looks for items that carry the marker of d.
func (m *matcher) byMarker(r *match) bool {
	all := m.marked[r.kind].all(r.key)
	if len(all) == 0 {
		return false
	}
	r.item, r.intent = all[0], nil
	if i := slices.IndexFunc(all, func(x *observed) bool { return x.Trusted }); i >= 0 {
		r.item = all[i]
	} else if !m.opts.Adopt {
		r.block(ActionUnknown, "untrusted", fmt.Sprintf(
			"%s carries the marker, but %s may not write to the project; --adopt takes it", r.item.URL, cmp.Or(r.item.Creator, "its author")))
		return true
	}
	m.checkCopies(r)
	return true
}

// byTitle looks for items that nobody marked.
func (m *matcher) byTitle(r *match) bool {
	same := m.titles[r.kind].all(r.title)
	same = slices.DeleteFunc(slices.Clone(same), func(x *observed) bool { return m.claimed[x.index] != nil })
	if r.kind == KindMilestone {
		// A title names one milestone in every service, so it is the one.
		if len(same) == 0 {
			return false
		}
		r.item = same[0]
		r.adopt = m.opts.Adopt && r.item.body.marker == nil
		r.bare = !r.adopt
		return true
	}
	same = slices.DeleteFunc(same, func(x *observed) bool { return x.body.marker != nil })
	switch {
	case m.recreate(r.id):
		return false
	case m.opts.Adopt && len(same) == 0:
		return m.byPrefix(r)
	case m.opts.Adopt && len(same) == 1:
		r.item, r.adopt = same[0], true
		return true
	case m.opts.Adopt && len(same) > 1:
		r.block(ActionConflict, "ambiguous", fmt.Sprintf(
			"%s have this title; put the address of the right one into the ledger", joinURLs(same)))
		return true
	}
	same = slices.DeleteFunc(same, func(x *observed) bool { return !x.Trusted })
	if len(same) > 0 {
		r.block(ActionConflict, "looks-registered", fmt.Sprintf(
			"%s has this title but no marker; --adopt takes it, --recreate %s makes a new one", joinURLs(same), r.id))
		return true
	}
	return false
}

// byPrefix looks for the one unmarked issue whose title starts with the ID.
func (m *matcher) byPrefix(r *match) bool {
	if m.prefixes == nil {
		m.prefixes = make(map[itemKey][]*observed)
		for _, x := range m.o.order {
			if x.body.marker == nil && x.body.former == nil {
				for _, key := range leadingIDs(x.Title) {
					m.prefixes[itemKey{x.Kind, key}] = append(m.prefixes[itemKey{x.Kind, key}], x)
				}
			}
		}
	}
	found := m.prefixes[itemKey{r.kind, r.key}]
	if len(found) != 1 || m.claimed[found[0].index] != nil {
		return false
	}
	r.item, r.adopt = found[0], true
	return true
}

// leadingIDs returns the keys of the IDs that a title may begin with: its
// first word, and its first two words ("Story 1.2").
func leadingIDs(title string) []string {
	const separators = ":-|]—–"
	words := strings.Fields(title)
	var keys []string
	for n := range min(2, len(words)) {
		id := strings.Trim(strings.Join(words[:n+1], " "), separators+"[")
		if strings.ContainsAny(id, "0123456789") {
			keys = append(keys, backlog.ID(id).Key())
		}
	}
	return slices.Compact(keys)
}

// claim makes sure that two desired items do not share one item.
func (m *matcher) claim(r *match) {
	if r.item == nil {
		return
	}
	if other := m.claimed[r.item.index]; other != nil && other != r.desired {
		r.block(ActionConflict, "claimed-twice", fmt.Sprintf("%s is also the address of %s; correct one of the rows", r.item.URL, other.id))
		return
	}
	m.claimed[r.item.index] = r.desired
}

// markedItems counts the items of the scope.
func (m *matcher) markedItems() int {
	n := 0
	for _, byKey := range m.marked {
		n += len(byKey.one)
		for _, items := range byKey.more {
			n += len(items) - 1
		}
	}
	return n
}

func (m *matcher) recreate(id backlog.ID) bool {
	return slices.ContainsFunc(m.opts.Recreate, func(x backlog.ID) bool { return x.Key() == id.Key() })
}

// block notes that nothing is to be done, and why.
func (r *match) block(a Action, code, reason string) {
	c := r.change(a, code, reason)
	r.blocked = &c
}

// change starts a change of the item.
func (r *match) change(a Action, code, reason string) Change {
	c := Change{
		Action: a, Kind: r.kind, ID: r.id, Title: r.title, Fields: []Field{},
		Code: code, Reason: reason, File: r.file.Name(), Line: r.line,
	}
	if r.item != nil {
		c.URL = r.item.URL
	}
	return c
}

func joinURLs(items []*observed) string {
	urls := make([]string, len(items))
	for i, x := range items {
		urls[i] = x.URL
	}
	return strings.Join(urls, " and ")
}

// compareKeys orders keys by age: numbers as numbers, other keys as text.
func compareKeys(a, b string) int {
	x, errX := strconv.ParseInt(a, 10, 64)
	y, errY := strconv.ParseInt(b, 10, 64)
	if errX == nil && errY == nil {
		return cmp.Compare(x, y)
	}
	return strings.Compare(a, b)
}
