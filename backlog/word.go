package backlog

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A codeClass is the form of an ID. IDs of one class in one place of a file are
// a scheme that the file uses.
type codeClass uint8

const (
	classNone    codeClass = iota // no ID
	classWord                     // a word and a number: Story 1.2, Épica 3
	classStory                    // a code for story: US-1.1, HU. 3
	classKey                      // letters and a number: STM-AI-001b, E1-S1, T014
	classDotted                   // 1.2
	classOrdinal                  // 1.
	classHash                     // #252
	classArea                     // letters alone: CHART
)

// An idMatch is what a text begins with: an ID, and a title behind it.
type idMatch struct {
	id    ID     // as shown: an epic's in upper case without accents, others as written
	word  string // folded letters before the number: "epic", "us", ...
	class codeClass
	rank  rank
	epic  bool   // means epic
	story bool   // means story by itself, wherever it stands
	sep   bool   // something else than blanks separates ID and title
	many  bool   // several IDs, or a range
	rest  string // from behind the ID on
	title string // what follows the separator
}

// scanID looks for an ID at the beginning of plain text: a word for epic or
// story with a number ("ÉPICA 1", "Story 1.2"), or a code ("US-1.1", "T014").
func scanID(text string) (idMatch, bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return idMatch{}, false
	}
	m, ok := scanWordID(text)
	if !ok {
		m, ok = scanCode(text)
	}
	if !ok {
		return m, false
	}
	m.finish()
	return m, true
}

// finish separates the title from the ID.
func (m *idMatch) finish() {
	rest := strings.TrimLeft(m.rest, " \t\u00a0")
	if rest == "" {
		m.sep = true
		return
	}
	if m.rest[0] == '.' && len(m.rest) > 1 && m.rest[1] == '.' || severalIDs(rest) {
		m.many = true
	}
	title := rest
	if !m.many && titleAfterComma(rest) {
		m.sep, title = true, title[2:]
	}
	for m.many { // "E1-F8 / E1-F9 Title"
		_, n := utf8.DecodeRuneInString(title)
		_, after := cutCode(strings.TrimLeft(title[n:], " >"))
		title = strings.TrimLeft(after, " \t\u00a0")
		if !severalIDs(title) {
			break
		}
	}
	for {
		r, n := utf8.DecodeRuneInString(title)
		if n == 0 || !strings.ContainsRune(idSeparators, r) {
			break
		}
		m.sep = true
		title = strings.TrimLeft(title[n:], " \t\u00a0")
	}
	m.title = strings.TrimSpace(title)
	// "HU-01: HU-01: Title"
	if again, ok := strings.CutPrefix(m.title, string(m.id)); ok && again != "" && separated(again) && m.id != "" {
		d := idMatch{rest: again}
		d.finish()
		m.title = d.title
	}
}

// severalIDs reports whether what follows an ID is another one: "US-1.1, US-1.2",
// "E1-F8 / E1-F9", "US-1.1→1.4".
func severalIDs(rest string) bool {
	r, n := utf8.DecodeRuneInString(rest)
	switch r {
	case ',', '/', '→', '+', '&', ';', '~', '–', '-', '…':
	default:
		return false
	}
	next := strings.TrimLeft(rest[n:], " >")
	code, after := cutCode(next)
	if code == "" || !hasDigit(code) || after != "" && !separated(after) && !strings.HasPrefix(after, ",") && !strings.HasPrefix(after, "/") {
		return false
	}
	if r == '-' || r == '–' { // "1 – 2 players" is a title, "US-1 – US-4" a range
		return !isDigits(code) && code[0] >= 'A' && code[0] <= 'Z' && strings.ContainsAny(code, "-.")
	}
	return true
}

