package cli

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// wordJoiner parts what would be read as one, and nobody sees it.
const wordJoiner = "\u2060"

// markdownText makes other people's text plain text in Markdown, on one line,
// fit for the cell of a table: nothing in it is markup, mentions anybody, or
// links to anything, neither on GitHub (docs.github.com, "Autolinked references
// and URLs") nor on GitLab (docs.gitlab.com, "GitLab-specific references").
func markdownText(s string) string {
	s = strings.Join(strings.Fields(printable(s)), " ")
	var b strings.Builder
	for len(s) > 0 {
		if word := leadingWord(s); word != "" {
			s = s[len(word):]
			b.WriteString(partWord(word, s))
			continue
		}
		r, size := utf8.DecodeRuneInString(s)
		s = s[size:]
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case strings.ContainsRune("\\`*_{}[]|~$", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
		if leads(r, s) {
			b.WriteString(wordJoiner)
		}
	}
	return b.String()
}

// leads reports whether a sign leads somewhere with what follows it: "@name"
// notifies somebody, "#1", "!1", "~label", "[issue:1]" and "https://" are links.
func leads(sign rune, rest string) bool {
	switch {
	case rest == "" || rest[0] == ' ':
		return false
	case sign == ':':
		return strings.HasPrefix(rest, "//")
	case sign == '[':
		kind, _, _ := strings.Cut(rest, "]")
		return strings.Contains(kind, ":")
	}
	return strings.ContainsRune("@#!%&~$^*", sign)
}

// leadingWord returns the letters and digits of ASCII that s begins with.
func leadingWord(s string) string {
	return s[:len(s)-len(strings.TrimLeft(s, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))]
}

// partWord parts a word if it would become a link: "www." and "GH-1", which rest
// goes on with, and what may be the digest of a commit.
func partWord(word, rest string) string {
	lower := strings.ToLower(word)
	switch {
	case strings.HasSuffix(lower, "www") && strings.HasPrefix(rest, "."),
		(lower == "gh" || lower == "gl") && len(rest) > 1 && rest[0] == '-' && '0' <= rest[1] && rest[1] <= '9':
		return word + wordJoiner
	case len(word) >= 7 && strings.Trim(lower, "0123456789abcdef") == "":
		return word[:3] + wordJoiner + word[3:]
	}
	return word
}

func percentEncoded(r rune) string {
	var b strings.Builder
	for _, c := range []byte(string(r)) {
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}

// markdownLink links text to an address, if there is one that leads to a page or
// a file.
func markdownLink(text, address string) string {
	text = markdownText(text)
	if scheme, _, ok := strings.Cut(address, ":"); address == "" || ok && scheme != "https" && scheme != "http" {
		return text
	}
	var b strings.Builder
	for _, r := range withoutUser(address) {
		if r <= ' ' || special(r) || strings.ContainsRune("()<>|\\", r) {
			b.WriteString(percentEncoded(r))
			continue
		}
		b.WriteRune(r)
	}
	return "[" + text + "](" + b.String() + ")"
}
