package lexicon

import (
	"bytes"
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
	"golang.org/x/text/unicode/norm"
)

// WithoutAccents takes the accents off Latin letters. In other scripts they
// make other letters.
func WithoutAccents(s string) string {
	if markdown.IsASCII(s) {
		return s
	}
	var b strings.Builder
	latin := false
	for _, c := range norm.NFD.String(s) {
		if mark := unicode.Is(unicode.Mn, c); !mark {
			latin = c < 0x250
		} else if latin {
			continue
		}
		b.WriteRune(c)
	}
	return norm.NFC.String(b.String())
}

// An ID is the name of an item in its file, such as "EPICA-1", "US-1.1" or
// "Story 1.2".
type ID string

// NewID returns the ID that a text is where people write one. It is not ok if it
// has no key, as signs alone have none: nothing could tell two of those apart.
func NewID(text string) (id ID, ok bool) {
	id = ID(strings.TrimSpace(text))
	return id, id.Key() != ""
}

// Key returns what two IDs are compared by: case, accents, separators, the
// language of the word for epic, story or task, leading zeros, kinds of hyphens,
// full-width forms and characters without width do not matter, so that "ÉPICA 1",
// "EPICA-1" and "Epic 01" have one key. "US-1.1" and "US-11" have two. A word
// before a code with letters says nothing: "Story E-001-S01" is "E-001-S01".
// Names of more than 40 runes are compared by their first words and a checksum.
func (id ID) Key() string { return keyOf(cutNames(string(id))) }

func keyOf(id string) string {
	if isKey(id) {
		return id
	}
	s := foldID(id)
	var buf [96]byte
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
		case markdown.IsASCIILetter(c) || c >= utf8.RuneSelf:
			j := i
			for j < len(s) && (markdown.IsASCIILetter(s[j]) || s[j] >= utf8.RuneSelf) {
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
			key = append([]byte("story"), rest...)
			break
		}
	}
	return withoutWord(string(key), strings.ContainsRune(s, ' '))
}

// isKey reports whether an ID is its own key, as slugs of titles are: words in lower
// case that mean nothing, and numbers, with a dash between each two.
func isKey(s string) bool {
	for at := 0; ; {
		end := at
		for end < len(s) && (s[end] >= 'a' && s[end] <= 'z') {
			end++
		}
		switch word := s[at:end]; {
		case word == "": // a number
			for end < len(s) && s[end] >= '0' && s[end] <= '9' {
				end++
			}
			if end == at || s[at] == '0' && end > at+1 {
				return false
			}
		case sameSieve.passesFolded(word) && sameWord[word] != "":
			return false
		}
		if end == len(s) {
			return true
		}
		if s[end] != '-' {
			return false
		}
		at = end + 1
	}
}

// withoutWord takes the word for an item off a key if a code with letters
// follows: "Story E-001-S01" is "E-001-S01". Only a blank tells the word from
// the beginning of a code, since "STORY-PAY-1" is not "TASK-PAY-1"; IDs of epics
// have their word without one.
func withoutWord(key string, blank bool) string {
	word, code, _ := strings.Cut(key, "-")
	if code == "" || word != "epic" && !blank || StartsWithDigit(code) || !hasDigit(code) {
		return key
	}
	if _, ok := itemWords[word]; !ok {
		return key
	}
	return code
}

// longStories are keys of words that say no more than "story".
var longStories = []string{"user-story", "story-de-usuario", "story-utilisateur", "story-utente"}

// Compare orders IDs as people count: numbers by value, so that 1.9 comes
// before 1.10. It returns -1, 0 or +1, and 0 only for equal keys.
func (id ID) Compare(other ID) int { return CompareIDKeys(id.Key(), other.Key()) }

func CompareIDKeys(a, b string) int {
	for a != "" && b != "" {
		var x, y string
		x, a, _ = strings.Cut(a, "-")
		y, b, _ = strings.Cut(b, "-")
		if x == y {
			continue
		}
		if StartsWithDigit(x) && StartsWithDigit(y) {
			return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y))
		}
		return cmp.Compare(x, y)
	}
	return cmp.Compare(len(a), len(b))
}

func StartsWithDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

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
			key = append(key[:start], Fold(word)...)
			break
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		key = append(key, c)
	}
	folded := key[start:]
	if len(folded) > 0 && !sameSieve.holds(folded[0], len(folded)) {
		return key
	}
	if same := sameWord[string(folded)]; same != "" {
		key = append(key[:start], same...)
	}
	return key
}

// Fold returns s in lower case without accents. Text that is only in ASCII and
// in lower case is returned as it is.
func Fold(s string) string {
	if markdown.IsASCII(s) {
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

func NotWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
