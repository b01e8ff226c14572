package main

import (
	"strings"
)

// markdownText makes other people's text plain text in Markdown, on one line,
// fit for the cell of a table: nothing in it is markup, mentions anybody, or
// links to anything.
func markdownText(s string) string {
	s = strings.Join(strings.Fields(printable(s)), " ")
	var b strings.Builder
	for i, r := range s {
		switch {
		case strings.ContainsRune("\\`*_{}[]|~$", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case r == '@', r == '#', r == '!' && i > 0:
			b.WriteRune(r)
			b.WriteRune('\u2060') // a word joiner: "@name" notifies nobody, "#1" and "!1" link to nothing
		default:
			b.WriteRune(r)
		}
	}
	return strings.ReplaceAll(b.String(), "://", ":\u2060//") // no address becomes a link by itself
}

// markdownLink links text to an address, if there is one.
func markdownLink(text, address string) string {
	text = markdownText(text)
	if address == "" {
		return text
	}
	return "[" + text + "](" + strings.NewReplacer(
		" ", "%20", "(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "|", "%7C", "\\", "%5C", "\n", "%0A", "\r", "%0D").Replace(address) + ")"
}
