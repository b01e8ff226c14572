package tracker

import "strings"

// Marked reports whether text seems to contain a marker, the hidden comment by
// which the engine recognises an item. For such items it matters who wrote the
// text. If an adapter needs a request to find that out, it determines
// [Item.Trusted] for such items only, and reports true for all others.
func Marked(text string) bool { return strings.Contains(text, "<!-- backlogsync:v1 ") }
