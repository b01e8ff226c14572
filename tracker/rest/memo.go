package rest

import "sync"

// A Memo is a cache of values that were learned so far, such as the IDs of
// other projects. The zero Memo holds nothing. It is safe for concurrent use.
type Memo[Key comparable, Value any] struct {
	mu     sync.Mutex
	values map[Key]Value
}

// Get returns the value of key, and whether there is one.
func (m *Memo[Key, Value]) Get(key Key) (Value, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, ok := m.values[key]
	return value, ok
}

// Learn sets the value of key.
func (m *Memo[Key, Value]) Learn(key Key, value Value) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.values == nil {
		m.values = make(map[Key]Value)
	}
	m.values[key] = value
}
