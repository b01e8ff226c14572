package reading

import "testing"

// A reading with the stories of another one is none of its own, whatever its epics
// are; one with clearly more or fewer stories is.
func TestTellsAs(t *testing.T) {
	of := func(from, to int) *Result {
		f := &Result{}
		for i := from; i < to; i++ {
			s := &Story{}
			s.Syntax.Line.Start = i
			f.Stories = append(f.Stories, s)
		}
		return f
	}
	for _, tt := range []struct {
		name string
		a, b *Result
		want bool
	}{
		{"none", of(0, 0), of(0, 0), true},
		{"the same", of(0, 3), of(0, 3), true},
		{"one of twenty", of(0, 19), of(0, 20), true},
		{"one of nineteen", of(0, 18), of(0, 19), false},
		{"more", of(0, 3), of(0, 7), false},
		{"fewer", of(0, 20), of(0, 18), false},
		{"as many others", of(0, 3), of(3, 6), false},
	} {
		if got := tt.a.tellsAs(tt.b); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}
