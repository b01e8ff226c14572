package trackertest

import (
	"maps"
	"slices"
	"strconv"

	"github.com/backlogsync/backlogsync/tracker"
)

// Item returns the item as stored, or nil if there is none. The caller may
// modify it while nobody else uses the project; that counts as a change by a
// person.
func (m *Memory) Item(ref tracker.Ref) *tracker.Item {
	m.mu.Lock()
	defer m.mu.Unlock()
	if x, ok := m.items[ref]; ok {
		return &x.Item
	}
	return nil
}

// Items returns all items, including those that listings do not show yet,
// milestones first, in order of their numbers.
func (m *Memory) Items() []*tracker.Item {
	m.mu.Lock()
	defer m.mu.Unlock()
	var items []*tracker.Item
	for _, kind := range []tracker.Kind{tracker.KindMilestone, tracker.KindIssue} {
		for _, ref := range slices.SortedFunc(maps.Keys(m.items), byNumber) {
			if ref.Kind == kind {
				items = append(items, m.copy(m.items[ref]))
			}
		}
	}
	return items
}

// CreateAs creates an issue as somebody who may not write to the project, so a
// marker in its text does not count. Listings show it at once.
func (m *Memory) CreateAs(login string, d tracker.Content) tracker.Ref {
	m.mu.Lock()
	defer m.mu.Unlock()
	x := m.add(tracker.KindIssue, &d, login, false)
	x.visible = m.Now()
	return x.Ref
}

// Put adds or replaces an item, as if somebody had created it in the tracker.
// Its address follows from its key.
func (m *Memory) Put(x tracker.Item) {
	m.mu.Lock()
	defer m.mu.Unlock()
	x.URL = m.address("/" + string(x.Kind) + "/" + x.Key)
	m.items[x.Ref] = &stored{Item: x, version: 1}
	if n, err := strconv.Atoi(x.Key); err == nil {
		m.numbers[x.Kind] = max(m.numbers[x.Kind], n)
	}
}

// Delete deletes an item. Its number is not used again.
func (m *Memory) Delete(ref tracker.Ref) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.items, ref)
}

// Hide keeps listings from showing an item, or shows it again. [Memory.Get]
// finds it all the same.
func (m *Memory) Hide(ref tracker.Ref, hidden bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if x, ok := m.items[ref]; ok {
		x.hidden = hidden
	}
}

// Edit changes an item as a person does in the tracker. It reports whether the
// item exists.
func (m *Memory) Edit(ref tracker.Ref, change func(*tracker.Item)) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	x, ok := m.items[ref]
	if ok {
		change(&x.Item)
		x.version++
	}
	return ok
}
