package tracker

import "strings"

// Marked reports whether a text looks like that of an item with a marker, the hidden
// comment by which the engine recognises it, so that it matters who wrote it. Where
// finding that out costs a request, [Item.Trusted] is worked out for such items only,
// and is true of all others.
func Marked(text string) bool { return strings.Contains(text, "<!-- backlogsync:v1 ") }
