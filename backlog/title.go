package backlog

import "strings"

// isPlaceholderTitle reports whether a title is one of a template.
func isPlaceholderTitle(title string) bool {
	if title == "" {
		return false
	}
	switch {
	case strings.Contains(title, "{{"):
		return true
	case len(title) < 12 && fieldOf(title) == fieldTitle: // "### US-001: Title"
		return true
	case title[0] == '{' || title[0] == '<' || title[0] == '[':
		return strings.Trim(cutBrackets(title), " -—–:·|") == ""
	}
	return strings.Trim(title, ".…_") == ""
}

// cutBrackets takes what stands in brackets out of a text, with the brackets.
func cutBrackets(s string) string {
	depth := 0
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("[{<(", r):
			depth++
		case strings.ContainsRune("]}>)", r):
			depth--
		case depth <= 0:
			return r
		}
		return -1
	}, s)
}
