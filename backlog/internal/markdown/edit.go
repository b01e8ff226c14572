package markdown

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// ErrOverlap is returned by [Apply] for edits that overlap.
var ErrOverlap = errors.New("edits overlap")

// An Edit replaces the bytes in Span by New. An insertion has Start == End.
type Edit struct {
	Span
	New string
}

// Apply returns src with the edits made. The edits refer to the same unedited
// src, may come in any order, and must not overlap; insertions at one place are
// made in the order given, before a replacement that starts there. src is not
// modified. The error is [ErrOverlap], or says that an edit is outside of src.
func Apply(src []byte, edits ...Edit) ([]byte, error) {
	size := len(src)
	for _, e := range edits {
		if e.Start < 0 || e.End < e.Start || e.End > len(src) {
			return nil, fmt.Errorf("edit of bytes %d to %d of %d", e.Start, e.End, len(src))
		}
		size += len(e.New) - (e.End - e.Start)
	}
	byPlace := func(a, b Edit) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) }
	if !slices.IsSortedFunc(edits, byPlace) {
		edits = slices.Clone(edits)
		slices.SortStableFunc(edits, byPlace)
	}
	out := make([]byte, 0, max(0, size))
	at := 0
	for _, e := range edits {
		if e.Start < at {
			return nil, fmt.Errorf("%w at byte %d", ErrOverlap, e.Start)
		}
		out = append(out, src[at:e.Start]...)
		out = append(out, e.New...)
		at = e.End
	}
	return append(out, src[at:]...), nil
}
