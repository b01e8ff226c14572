package fakeserver

import (
	"slices"
	"testing"
)

func TestPages(t *testing.T) {
	rows := []int64{10, 20, 30, 40, 50}
	place := func(n int64) int64 { return n }
	down := slices.Clone(rows)
	slices.Reverse(down)
	at := func(number, size int) func() ([]int64, bool) {
		return func() ([]int64, bool) { return PageAt(rows, number, size) }
	}
	after := func(rows []int64, last int64, ascending bool) func() ([]int64, bool) {
		return func() ([]int64, bool) { return PageAfter(rows, last, ascending, place, 2) }
	}
	for name, test := range map[string]struct {
		page func() ([]int64, bool)
		want []int64
		more bool
	}{
		"the first":             {at(1, 2), []int64{10, 20}, true},
		"no number":             {at(0, 2), []int64{10, 20}, true},
		"the last":              {at(3, 2), []int64{50}, false},
		"full, and the last":    {at(1, 5), rows, false},
		"behind the end":        {at(9, 2), []int64{}, false},
		"after a row":           {after(rows, 20, true), []int64{30, 40}, true},
		"after one that went":   {after(rows, 25, true), []int64{30, 40}, true},
		"after the last row":    {after(rows, 50, true), []int64{}, false},
		"after a row, downward": {after(down, 30, false), []int64{20, 10}, false},
	} {
		page, more := test.page()
		if page == nil || !slices.Equal(page, test.want) || more != test.more {
			t.Errorf("%s: %v, more: %t", name, page, more)
		}
	}
}
