package backlog

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// CellText returns the form in which a ledger holds s: valid UTF-8 on one line,
// in which each run of spaces, line breaks, control characters and text
// direction marks is a single space, without spaces at either end. Compare text
// from a server with a ledger in this form. CellText is idempotent.
func CellText(s string) string {
	plain := func(i int, c byte) bool {
		return c > ' ' && c < 0x7f || c == ' ' && i > 0 && i+1 < len(s) && s[i-1] != ' '
	}
	for i := range len(s) {
		if !plain(i, s[i]) {
			return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, string(utf8.RuneError)), noCellText), " ")
		}
	}
	return s
}

// noCellText reports whether a rune has no place in a cell: it would end the
// line, do something to a terminal, or show what follows in another order.
func noCellText(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
}

// escapeCell makes a text fit for a cell, in which it is read as [CellText] has
// it: nothing in it ends the cell, or is Markdown or HTML.
func escapeCell(s string) string {
	s = CellText(s)
	if !strings.ContainsAny(s, "|\\`*_~<&]") {
		return s
	}
	var b strings.Builder
	prev, tildes := ' ', strings.Count(s, "~") // two of them strike out what is between, in words too
	for i, c := range s {
		rest := s[i+utf8.RuneLen(c):]
		next, _ := utf8.DecodeRuneInString(rest)
		switch c {
		case '|', '\\':
			if rest == "" { // at the end of a cell some parsers take no escapes
				fmt.Fprintf(&b, "&#%d;", c)
				continue
			}
			b.WriteByte('\\')
		case '`', '*', '<':
			b.WriteByte('\\')
		case '_':
			if lexicon.NotWord(prev) || lexicon.NotWord(next) {
				b.WriteByte('\\')
			}
		case '~':
			if tildes > 1 || lexicon.NotWord(prev) || lexicon.NotWord(next) {
				b.WriteByte('\\')
			}
		case '&':
			if entityLength(rest) > 0 {
				b.WriteString("&amp;")
				prev = c
				continue
			}
		case ']':
			if next == '(' || next == '[' {
				b.WriteByte('\\')
			}
		}
		b.WriteRune(c)
		prev = c
	}
	return b.String()
}

// entityLength returns how much of what follows an "&" makes an entity of it,
// with the semicolon; 0 if nothing does.
func entityLength(s string) int {
	for i := range len(s) {
		switch c := s[i]; {
		case c == ';':
			return i + 1
		case c != '#' && !markdown.IsASCIILetter(c) && !markdown.IsDigit(c):
			return 0
		}
	}
	return 0
}

// linkText is escapeCell for the text of a link.
func linkText(s string) string {
	return bracketEscaper.Replace(strings.ReplaceAll(escapeCell(s), `\]`, "]"))
}

var bracketEscaper = strings.NewReplacer("[", `\[`, "]", `\]`)

// escapePerson is escapeCell for the name of a person. A login such as
// "pending" would be read as a placeholder, so it gets the sign of a login.
func escapePerson(name string) string {
	if cell := escapeCell(name); cell == "" || !lexicon.IsPlaceholder([]byte(cell)) {
		return cell
	}
	return "@" + escapeCell(name)
}

// ledgerAddress returns an address as ledgers and relation lists hold it: what
// would end a cell or a link is percent-encoded. It is not ok if the address is
// neither one of the web, without a user in it, nor a relative link.
func ledgerAddress(s string) (address string, ok bool) {
	if !utf8.ValidString(s) || strings.ContainsFunc(s, noCellText) || strings.Contains(s, `\`) || strings.HasPrefix(s, "//") || !isAddress(s) {
		return "", false
	}
	if u, err := url.Parse(s); err != nil || u.User != nil {
		return "", false
	}
	if !strings.ContainsAny(s, "|()<>\"`*&") {
		return s, true
	}
	var b strings.Builder
	entity := -1 // where the semicolon of an entity stands
	for i := range len(s) {
		switch c := s[i]; {
		case strings.IndexByte("|()<>\"`*", c) >= 0, i == entity:
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			if n := entityLength(s[i+1:]); c == '&' && n > 0 {
				entity = i + n
			}
			b.WriteByte(c)
		}
	}
	return b.String(), true
}

// An addressForm is how a ledger writes addresses.
type addressForm uint8

const (
	addressBare     addressForm = iota // https://…
	addressAutolink                    // <https://…>
	addressLink                        // [https://…](https://…)
	addressNamed                       // [US-1.1](https://…)
)

// write returns the cell that holds the address of e, which is one of
// [ledgerAddress]. A relative address is not a link unless it is written as one;
// one in which a bare "_" or "~" would be emphasis stands between angle
// brackets.
func (form addressForm) write(e *Evidence) string {
	u := e.URL
	absolute := strings.Contains(u, "://")
	switch {
	case u == "":
		return ""
	case form == addressNamed:
		return "[" + linkText(string(e.ID)) + "](" + u + ")"
	case form == addressLink || !absolute:
		return "[" + linkText(u) + "](" + u + ")"
	case form == addressAutolink || escapeCell(u) != u:
		return "<" + u + ">"
	default:
		return u
	}
}
