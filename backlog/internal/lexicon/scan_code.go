package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// scanCode looks for letters in upper case and a number in one word.
func scanCode(text string) (Match, bool) {
	if c := text[0]; !markdown.IsASCIILetter(c) {
		return Match{}, false
	}
	n, upper := 0, true
	for n < len(text) && markdown.IsASCIILetter(text[n]) {
		upper = upper && text[n] <= 'Z'
		n++
	}
	if n > 12 || !upper && n > 5 {
		return Match{}, false
	}
	if !upper && !storyCodeSieve.passes(text[:n]) {
		return Match{}, false
	}
	word := strings.ToLower(text[:n])
	story := StoryCodes[word]
	if !upper && !story {
		return Match{}, false
	}
	code, rest := cutCode(text)
	if len(code) == n && (story || epicCodes[word]) {
		// "US 1.1", "HU. 1": the number is a word of its own.
		number := strings.TrimLeft(rest, ". ")
		if StartsWithDigit(number) && len(rest)-len(number) <= 2 {
			var digits string
			digits, rest = cutCode(number)
			code = text[:len(text)-len(number)+len(digits)]
		}
	}
	ends := separated(rest) || severalIDs(rest) || story && titleAfterComma(rest)
	if len(code) > 32 || !hasDigit(code) || !ends || !codeLike2(code, n) {
		return Match{}, false
	}
	if story {
		return Match{Id: ID(code), Word: word, Class: ClassStory, Rank: RankStory, Story: true, Rest: rest}, true
	}
	rank := codeRank(code, word)
	return Match{Id: ID(code), Word: word, Class: ClassKey, Rank: rank, Epic: rank == RankEpic, Rest: rest}, true
}

// codeLike2 reports whether what follows the first letters of a code is like a
// number: no word in lower case but for a last letter, as in "T005a".
func codeLike2(code string, n int) bool {
	for i := n; i < len(code); i++ {
		if c := code[i]; c >= 'a' && c <= 'z' && i+1 < len(code) && markdown.IsASCIILetter(code[i+1]) {
			return false
		}
	}
	return true
}

// codeRank tells the level that the letters of a code stand for: the last ones
// before its last number, "t" of "E1-F1-T1".
func codeRank(code, first string) Rank {
	if OtherCodes[first] {
		return RankNever
	}
	numbers, last := 0, first
	for i := 0; i < len(code); {
		j := i
		switch c := code[i]; {
		case c >= '0' && c <= '9':
			for j < len(code) && code[j] >= '0' && code[j] <= '9' {
				j++
			}
			numbers++
		case markdown.IsASCIILetter(c):
			for j < len(code) && markdown.IsASCIILetter(code[j]) {
				j++
			}
			if j < len(code) {
				last = strings.ToLower(code[i:j])
			}
		default:
			j++
		}
		i = j
	}
	compound := last != first
	switch epic := epicCodes[first]; {
	case epic && numbers == 1 && !compound:
		return RankEpic
	case epic && len(first) > 1 && numbers == 1 && !StoryCodes[last]: // EP-T1, EPIC-LATER-001
		return RankEpic
	case epic && !compound && numbers == 2, epic && compound && (last == "s" || StoryCodes[last]):
		return RankStory
	case last == "f" && (numbers > 1 || compound) || last == "ft" || last == "feat" || last == "feature":
		return RankFeature
	case last == "t" || last == "ts" && compound || last == "task" || last == "tk":
		return RankTask
	case last == "s" && numbers > 1:
		return RankStory
	case compound && (last == "ac" || last == "ca" || last == "tc"):
		return RankNever
	}
	return RankItem
}

// scanNumber looks for a number that is an ID by itself: "1.2 Title",
// "3. Title", "#252 Title".
func scanNumber(text string) (Match, bool) {
	m := Match{Class: ClassOrdinal}
	s := text
	if s != "" && s[0] == '#' {
		m.Class, s = ClassHash, s[1:]
	}
	if !StartsWithDigit(s) {
		return m, false
	}
	dots, end := 0, 0
	for end < len(s) {
		if c := s[end]; c >= '0' && c <= '9' {
			end++
			continue
		}
		if (s[end] == '.' || s[end] == '-') && end+1 < len(s) && s[end+1] >= '0' && s[end+1] <= '9' {
			if s[end] == '.' {
				dots++
			}
			end++
			continue
		}
		break
	}
	if end+1 < len(s) && s[end] == ':' && s[end+1] >= '0' && s[end+1] <= '9' {
		return m, false // "09:12 first alert"
	}
	padded := s[0] == '0' && end > 1 && dots == 0 // "07a Title": no quantity
	if end < len(s) && s[end] >= 'a' && s[end] <= 'h' && (dots > 0 || padded) &&
		(end+1 == len(s) || !markdown.IsASCIILetter(s[end+1]) && s[end+1] < utf8.RuneSelf) {
		end++
	}
	rest := s[end:]
	number := s[:end]
	joined := len(rest) > 1 && rest[0] == '-' && rest[1] != ' ' // "4-step wizard"
	if strings.Contains(number, "-") || len(number) > 12 || joined || !separated(rest) && rest[0] != ')' {
		return m, false
	}
	m.Id, m.Rest = ID(text[:len(text)-len(rest)]), rest
	if dots > 0 || padded && m.Class == ClassOrdinal {
		m.Class = ClassDotted
	}
	m.Finish()
	if dots == 1 && !m.Sep && isUnit(m.Title) {
		return m, false // "2.5 kg of potatoes"
	}
	if m.Class == ClassOrdinal && !m.Sep || m.Title == "" && m.Class != ClassHash || dots > 3 {
		return m, false
	}
	return m, true
}

// cutCode cuts letters, digits and the dots and dashes between them.
func cutCode(s string) (code, rest string) {
	end := 0
	for end < len(s) {
		c := s[end]
		switch {
		case c >= '0' && c <= '9' || markdown.IsASCIILetter(c):
			end++
			continue
		case (c == '.' || c == '-' || c == '_') && end > 0 && end+1 < len(s) &&
			(s[end+1] >= '0' && s[end+1] <= '9' || markdown.IsASCIILetter(s[end+1])):
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

// titleAfterComma reports whether a comma sets a title apart from its ID:
// "HU01, Realizar login", but not "US-1, US-2" or "Story 1, see below".
func titleAfterComma(rest string) bool {
	title, ok := strings.CutPrefix(rest, ", ")
	if !ok {
		return false
	}
	r, _ := utf8.DecodeRuneInString(title)
	_, id := ScanID(title)
	return unicode.IsUpper(r) && !id
}

const idSeparators = ":—–-.|·：)、"

// isUnit reports whether a text begins with a unit of measure, so that the number before
// it is a quantity.
func isUnit(text string) bool {
	word, _, _ := strings.Cut(text, " ")
	return unitWords[strings.TrimRight(strings.ToLower(word), ".,;:)")]
}

var unitWords = Set("g|kg|mg|lb|lbs|oz|l|ml|cl|dl|litre|litres|liter|liters|litros|litri|cm|mm|km|km/h|mph|kb|mb|gb|tb|ghz|mhz|kwh|%|°c|€|" +
	"eur|usd|tbsp|tsp|cups")
