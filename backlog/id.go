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
	plain := true
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// An idMatch is an ID found at the beginning of a text.
type idMatch struct {
	id    ID     // as shown: an epic's in upper case without accents, a story's as written
	word  string // folded letters before the number: "epic", "us", ...
	epic  bool   // the word means epic
	story bool   // the word or code means story
	title string // what follows the separator
}

// scanID looks for an ID at the beginning of plain text: a word for epic or
// story with a number ("ÉPICA 1", "Story 1.2"), or a code ("US-1.1", "T014").
func scanID(text string) (idMatch, bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return idMatch{}, false
	}
	if m, ok := scanWordID(text); ok {
		return m, true
	}
	return scanCode(text)
}

// scanWordID looks for a word for epic or story and a number.
func scanWordID(text string) (idMatch, bool) {
	end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 3 {
		return idMatch{}, false
	}
	word := fold(text[:end])
	after := text[end:]
	shown := text[:end]
	switch {
	case word == "user" && len(after) > 6 && fold(after[1:6]) == "story":
		word, shown, after = "story", text[:end+6], after[6:]
	case word == "historia" || word == "story" || word == "histoire":
		for _, tail := range []string{" de usuario", " de usuário", " utilisateur", " utente"} {
			if rest, ok := cutPrefixFold(after, tail); ok {
				shown, after = text[:len(text)-len(rest)], rest
			}
		}
	}
	epic, story := epicWords[word], storyWords[word]
	if !epic && !story {
		return idMatch{}, false
	}
	number := strings.TrimLeft(after, " \u00a0-_#")
	code, rest := cutCode(number)
	if code == "" || !hasDigit(code) && len(code) > 1 || number == after && !isDigits(number) {
		return idMatch{}, false
	}
	if !separated(rest) {
		return idMatch{}, false
	}
	m := idMatch{word: word, epic: epic, story: story, title: cutSeparator(rest)}
	if epic {
		m.id = ID(strings.ToUpper(word) + "-" + code)
	} else {
		m.id = ID(text[:len(shown)] + text[len(shown):len(text)-len(rest)])
	}
	return m, true
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}

// scanCode looks for letters in upper case and a number in one word.
func scanCode(text string) (idMatch, bool) {
	if c := text[0]; c < 'A' || c > 'Z' {
		return idMatch{}, false
	}
	letters := 0
	for letters < len(text) && isASCIILetter(text[letters]) {
		if c := text[letters]; c < 'A' || c > 'Z' {
			return idMatch{}, false
		}
		letters++
	}
	code, rest := cutCode(text)
	word := strings.ToLower(text[:letters])
	if storyCodes[word] && len(code) == letters {
		// "US 1.1", "HU. 1": the number is a word of its own.
		number := strings.TrimLeft(rest, ". ")
		if isDigits(number) {
			var n string
			n, rest = cutCode(number)
			code = text[:len(text)-len(number)+len(n)]
		}
	}
	if letters > 8 || len(code) > 24 || !hasDigit(code) || !separated(rest) {
		return idMatch{}, false
	}
	return idMatch{id: ID(code), word: word, story: storyCodes[word], title: cutSeparator(rest)}, true
}

// cutCode cuts letters, digits and the dots and dashes between them.
func cutCode(s string) (code, rest string) {
	end := 0
	for end < len(s) {
		c := s[end]
		switch {
		case c >= '0' && c <= '9' || isASCIILetter(c):
			end++
			continue
		case (c == '.' || c == '-' || c == '_') && end > 0 && end+1 < len(s) &&
			(s[end+1] >= '0' && s[end+1] <= '9' || isASCIILetter(s[end+1])):
			end++
			continue
		}
		break
	}
	return s[:end], s[end:]
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// separated reports whether an ID may end before rest.
func separated(rest string) bool {
	if rest == "" {
		return true
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsSpace(r) || strings.ContainsRune(idSeparators, r)
}

const idSeparators = ":—–-.|·：)"

// cutSeparator takes what stands between an ID and a title off.
func cutSeparator(s string) string {
	s = strings.TrimLeft(s, " \t\u00a0")
	if r, n := utf8.DecodeRuneInString(s); n > 0 && strings.ContainsRune(idSeparators, r) {
		s = s[n:]
	}
	return strings.TrimSpace(s)
}