// scanWordID looks for a word for an item and a number.
func scanWordID(text string) (idMatch, bool) {
	end := 0
	if c := text[0]; c < utf8.RuneSelf {
		for end < len(text) && isASCIILetter(text[end]) {
			end++
		}
		if end < len(text) && text[end] >= utf8.RuneSelf {
			end = letters(text)
		}
	} else {
		end = letters(text)
	}
	if end < 3 {
		return idMatch{}, false
	}
	word, r, end := itemWord(text, end)
	if r == rankItem && word == "" {
		return idMatch{}, false
	}
	after := text[end:]
	number := strings.TrimLeft(after, " \u00a0-_#.")
	code, rest := cutCode(number)
	if n := cjkNumber(number); code == "" && n > 0 {
		code, rest = number[:n], number[n:]
	}
	switch {
	case code == "", number == after && !isDigits(number) && code[0] < utf8.RuneSelf:
		return idMatch{}, false
	case !hasDigit(code) && code[0] < utf8.RuneSelf:
		if !isRoman(code) && (len(code) > 1 || code[0] < 'A' || code[0] > 'Z') || !explicit(rest) {
			return idMatch{}, false
		}
	case code[0] < utf8.RuneSelf && !codeLike(code):
		return idMatch{}, false
	}
	if !separated(rest) && (r != rankStory || !titleAfterComma(rest)) || len(code) == 2 && isPriority(code) {
		return idMatch{}, false
	}
	m := idMatch{word: word, class: classWord, rank: r, epic: r == rankEpic, story: r == rankStory, rest: rest}
	if m.epic {
		m.id = ID(strings.ToUpper(withoutAccents(text[:end])) + "-" + code)
	} else {
		m.id = ID(text[:len(text)-len(rest)])
	}
	return m, true
}

// itemWord looks up the word for an item that a text begins with: its first
// letters up to end, or two or three words.
func itemWord(text string, end int) (word string, r rank, stop int) {
	word = fold(text[:end])
	if wordHeads[word] && end < len(text) {
		// "User Story", "user-story"
		next := text[end:]
		gap := len(next) - len(strings.TrimLeft(next, " -"))
		if n := letters(next[gap:]); gap > 0 && n > 0 {
			if w := fold(next[gap : gap+n]); itemWords[w] == rankStory {
				return "story", rankStory, end + gap + n
			}
		}
		return "", rankItem, end
	}
	if r, ok := itemWords[word]; ok {
		if r == rankStory {
			for _, tail := range wordTails {
				if rest, ok := cutPrefixFold(text[end:], tail); ok {
					return word, r, len(text) - len(rest)
				}
			}
		}
		return word, r, end
	}
	if text[0] >= utf8.RuneSelf { // "故事一", "ユーザーストーリー1"
		for w, r := range itemWords {
			if i := strings.Index(text[:end], w); i >= 0 && unspaced(w) && (i == 0 || wordHeads[fold(text[:i])]) {
				return w, r, i + len(w)
			}
		}
	}
	return "", rankItem, end
}

// letters returns the length of the letters that a text begins with.
func letters(s string) int {
	if i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && r != 'ー' }); i >= 0 {
		return i
	}
	return len(s)
}

// cjkNumber returns the length of a Chinese number that a text begins with.
func cjkNumber(s string) int {
	if i := strings.IndexFunc(s, func(r rune) bool { return !strings.ContainsRune("一二三四五六七八九十", r) }); i >= 0 {
		return i
	}
	return len(s)
}

func isRoman(s string) bool { return strings.Trim(s, "IVX") == "" }

// explicit reports whether a text begins with a separator, after blanks.
func explicit(rest string) bool {
	rest = strings.TrimLeft(rest, " \u00a0")
	r, n := utf8.DecodeRuneInString(rest)
	return n == 0 || strings.ContainsRune(idSeparators, r)
}

// codeLike reports whether a code may be a number of an item: "1.2", "E-001",
// "U01", "A.1", but not "2nd".
func codeLike(code string) bool {
	run := 0
	for i := range len(code) {
		if isASCIILetter(code[i]) {
			if run++; run > 6 || run > 1 && code[i] >= 'a' {
				return false
			}
		} else {
			run = 0
		}
	}
	return true
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}
