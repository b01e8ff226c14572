package reading

import (
	"strings"
	"unicode"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// Slug returns the ID that is made of a title: its words in lower case without accents,
// with dashes between them, cut where they are too long.
func Slug(title string) string { return lexicon.CutName(wholeSlug(title)) }

// wholeSlug turns a title into letters and digits in lower case without accents, and
// dashes between words.
func wholeSlug(title string) string {
	if markdown.IsASCII(title) {
		return plainSlug(title)
	}
	var b strings.Builder
	dash := false
	for _, c := range lexicon.WithoutAccents(strings.ToLower(title)) {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			dash = b.Len() > 0
			continue
		}
		if dash {
			b.WriteByte('-')
			dash = false
		}
		b.WriteRune(c)
	}
	if b.Len() == 0 {
		return "item"
	}
	return b.String()
}

// slugBytes are the letters and digits of slugs for those of titles, 0 for other bytes.
var slugBytes = func() (bytes [256]byte) {
	for c := byte('0'); c <= '9'; c++ {
		bytes[c] = c
	}
	for c := byte('a'); c <= 'z'; c++ {
		bytes[c], bytes[c+'A'-'a'] = c, c
	}
	return bytes
}()

// plainSlug is wholeSlug of a title in ASCII, as most are.
func plainSlug(title string) string {
	var buf [96]byte
	b := buf[:0]
	dash := false
	for i := range len(title) {
		c := slugBytes[title[i]]
		if c == 0 {
			dash = len(b) > 0
			continue
		}
		if dash {
			b = append(b, '-')
			dash = false
		}
		b = append(b, c)
	}
	if len(b) == 0 {
		return "item"
	}
	return string(b)
}
