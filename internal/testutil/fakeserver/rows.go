package fakeserver

import "slices"

// Find returns the first row that is what is looked for, nil if there is none.
func Find[T any](rows []*T, is func(*T) bool) *T {
	if i := slices.IndexFunc(rows, is); i >= 0 {
		return rows[i]
	}
	return nil
}

// PageAt returns a page by its number, which counts from 1, and whether rows
// follow. Such pages shift when rows before them come and go.
func PageAt[T any](rows []T, number, size int) (page []T, more bool) {
	return pageFrom(rows, (max(1, number)-1)*size, size)
}

// PageAfter returns the page behind the row in the place last, and whether rows
// follow. The row itself may be gone: rows are in the order of their places,
// ascending or not.
func PageAfter[T any](rows []T, last int64, ascending bool, place func(T) int64, size int) (page []T, more bool) {
	start := slices.IndexFunc(rows, func(row T) bool {
		p := place(row)
		return p != last && (p > last) == ascending
	})
	if start < 0 {
		start = len(rows)
	}
	return pageFrom(rows, start, size)
}

func pageFrom[T any](rows []T, start, size int) (page []T, more bool) {
	start = min(start, len(rows))
	end := min(start+size, len(rows))
	return append([]T{}, rows[start:end]...), end < len(rows) // never null
}
