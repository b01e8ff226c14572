package reconcile

import (
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// A match is one desired item with what was found of it in the tracker.
type match struct {
	*desired
	in    *scopePlan // nil while it is only looked for
	item  *observed  // nil if there is none yet
	adopt bool       // item carries no marker and gets one
	from  *merger    // of the scope that the item belonged to so far; nil if that is this one
	wrote string     // digest of the managed text that was written last, if the journal knows
	bare  bool       // item carries no marker of ours: it is recorded, never written to

	intent *entry // a create of an earlier run whose outcome is unknown
	chosen bool   // a person said that it is to be created, whatever speaks against it

	// blocked says why nothing is done about the item, nil if nothing is in
	// the way.
	blocked *Change
	follow  bool        // the ledger row may be overwritten
	twins   []*observed // other items of the same ID, younger than item
	notices []Change
}

// An idKey is what IDs are compared by: the key of one.
type idKey string

// An itemKey names an item within a scope.
type itemKey struct {
	kind tracker.Kind
	key  idKey
}

// A matcher finds the items of one scope among those observed. Recognition
// goes by the ledger's address, then the journal, then the marker, and titles
// only where the caller allows it.
type matcher struct {
	o       *Observed
	opts    *Options
	scope   string
	marked  map[tracker.Kind]*index[idKey]  // of this scope, by key of the ID, oldest first
	nonces  *index[string]                  // all scopes; see copies
	titles  map[tracker.Kind]*index[string] // without a marker of this scope
	journal map[itemKey]*recalled
	moved   map[itemKey]*observed // of this scope, in other projects by now
	chosen  map[itemKey]bool      // what an earlier run was told to create all the same
	wanted  map[itemKey]bool      // what the files have
	halfway halfway
	claimed []*desired         // which desired item an observed one was found for
	words   *titleWords        // nil until used
	known   map[*observed]bool // by the ledger or the journal; nil until used

	former map[formerItem]bool // what stays of the former scope
}

func newMatcher(o *Observed, scope string, items []desired, opts *Options) *matcher {
	m := &matcher{
		o: o, opts: opts, scope: scope,
		marked:  map[tracker.Kind]*index[idKey]{tracker.KindMilestone: newIndex[idKey](0), tracker.KindIssue: newIndex[idKey](len(o.order))},
		nonces:  newIndex[string](len(o.order)),
		titles:  map[tracker.Kind]*index[string]{tracker.KindMilestone: newIndex[string](0), tracker.KindIssue: newIndex[string](0)},
		journal: make(map[itemKey]*recalled), moved: make(map[itemKey]*observed), chosen: make(map[itemKey]bool),
		claimed: make([]*desired, len(o.order)), former: opts.stillThere(),
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
		byKey.dropPruned()
	}
	for _, x := range o.moved {
		if mk := x.body.marker; mk != nil && x.Trusted && m.ours(mk) {
			m.moved[itemKey{x.Kind, mk.key}] = x
		}
	}
	for i := range o.journal {
		e := &o.journal[i]
		switch k := (itemKey{e.Kind, idKey(e.ID.Key())}); {
		case e.Scope != scope:
		case e.Op == opChosen:
			m.chosen[k] = true
		default:
			m.journal[k] = e
		}
	}
	m.want(items)
	return m
}

// ours reports whether a marker belongs to the scope, under its name or the
// one it had before, unless the file of that still has the item.
func (m *matcher) ours(mk *marker) bool {
	return mk.scope == m.scope ||
		m.opts.MovedFrom != "" && mk.scope == m.opts.MovedFrom && !m.former[formerItem{mk.key, mk.base.value(fieldName).file}]
}

// counts reports whether the marker of an item counts: because of who wrote it,
// or because the ledger or the journal says so.
func (m *matcher) counts(x *observed) bool {
	if x.Trusted {
		return true
	}
	if m.known == nil {
		m.known = m.o.known()
	}
	return m.known[x]
}

// copies returns the items that carry the marker of x, if there is another one. A
// copy that somebody made who may not write is not one of an item that counts: else
// anybody could keep us from it.
func (m *matcher) copies(x *observed) []*observed {
	same := m.nonces.several(x.body.marker.nonce)
	if len(same) < 2 || !m.counts(x) {
		return same
	}
	same = slices.DeleteFunc(slices.Clone(same), func(y *observed) bool { return !m.counts(y) })
	if len(same) < 2 {
		return nil
	}
	return same
}

// matchAll finds the items of all that is desired. The ledger comes first for all of
// them: what it names is that item's, whoever has the ID in the marker. Titles come
// last: an item that is known to be another one's is nobody's namesake.
func (m *matcher) matchAll(items []desired) []match {
	matches := make([]match, len(items))
	var rest, left []*match
	for i := range items {
		r := &matches[i]
		r.desired = &items[i]
		if m.arrived(r) {
			m.claim(r)
		}
	}
	for i := range items {
		r := &matches[i]
		if r.item != nil {
			continue
		}
		if m.byLedger(r) {
			m.claim(r)
		} else {
			rest = append(rest, r)
		}
	}
	for _, r := range rest {
		if m.byJournal(r) || m.byMarker(r) {
			m.claim(r)
		} else {
			left = append(left, r)
		}
	}
	sought := make(map[string]int)
	for _, r := range left {
		if r.kind == tracker.KindIssue {
			sought[foldTitle(r.words)]++
		}
	}
	for _, r := range left {
		if m.byTitle(r, sought) {
			m.claim(r)
		}
	}
	return matches
}

// byLedger follows the address in the ledger row.
func (m *matcher) byLedger(r *match) bool {
	if !r.recorded() {
		return false
	}
	to := m.o.destinations[r.evidence]
	if to.foreign { // only with Options.Retarget, see checkForeign
		r.follow = true
		return false
	}
	if m.opts.Renumbered != "" && m.left(r, to.item) ||
		m.opts.Renumbered == FollowIDs && to.item != nil && m.renumbered(r, to.item) {
		r.follow = true
		return false
	}
	return m.lead(r, to, r.evidence.URL, "the ledger")
}

// renumbered reports whether x, which the ledger names for r, has the title of r and
// another ID in its marker: the IDs were replaced in the whole file.
func (m *matcher) renumbered(r *match, x *observed) bool {
	mk := x.body.marker
	return mk != nil && m.ours(mk) && mk.key != r.key && !m.titledBack(r, x) && mk.base.value(fieldName).file == r.nameDigest
}

// byJournal looks up what earlier runs on this machine did.
func (m *matcher) byJournal(r *match) bool {
	e := m.journal[itemKey{r.kind, r.key}]
	if e == nil || m.left(r, e.item) || m.renamed(r, e.item) {
		return false
	}
	if e.Op == opCreated {
		return m.lead(r, e.destination, e.URL, "the journal")
	}
	if x := m.nonces.first(e.Nonce); x != nil {
		return m.accept(r, x, "the journal")
	}
	r.intent = &e.entry
	return false
}

// lead takes what the ledger or the journal leads to. It is never followed by a
// create unless the caller asks for it.
func (m *matcher) lead(r *match, to destination, url, source string) bool {
	gone := func(why reason.Reason) bool {
		// That it was moved is said of what is there; that there is nothing may be
		// said too early.
		_, moved := why.(reason.Moved)
		if e := m.journal[itemKey{r.kind, r.key}]; !moved && e != nil && e.URL == url && m.o.now().Sub(e.Time) < m.o.settle {
			r.block(ActionUnknown, reason.Unsettled{URL: url})
			return true
		}
		if m.recreate(r.id) {
			r.follow = true
			return false
		}
		r.block(ActionDrift, why)
		r.blocked.URL = url
		return true
	}
	switch {
	case to.moved != "":
		here := to.moved != url && hasPrefixFold(to.moved, m.o.project.URL+"/")
		return gone(reason.Moved{URL: url, To: to.moved, Here: here, Recorded: r.recorded()})
	case to.item == nil:
		return gone(reason.Gone{URL: url})
	}
	if x, ok := m.winner(to.item, r); ok {
		if x == nil {
			return gone(reason.Gone{URL: url, Duplicate: true})
		}
		r.follow = true
		return m.accept(r, x, source)
	}
	return m.accept(r, to.item, source)
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// accept uses x, which the ledger or the journal names, if its marker allows it.
func (m *matcher) accept(r *match, x *observed, source string) bool {
	r.item = x
	if e := m.o.made[x.Ref]; e != nil {
		r.wrote = e.Text
	}
	mk := x.body.marker
	switch {
	case mk == nil:
		r.bare, r.adopt = !m.opts.Adopt, m.opts.Adopt
	case m.ours(mk) && (mk.key == r.key || m.titledBack(r, x)):
		m.checkCopies(r)
	case r.kind == tracker.KindMilestone && !m.ours(mk) && strings.EqualFold(x.Title, r.title):
		r.bare = true // two backlogs share it, see byTitle
	default:
		r.block(ActionConflict, reason.MarkerOfAnother{Source: source, URL: x.URL, ID: mk.id, Scope: mk.scope})
	}
	return true
}

// titledBack reports whether x is r with another title, and so another ID in its
// marker than its row has: where a file is put back to an older state.
func (m *matcher) titledBack(r *match, x *observed) bool {
	return r.derived && !m.wanted[itemKey{r.kind, x.body.marker.key}] && backlog.AlikeTitles(x.Title, r.title)
}

// byMarker looks for items that carry the marker of d.
func (m *matcher) byMarker(r *match) bool {
	all := m.marked[r.kind].all(r.key)
	if x := m.moved[itemKey{r.kind, r.key}]; len(all) == 0 && x != nil {
		return m.lead(r, destination{moved: x.MovedTo}, x.URL, "the marker")
	}
	if len(all) == 0 {
		return false
	}
	r.item, r.intent = all[0], nil
	if x := m.halfway.placed[itemKey{r.kind, r.key}]; x != nil && x.Trusted {
		r.item = x
	} else if i := slices.IndexFunc(all, func(x *observed) bool { return x.Trusted }); i >= 0 {
		r.item = all[i]
	} else if !m.opts.Adopt {
		r.block(ActionUnknown, reason.Untrusted{URL: r.item.URL, Author: r.item.Creator})
		return true
	}
	m.checkCopies(r)
	return true
}

// claim makes sure that two desired items do not share one item.
func (m *matcher) claim(r *match) {
	if r.item == nil {
		return
	}
	if other := m.claimed[r.item.index]; other != nil && other != r.desired {
		r.block(ActionConflict, reason.ClaimedTwice{URL: r.item.URL, Other: other.id})
		return
	}
	m.claimed[r.item.index] = r.desired
}

// knew reports whether an item was found for one that is desired when the plan was made.
func (m *matcher) knew(x *observed) bool {
	return x.index < len(m.claimed) && m.claimed[x.index] != nil
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

// create reports whether a person says that r is to be created, whatever speaks
// against it, now or in an earlier run.
func (m *matcher) create(r *match) bool {
	return containsID(m.opts.Create, r.id) || m.chosen[itemKey{r.kind, r.key}]
}

func (m *matcher) recreate(id backlog.ID) bool { return containsID(m.opts.Recreate, id) }

// block notes that nothing is to be done, and why.
func (r *match) block(a Action, why reason.Reason) {
	c := r.change(a, why)
	r.blocked = &c
}

// change starts a change of the item.
func (r *match) change(a Action, why reason.Reason) Change {
	c := Change{
		Action: a, Kind: r.kind, ID: r.id, Title: r.title, Fields: []Field{},
		Reason: why, File: r.file.Name(), Line: r.at.Line,
	}
	if r.item != nil {
		c.URL = r.item.URL
	}
	return c
}

func urlsOf(items []*observed) []string {
	urls := make([]string, len(items))
	for i, x := range items {
		urls[i] = x.URL
	}
	return urls
}
