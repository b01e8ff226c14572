package lexicon

import "strings"

// scanSlashed looks for a code between slashes, as documents of requirements in German
// write it: "/LF10/ Title".
func scanSlashed(text string) (Match, bool) {
	inside, rest, ok := strings.Cut(strings.TrimPrefix(text, "/"), "/")
	if !ok || text[0] != '/' || !separated(rest) {
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
