package lexicon

import (
	"strings"
)

// IsPlaceholderTitle reports whether a title is one of a template.
func IsPlaceholderTitle(title string) bool {
	if title == "" {
		return false
	}
	switch {
	case strings.Contains(title, "{{"):
		return true
	case len(title) < 12 && FieldOf(title) == FieldTitle: // "### US-001: Title"
		return true
	case title[0] == '{' || title[0] == '<' || title[0] == '[':
		return strings.Trim(cutBrackets(title), " -—–:·|") == ""
	}
	return strings.Trim(title, ".…_") == ""
}

// templateWords stand in the brackets of a title that is still to be written.
var templateWords = Set("name|title|feature|project|product|epic|story|date|n|nombre|titulo|proyecto|nome|projeto|nom|titre|projet|titel|projekt|" +
	"titolo|progetto|название|项目名称|名称|プロジェクト名")

// IsTemplateTitle reports whether a folded title has a gap to be filled in:
// "Tasks: [feature name]".
func IsTemplateTitle(title string) bool {
	for rest := title; ; {
		_, after, ok := strings.Cut(rest, "[")
		inside, next, closed := strings.Cut(after, "]")
		if !ok || !closed {
			return false
		}
		if !strings.HasPrefix(next, "(") && TopicsOf(inside).Has(ofTemplate) && !hasDigit(inside) {
			return true
		}
		rest = next
	}
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
