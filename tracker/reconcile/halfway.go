package reconcile

// Where items get the IDs of others, their markers are written one after the other: a
// run that is cut off leaves two items with one ID. What tells them apart is the name
// that each marker holds beside the ID, since both are written at once. An item with
// the ID of one story and the name of another one is not there yet; it is no twin.

// A halfway is how far the items of a scope are in a renumbering.
type halfway struct {
	placed  map[itemKey]*observed  // the oldest item with both the ID and the name of a story
	homes   map[*observed]*desired // the stories of those
	waiting map[*observed]bool     // with the ID of a story and the name of another one
}

// want tells the matcher what the files have.
func (m *matcher) want(items []desired) {
	m.wanted = make(map[itemKey]bool, len(items))
	settled := m.opts.Renumbered == "" && len(m.journal) == 0
	for i := range items {
		d := &items[i]
		m.wanted[itemKey{d.kind, d.key}] = true
		if x := m.marked[d.kind].first(d.key); x != nil && x.formerName() != d.nameDigest || m.marked[d.kind].several(d.key) != nil {
			settled = false
		}
	}
	if !settled { // else no item has the ID of one story and the name of another one
		m.findHalfway(items)
	}
}

func (m *matcher) findHalfway(items []desired) {
	names := make(map[nameKey]bool, len(items))
	for i := range items {
		names[nameKey{items[i].kind, items[i].nameDigest}] = true
	}
	m.halfway = halfway{make(map[itemKey]*observed), make(map[*observed]*desired), make(map[*observed]bool)}
	for i := range items {
		d := &items[i]
		for _, x := range m.marked[d.kind].all(d.key) {
			k := itemKey{d.kind, d.key}
			switch name := x.formerName(); {
			case !m.counts(x):
			case name == d.nameDigest && m.halfway.placed[k] == nil:
				m.halfway.placed[k], m.halfway.homes[x] = x, d
			case name != d.nameDigest && names[nameKey{d.kind, name}]:
				m.halfway.waiting[x] = true
			}
		}
	}
}

// unlike reports whether x and y, of one ID, are two stories of which one has yet to
// get its ID.
func (h *halfway) unlike(x, y *observed) bool {
	return (h.waiting[x] || h.waiting[y]) && x.formerName() != y.formerName()
}

// arrived finds r where it has its ID already, and its row, or the journal, does not
// say so yet.
func (m *matcher) arrived(r *match) bool {
	k := itemKey{r.kind, r.key}
	x := m.halfway.placed[k]
	if x == nil {
		return false
	}
	var y *observed
	told := m.opts.Renumbered != "" // else a row may just be wrong
	if e := m.journal[k]; r.recorded() {
		y = m.o.destinations[r.evidence].item
	} else if e != nil {
		y, told = e.item, true
	}
	told = told || y != nil && y.isPruned()
	if y == nil || y == x || !m.halfway.waiting[y] && (!told || !m.left(r, y)) {
		return false
	}
	r.item, r.follow = x, true
	m.checkCopies(r)
	return true
}

// left reports whether x, which a row or the journal names for r, is another story's
// by now, or was displaced by what is r's.
func (m *matcher) left(r *match, x *observed) bool {
	if x != nil && x.isPruned() {
		first := m.marked[r.kind].first(r.key)
		return first != nil && first != x
	}
	d := m.halfway.homes[x]
	return d != nil && d != r.desired
}

// renamed reports whether x, which the journal names for r, has got the ID of another
// story since: the journal keeps the one with which x was made.
func (m *matcher) renamed(r *match, x *observed) bool {
	if x == nil || x.body.marker == nil || !m.ours(x.body.marker) {
		return false
	}
	key := x.body.marker.key
	return key != r.key && m.wanted[itemKey{r.kind, key}]
}

// stranded returns the items of a kind that wait for their IDs and that no story has.
func (m *matcher) stranded() []*observed {
	var list []*observed
	for _, x := range m.o.order {
		if m.halfway.waiting[x] && m.claimed[x.index] == nil {
			list = append(list, x)
		}
	}
	return list
}

// formerName returns the digest of the name that x had when it was last written, or "".
func (x *observed) formerName() string {
	if x.body.marker == nil {
		return ""
	}
	return x.body.marker.base.value(fieldName).file
}
