package lexicon

import "strings"

// scanSlashed looks for a code between slashes, as documents of requirements in German
// write it: "/LF10/ Title".
func scanSlashed(text string) (Match, bool) {
	text, ok := strings.CutPrefix(text, "/")
	if !ok {
		return Match{}, false
	}
	inside, rest, ok := strings.Cut(text, "/")
	if !ok || !separated(rest) {
		return Match{}, false
	}
	m, ok := ScanID(inside)
	if !ok || m.Title != "" || m.Many || m.Class != ClassKey && m.Class != ClassStory {
		return Match{}, false
	}
	m.Rest = rest
	m.Finish()
	m.Sep = true
	return m, true
}
