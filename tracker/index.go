package tracker

import "slices"

// An index finds items by a key that nearly always names one item.
type index struct {
	one  map[string]*observed
	more map[string][]*observed // all items of the keys that name several
}

func newIndex(size int) *index {
	return &index{one: make(map[string]*observed, size), more: make(map[string][]*observed)}
}

func (x *index) add(key string, item *observed) {
	first, ok := x.one[key]
	if !ok {
		x.one[key] = item
		return
	}
	if len(x.more[key]) == 0 {
		x.more[key] = []*observed{first}
	}
	x.more[key] = append(x.more[key], item)
}

// first returns the first item of a key, nil if there is none.
func (x *index) first(key string) *observed { return x.one[key] }

// all returns the items of a key.
func (x *index) all(key string) []*observed {
	if items, ok := x.more[key]; ok {
		return items
	}
	if item, ok := x.one[key]; ok {
		return []*observed{item}
	}
	return nil
}

// several returns the items of a key if it names more than one.
func (x *index) several(key string) []*observed { return x.more[key] }

// sort puts the items of each key into the order of age.
func (x *index) sort() {
	for key, items := range x.more {
		slices.SortFunc(items, func(a, b *observed) int { return compareKeys(a.Key, b.Key) })
		x.one[key] = items[0]
	}
}
