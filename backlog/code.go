package backlog

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// scanCode looks for letters in upper case and a number in one word.
func scanCode(text string) (idMatch, bool) {
	if c := text[0]; !isASCIILetter(c) {
		return idMatch{}, false
	}
	n, upper := 0, true
	for n < len(text) && isASCIILetter(text[n]) {
		upper = upper && text[n] <= 'Z'
		n++
	}
	if n > 12 || !upper && n > 5 {
		return idMatch{}, false
	}
	word := strings.ToLower(text[:n])
	if !upper && !storyCodes[word] {
		return idMatch{}, false
	}
	code, rest := cutCode(text)
	if len(code) == n && (storyCodes[word] || epicCodes[word]) {
		// "US 1.1", "HU. 1": the number is a word of its own.
		number := strings.TrimLeft(rest, ". ")
		if isDigits(number) && len(rest)-len(number) <= 2 {
			var digits string
			digits, rest = cutCode(number)
			code = text[:len(text)-len(number)+len(digits)]
		}
	}
	ends := separated(rest) || severalIDs(rest) || storyCodes[word] && titleAfterComma(rest)
	if len(code) > 32 || !hasDigit(code) || !ends || !codeLike2(code, n) {
		return idMatch{}, false
	}
	m := idMatch{id: ID(code), word: word, class: classKey, rest: rest}
	m.rank = codeRank(code, word)
	m.epic = m.rank == rankEpic
	if storyCodes[word] {
		m.story, m.class, m.rank = true, classStory, rankStory
	}
	return m, true
}

// codeLike2 reports whether what follows the first letters of a code is like a
// number: no word in lower case but for a last letter, as in "T005a".
func codeLike2(code string, n int) bool {
	for i := n; i < len(code); i++ {
		if c := code[i]; c >= 'a' && c <= 'z' && i+1 < len(code) && isASCIILetter(code[i+1]) {
			return false
		}
	}
	return true
}

// codeRank tells the level that the letters of a code stand for: the last ones
// before its last number, "t" of "E1-F1-T1".
func codeRank(code, first string) rank {
	if first == "st" {
		return rankStory
	}
	if otherCodes[first] {
		return rankNever
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
		case isASCIILetter(c):
			for j < len(code) && isASCIILetter(code[j]) {
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
	switch {
	case epicCodes[last] && numbers == 1 && !compound:
		return rankEpic
	case len(first) > 1 && epicCodes[first] && numbers == 1 && !storyCodes[last]: // EP-T1, EPIC-LATER-001
		return rankEpic
	case epicCodes[first] && !compound && numbers == 2, epicCodes[first] && compound && last == "s", epicCodes[first] && compound && storyCodes[last]:
		return rankStory
	case last == "f" && (numbers > 1 || compound) || last == "ft" || last == "feat" || last == "feature":
		return rankFeature
	case last == "t" || last == "ts" && compound || last == "task" || last == "tk":
		return rankTask
	case last == "s" && numbers > 1:
		return rankStory
	case compound && (last == "ac" || last == "ca" || last == "tc"):
		return rankNever
	}
	return rankItem
}

// scanNumber looks for a number that is an ID by itself: "1.2 Title",
// "3. Title", "#252 Title".
func scanNumber(text string) (idMatch, bool) {
	m := idMatch{class: classOrdinal}
	s := text
	if s != "" && s[0] == '#' {
		m.class, s = classHash, s[1:]
	}
	if !isDigits(s) {
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
	if end < len(s) && s[end] >= 'a' && s[end] <= 'h' && dots > 0 && (end+1 == len(s) || !isASCIILetter(s[end+1]) && s[end+1] < utf8.RuneSelf) {
		end++
	}
	rest := s[end:]
	number := s[:end]
	joined := len(rest) > 1 && rest[0] == '-' && rest[1] != ' ' // "4-step wizard"
	if strings.Contains(number, "-") || len(number) > 12 || joined || !separated(rest) && rest[0] != ')' {
		return m, false
	}
	m.id, m.rest = ID(text[:len(text)-len(rest)]), rest
	if dots > 0 {
		m.class = classDotted
	}
	m.finish()
	if m.class == classOrdinal && !m.sep || m.title == "" && m.class != classHash || dots > 3 {
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

// titleAfterComma reports whether a comma sets a title apart from its ID:
// "HU01, Realizar login", but not "US-1, US-2" or "Story 1, see below".
func titleAfterComma(rest string) bool {
	title, ok := strings.CutPrefix(rest, ", ")
	if !ok {
		return false
	}
	r, _ := utf8.DecodeRuneInString(title)
	_, id := scanID(title)
	return unicode.IsUpper(r) && !id
}

const idSeparators = ":—–-.|·：)、"
