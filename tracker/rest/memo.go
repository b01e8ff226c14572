package rest

import "sync"

// A Memo is what was learned so far about things that have names or numbers. The
// zero Memo holds nothing. It is safe for concurrent use.
type Memo[Key comparable, Value any] struct {
	mu     sync.Mutex
	values map[Key]Value
}

// Get returns what was learned of one, and whether anything was.
func (m *Memo[Key, Value]) Get(key Key) (Value, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, ok := m.values[key]
	return value, ok
}

// Learn takes the place of what was learned before.
func (m *Memo[Key, Value]) Learn(key Key, value Value) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.values == nil {
		m.values = make(map[Key]Value)
	}
	m.values[key] = value
}
