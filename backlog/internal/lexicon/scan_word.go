package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// A CodeClass is the form of an ID. IDs of one class in one place of a file are
// a scheme that the file uses.
type CodeClass uint8

const (
	ClassNone    CodeClass = iota // no ID
	ClassWord                     // a word and a number: Story 1.2, Épica 3
	ClassStory                    // a code for story: US-1.1, HU. 3
	ClassKey                      // letters and a number: STM-AI-001b, E1-S1, T014
	ClassDotted                   // 1.2
	ClassOrdinal                  // 1.
	ClassHash                     // #252
	ClassArea                     // letters alone: CHART
)

// An Match is what a text begins with: an ID, and a title behind it.
type Match struct {
	Id    ID     // as shown: an epic's in upper case without accents, others as written
	Word  string // folded letters before the number: "epic", "us", ...
	Class CodeClass
	Rank  Rank
	Epic  bool   // means epic
	Story bool   // means story by itself, wherever it stands
	Sep   bool   // something else than blanks separates ID and title
	Many  bool   // several IDs, or a range
	Rest  string // from behind the ID on
	Title string // what follows the separator
}

// ScanID looks for an ID at the beginning of plain text: a word for epic or
// story with a number ("ÉPICA 1", "Story 1.2"), or a code ("US-1.1", "T014").
func ScanID(text string) (Match, bool) {
	text = strings.TrimSpace(text)
	if f, ok := foldLead(text); ok {
		m, ok := scanID(f.text)
		if ok {
			m.unfold(&f, text)
		}
		return m, ok
	}
	return scanID(text)
}

func scanID(text string) (Match, bool) {
	if text == "" {
		return Match{}, false
	}
	m, ok := scanWordID(text)
	if !ok {
		m, ok = scanCode(text)
	}
	if !ok {
		return m, false
	}
	m.Finish()
	return m, true
}

// Finish separates the title from the ID.
func (m *Match) Finish() {
	rest := strings.TrimLeft(m.Rest, " \t\u00a0")
	if rest == "" {
		m.Sep = true
		return
	}
	if m.Rest[0] == '.' && len(m.Rest) > 1 && m.Rest[1] == '.' || severalIDs(rest) {
		m.Many = true
	}
	title := rest
	if !m.Many && titleAfterComma(rest) {
		m.Sep, title = true, title[2:]
	}
	for m.Many { // "E1-F8 / E1-F9 Title"
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
		m.Sep = true
		title = strings.TrimLeft(title[n:], " \t\u00a0")
	}
	m.Title = strings.TrimSpace(title)
	// "HU-01: HU-01: Title"
	if again, ok := strings.CutPrefix(m.Title, string(m.Id)); ok && again != "" && separated(again) && m.Id != "" {
		d := Match{Rest: again}
		d.Finish()
		m.Title = d.Title
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
		return !StartsWithDigit(code) && code[0] >= 'A' && code[0] <= 'Z' && strings.ContainsAny(code, "-.")
	}
	return true
}

// scanWordID looks for a word for an item and a number.
func scanWordID(text string) (Match, bool) {
	end := 0
	if c := text[0]; c < utf8.RuneSelf {
		for end < len(text) && markdown.IsASCIILetter(text[end]) {
			end++
		}
		if end < len(text) && text[end] >= utf8.RuneSelf {
			end = Letters(text)
		}
	} else {
		end = Letters(text)
	}
	if end < 3 {
		return Match{}, false
	}
	word, r, end := itemWord(text, end)
	if r == RankItem && word == "" {
		return Match{}, false
	}
	after := text[end:]
	number := strings.TrimLeft(after, " \u00a0-_#.")
	code, rest := cutCode(number)
	if n := cjkNumber(number); code == "" && n > 0 {
		code, rest = number[:n], number[n:]
	}
	switch {
	case code == "", number == after && !StartsWithDigit(number) && code[0] < utf8.RuneSelf:
		return Match{}, false
	case !hasDigit(code) && code[0] < utf8.RuneSelf:
		if !isRoman(code) && (len(code) > 1 || code[0] < 'A' || code[0] > 'Z') || !Explicit(rest) {
			return Match{}, false
		}
	case code[0] < utf8.RuneSelf && !codeLike(code):
		return Match{}, false
	}
	if !separated(rest) && (r != RankStory || !titleAfterComma(rest)) || len(code) == 2 && IsPriority(code) {
		return Match{}, false
	}
	m := Match{Word: word, Class: ClassWord, Rank: r, Epic: r == RankEpic, Story: r == RankStory, Rest: rest}
	if m.Epic {
		m.Id = ID(strings.ToUpper(WithoutAccents(text[:end])) + "-" + code)
	} else {
		m.Id = ID(text[:len(text)-len(rest)])
	}
	return m, true
}

// itemWord looks up the word for an item that a text begins with: its first
// letters up to end, or two or three words.
func itemWord(text string, end int) (word string, r Rank, stop int) {
	if !itemSieve.passes(text[:end]) {
		return "", RankItem, end
	}
	word = Fold(text[:end])
	if wordHeads[word] && end < len(text) {
		// "User Story", "user-story"
		next := text[end:]
		gap := len(next) - len(strings.TrimLeft(next, " -"))
		if n := Letters(next[gap:]); gap > 0 && n > 0 {
			if w := Fold(next[gap : gap+n]); itemWords[w] == RankStory {
				return "story", RankStory, end + gap + n
			}
		}
		return "", RankItem, end
	}
	if r, ok := itemWords[word]; ok {
		if r == RankStory {
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
			if i := strings.Index(text[:end], w); i >= 0 && Unspaced(w) && (i == 0 || wordHeads[Fold(text[:i])]) {
				return w, r, i + len(w)
			}
		}
	}
	return "", RankItem, end
}

var itemSieve = func() *sieve {
	s := newSieve(itemWords)
	for w := range wordHeads {
		s.add(w)
	}
	return s
}()

// Letters returns the length of the letters that a text begins with.
func Letters(s string) int {
	n := 0
	for n < len(s) && markdown.IsASCIILetter(s[n]) {
		n++
	}
	if n == len(s) || s[n] < utf8.RuneSelf {
		return n
	}
	if i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.In(r, unicode.Mn, unicode.Mc) && r != 'ー' }); i >= 0 {
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

// Explicit reports whether a text begins with a separator, after blanks.
func Explicit(rest string) bool {
	rest = strings.TrimLeft(rest, " \u00a0")
	r, n := utf8.DecodeRuneInString(rest)
	return n == 0 || strings.ContainsRune(idSeparators, r)
}

// codeLike reports whether a code may be a number of an item: "1.2", "E-001",
// "U01", "A.1", but not "2nd".
func codeLike(code string) bool {
	run := 0
	for i := range len(code) {
		if markdown.IsASCIILetter(code[i]) {
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

// Item reports whether an ID may be that of an item, rather than of a requirement,
// a criterion, or a risk.
func (m *Match) Item() bool { return m.Rank != RankNever }
