package rest

import "sync"

// A Memo holds what was learned so far about things that have names or numbers, such
// as the IDs of other projects. The zero Memo holds nothing. It is safe for concurrent
// use.
type Memo[Key comparable, Value any] struct {
	mu     sync.Mutex
	values map[Key]Value
}

// Get returns what was learned about key, and whether anything was.
func (m *Memo[Key, Value]) Get(key Key) (Value, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, ok := m.values[key]
	return value, ok
}

// Learn replaces what was learned about key before.
func (m *Memo[Key, Value]) Learn(key Key, value Value) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.values == nil {
		m.values = make(map[Key]Value)
	}
	m.values[key] = value
}
