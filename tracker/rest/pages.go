package rest

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"strings"
)

// Bounds limit a list: one that exceeds them is taken to be endless. A zero
// value means the default.
type Bounds struct {
	Rows  int   // 1,000,000
	Bytes int64 // of all answers; 4 GiB
}

const (
	maxRows  = 1_000_000
	maxBytes = 4 << 30
)

// A List is a list of a service that comes in pages.
type List[Row any, ID comparable] struct {
	Bounds Bounds

	// Read reads the page at an address and returns the address of the next
	// one, "" after the last.
	Read func(ctx context.Context, page string) (rows []*Row, next string, err error)

	// ID returns what identifies a row.
	ID func(*Row) ID
}

// Pages yields the rows of each page. A row may appear on several pages,
// because pages shift while they are read; the caller decides what that means.
// If the list returns to an earlier page, continues without new rows, or
// exceeds its bounds, the error is a [FinalError].
func (l *List[Row, ID]) Pages(ctx context.Context, first string) iter.Seq2[[]*Row, error] {
	return func(yield func([]*Row, error) bool) {
		ctx, meter := withMeter(ctx)
		rows, bytes := cmp.Or(l.Bounds.Rows, maxRows), cmp.Or(l.Bounds.Bytes, maxBytes)
		seen, read := make(map[ID]bool), map[string]bool{first: true}
		for page, idle := first, 0; ; {
			found, next, err := l.Read(ctx, page)
			if err != nil {
				yield(nil, err)
				return
			}
			before := len(seen)
			for _, row := range found {
				if row == nil {
					yield(nil, &FinalError{"the list has an empty row"})
					return
				}
				seen[l.ID(row)] = true
			}
			if idle++; len(seen) > before {
				idle = 0
			}
			switch {
			case len(seen) > rows:
				err = &FinalError{fmt.Sprintf("the list has more than %d rows", rows)}
			case meter.Load() > bytes:
				err = &FinalError{fmt.Sprintf("the list has more than %d bytes", bytes)}
			case next != "" && read[next]:
				err = &FinalError{"the list leads back to a page already read: " + Shown(next)}
			case next != "" && idle == 2:
				err = &FinalError{"the list goes on without new rows: " + Shown(next)}
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(found, nil) || next == "" {
				return
			}
			read[next] = true
			page = next
		}
	}
}

// NextLink returns the address with rel="next" in the values of the Link
// header, or "". Addresses may contain commas and semicolons.
func NextLink(links ...string) string {
	link := strings.Join(links, ", ")
	for {
		_, rest, ok := strings.Cut(link, "<")
		if !ok {
			return ""
		}
		address, rest, ok := strings.Cut(rest, ">")
		if !ok {
			return ""
		}
		params, _, _ := strings.Cut(rest, "<")
		if strings.Contains(params, `rel="next"`) {
			return address
		}
		link = rest
	}
}
