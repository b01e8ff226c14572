package reconcile

import "slices"

// An index finds items by a key that nearly always names one item.
type index[K comparable] struct {
	one  map[K]*observed
	more map[K][]*observed // all items of the keys that name several
}

func newIndex[K comparable](size int) *index[K] {
	return &index[K]{one: make(map[K]*observed, size), more: make(map[K][]*observed)}
}

func (x *index[K]) add(key K, item *observed) {
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
func (x *index[K]) first(key K) *observed { return x.one[key] }

// all returns the items of a key.
func (x *index[K]) all(key K) []*observed {
	if items, ok := x.more[key]; ok {
		return items
	}
	if item, ok := x.one[key]; ok {
		return []*observed{item}
	}
	return nil
}

// several returns the items of a key if it names more than one.
func (x *index[K]) several(key K) []*observed { return x.more[key] }

// sort puts the items of each key into the order of age.
func (x *index[K]) sort() {
	for key, items := range x.more {
		slices.SortFunc(items, func(a, b *observed) int { return compareAge(a.Ref, b.Ref) })
		x.one[key] = items[0]
	}
}
