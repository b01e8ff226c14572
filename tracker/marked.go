package tracker

import "strings"

// MarkerPrefix is how the marker of an item begins, a comment on a line of its
// own in the item's text.
const MarkerPrefix = "<!-- backlogsync:v1 "

// Marked reports whether a text looks like that of an item with a marker, so that it
// matters who wrote it. Where finding that out costs a request, [Item.Trusted] is
// worked out for such items only, and is true of all others.
func Marked(text string) bool { return strings.Contains(text, MarkerPrefix) }
