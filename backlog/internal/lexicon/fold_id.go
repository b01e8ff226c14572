package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
	"golang.org/x/text/unicode/norm"
)

// foldID returns an ID in which kinds of hyphens are one, full-width forms are
// those of ASCII, and characters without width are gone.
func foldID(s string) string {
	if markdown.IsASCII(s) {
		return s
	}
	return norm.NFKC.String(strings.Map(func(r rune) rune {
		switch {
		case isHyphen(r) || isDash(r):
			return '-'
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s))
}

// isHyphen reports whether a rune is written for "-" inside of words, isDash
// whether it may also stand between words and numbers.
func isHyphen(r rune) bool { return r >= '\u2010' && r <= '\u2012' || r == '\u2212' || r == '\uff0d' }

func isDash(r rune) bool { return r >= '\u2013' && r <= '\u2015' }

// longestLead is how far into a line its ID may go.
const longestLead = 64

// A foldedLead is a text whose beginning is folded as [foldID] does.
type foldedLead struct {
	text string
	at   []int // where each byte of the folded beginning stands in the text
	rest int   // where the text goes on as it is
}

// mayFold reports whether a rune is one of those that [foldLead] folds. Hardly any
// line has one, and every line is asked.
func mayFold(r rune) bool {
	if r < '\u0600' && r != '\u00ad' { // none of those but the soft hyphen
		return false
	}
	return isHyphen(r) || isDash(r) || isFullWidth(r) || unicode.Is(unicode.Cf, r)
}

// isFullWidth reports whether a rune is a full stop, letter or digit in full width.
func isFullWidth(r rune) bool {
	return r >= '\uff0e' && r <= '\uff5a' && (r == '\uff0e' || unicode.IsLetter(r) || unicode.IsDigit(r))
}

// foldLead folds the beginning of a text. It is not ok if that changes nothing.
// A dash is only a hyphen between a letter and a number: "US–1", but "1–3 users".
func foldLead(text string) (f foldedLead, ok bool) {
	if markdown.IsASCII(text[:min(len(text), longestLead)]) { // as of most, nothing is to be folded
		return f, false
	}
	end := 0
	for end < len(text) && end < longestLead {
		_, n := utf8.DecodeRuneInString(text[end:])
		end += n
	}
	if !strings.ContainsFunc(text[:end], mayFold) {
		return f, false
	}
	var b strings.Builder
	before := rune(0)
	for i, r := range text[:end] {
		folded := r
		switch {
		case unicode.Is(unicode.Cf, r) && r != '\u200d': // which joins emoji
			ok = true
			continue
		case isHyphen(r):
			folded = '-'
		case isDash(r):
			if next, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):]); unicode.IsLetter(before) && unicode.IsDigit(next) {
				folded = '-'
			}
		case isFullWidth(r):
			folded = r - '\uff01' + '!'
		}
		ok = ok || folded != r
		b.WriteRune(folded)
		for len(f.at) < b.Len() {
			f.at = append(f.at, i)
		}
		before = folded
	}
	f.rest = end
	f.text = b.String() + text[end:]
	return f, ok
}

// unfold returns what stands in the text for the end of the folded one.
func (f *foldedLead) unfold(text, tail string) string {
	if i := len(f.text) - len(tail); i < len(f.at) {
		return text[f.at[i]:]
	}
	return text[f.rest+len(f.text)-len(f.at)-len(tail):][:len(tail)]
}

// unfold puts what follows the ID of a folded text as it is written.
func (m *Match) unfold(f *foldedLead, text string) {
	m.Rest = f.unfold(text, m.Rest)
	m.Title = ""
	m.Finish()
}
