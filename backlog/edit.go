package backlog

import (
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// A Span is a range of byte offsets into a file's source, half open.
//
//	Start, End int
//	Has(offset int) bool // whether the byte at offset is in it
type Span = markdown.Span

// A Position is a place in a file as people count. The zero Position is no place.
//
//	File   string
//	Line   int      // from 1; 0 if the place is the file
//	Column int      // from 1, in bytes
//	String() string // "file:line:col", "file" without a line
type Position = markdown.Position

// An Edit replaces the bytes in its Span by New. An insertion has Start == End.
//
//	Span
//	New string
type Edit = markdown.Edit

// ErrOverlap is returned by [Apply] for edits that overlap.
var ErrOverlap = markdown.ErrOverlap

// Apply returns src with the edits made. All edits refer to the unedited src.
// They may come in any order and must not overlap. Insertions at the same
// offset are made in the order given, before a replacement that starts there.
// src is not modified. The error is [ErrOverlap], or says that an edit is
// outside of src.
func Apply(src []byte, edits ...Edit) ([]byte, error) { return markdown.Apply(src, edits...) }
