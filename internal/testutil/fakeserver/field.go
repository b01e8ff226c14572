package fakeserver

import "encoding/json"

// A Field of a write tells "absent" and "null" apart.
type Field[T any] struct {
	Set   bool
	Null  bool
	Value T
}

// UnmarshalJSON implements [json.Unmarshaler].
func (f *Field[T]) UnmarshalJSON(data []byte) error {
	f.Set = true
	if string(data) == "null" {
		f.Null = true
		return nil
	}
	return json.Unmarshal(data, &f.Value)
}

// Put stores the value if the field was sent.
func (f *Field[T]) Put(into *T) {
	if f.Set {
		*into = f.Value
	}
}
