package backlog

import (
	"bytes"
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// An ID is the name of an item in its file, such as "EPICA-1", "US-1.1" or
// "Story 1.2".
type ID string

// Key returns what two IDs are compared by: case, accents, separators, the
// language of the word for epic or story, and leading zeros do not matter, so
// that "ÉPICA 1", "EPICA-1" and "Epic 01" have one key. "US-1.1" and "US-11"
// have two.
func (id ID) Key() string {
	s := string(id)
	var buf [48]byte
	key := buf[:0]
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			j := i
			for j < len(s) && s[j] >= '0' && s[j] <= '9' {
				j++
			}
			for i < j-1 && s[i] == '0' {
				i++
			}
			key = append(appendDash(key), s[i:j]...)
			i = j
		case isASCIILetter(c) || c >= utf8.RuneSelf:
			j := i
			for j < len(s) && (isASCIILetter(s[j]) || s[j] >= utf8.RuneSelf) {
				j++
			}
			key = appendWord(key, s[i:j])
			i = j
		default:
			i++
		}
	}
	for _, long := range longStories {
		if rest, ok := bytes.CutPrefix(key, []byte(long)); ok {
			return "story" + string(rest)
		}
	}
	return string(key)
}

// longStories are keys of words that say no more than "story".
var longStories = []string{"user-story", "story-de-usuario", "story-utilisateur", "story-utente"}

// Compare orders IDs as people count: numbers by value, so that 1.9 comes
// before 1.10. It returns -1, 0 or +1, and 0 only for equal keys.
func (id ID) Compare(other ID) int { return compareIDKeys(id.Key(), other.Key()) }

func compareIDKeys(a, b string) int {
	for a != "" && b != "" {
		var x, y string
		x, a, _ = strings.Cut(a, "-")
		y, b, _ = strings.Cut(b, "-")
		if x == y {
			continue
		}
		if isDigits(x) && isDigits(y) {
			return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y))
		}
		return cmp.Compare(x, y)
	}
	return cmp.Compare(len(a), len(b))
}

func isDigits(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

func isASCIILetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func appendDash(key []byte) []byte {
	if len(key) > 0 {
		key = append(key, '-')
	}
	return key
}

// appendWord adds a run of letters; words for epic and story in one form.
func appendWord(key []byte, word string) []byte {
	key = appendDash(key)
	start := len(key)
	for i := range len(word) {
		c := word[i]
		if c >= utf8.RuneSelf {
			key = append(key[:start], fold(word)...)
			break
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		key = append(key, c)
	}
	if len(key)-start < 4 {
		return key // the shortest word for epic or story has four letters
	}
	switch {
	case epicWords[string(key[start:])]:
		key = append(key[:start], "epic"...)
	case storyWords[string(key[start:])]:
		key = append(key[:start], "story"...)
	}
	return key
}

// fold returns s in lower case without accents. Text that is only in ASCII and
// in lower case is returned as it is.
func fold(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		switch r = unicode.ToLower(r); r { // letters with a stroke have no accent to take off
		case 'ł':
			r = 'l'
		case 'đ':
			r = 'd'
		case 'ø':
			r = 'o'
		case 'ı':
			r = 'i'
		}
		b.WriteRune(r)
	}
	return b.String()
}
