package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Lead is what a line begins with: marks, a box, tags, and perhaps an ID.
type Lead struct {
	Match
	Found  bool   // there is an ID
	Status Status // that a mark or a box in front gives
	marked bool   // there was a mark or a box
	Phased bool   // "Phase 3: User Story 1"
	Named  bool   // "Story: Title": the word without a number
}

// ScanLead reads the beginning of a line. Without an ID, title is the whole
// text without marks.
func ScanLead(text string) Lead {
	text = strings.TrimSpace(text)
	if f, ok := foldLead(text); ok {
		if l := scanLead(f.text); l.Found {
			l.unfold(&f, text)
			return l
		}
	}
	return scanLead(text)
}

func scanLead(text string) Lead {
	var l Lead
	for range 4 {
		before := text
		if s, rest := CutSigns(text); len(rest) < len(text) {
			if s != "" {
				l.Status = s
			}
			l.marked, text = true, rest
		}
		if text == "" {
			break
		}
		if text[0] == '[' {
			if s, rest, ok := CutBox(text); ok {
				l.Status, l.marked, text = s, true, strings.TrimSpace(rest)
			} else if inside, rest, ok := strings.Cut(text[1:], "]"); ok {
				if m, ok := ScanID(inside); ok && m.Title == "" {
					switch next, ok := ScanID(rest); {
					case ok && !m.Epic && !next.Many:
						text = rest // "[BIZ-7] US-1.1 Title": the key of another tracker
					case IsPriority(inside):
						l.Title = text // "[P0] Title": how urgent it is, as many others are
						return l
					default:
						m.Rest = rest
						m.Finish()
						l.Match, l.Found = m, true
						return l
					}
				}
			}
		}
		if m, ok := scanSlashed(text); ok {
			l.Match, l.Found = m, true
			return l
		}
		text = strings.TrimLeft(text, " *")
		if text == before {
			break
		}
	}
	if text == "" {
		return l
	}
	if m, ok := ScanID(text); ok {
		l.Match, l.Found = m, true
		return l
	}
	if m, ok := scanNumber(text); ok {
		l.Match, l.Found = m, true
		return l
	}
	if rest, ok := cutPhase(text); ok {
		if m, ok := ScanID(rest); ok && m.Story && m.Class == ClassWord {
			l.Match, l.Found, l.Phased = m, true, true
			return l
		}
	}
	l.Title = text
	if end := Letters(text); end >= 3 {
		if word, r, stop := itemWord(text, end); (r == RankEpic || r == RankStory) && !pluralWords[word] {
			if title, ok := cutColon(text[stop:]); ok {
				l.Word, l.Rank, l.Epic, l.Story, l.Named, l.Title = word, r, r == RankEpic, r == RankStory, true, title
			}
		}
	}
	return l
}

// cutColon takes a colon, or a dash between spaces, off the beginning of a text, if
// more follows.
func cutColon(s string) (string, bool) {
	s = strings.TrimLeft(s, "  ")
	for _, colon := range []string{":", "：", "– ", "— "} {
		if rest, ok := strings.CutPrefix(s, colon); ok && strings.TrimSpace(rest) != "" {
			return strings.TrimSpace(rest), true
		}
	}
	return s, false
}

// CutSigns takes emoji and status marks off the beginning of a text.
func CutSigns(s string) (Status, string) {
	if s == "" || s[0] < 0xe2 {
		return "", s
	}
	status, rest := CutMark(s)
	for rest != "" {
		r, n := utf8.DecodeRuneInString(rest)
		if r == '\ufe0f' || r == '\u200d' || unicode.Is(unicode.So, r) || r >= 0x1f3fb && r <= 0x1f3ff || r == '▶' || r == '•' {
			if m := marks[r]; m != "" {
				status = m
			}
			rest = strings.TrimLeft(rest[n:], " ")
			continue
		}
		break
	}
	return status, rest
}

// cutPhase takes "Phase 3: " off the beginning of a text.
func cutPhase(s string) (string, bool) {
	n := Letters(s)
	if n == 0 || !phaseSieve.passes(s[:n]) || !PhaseWords[Fold(s[:n])] {
		return s, false
	}
	m, ok := scanNumber(strings.TrimLeft(s[n:], " "))
	if !ok {
		return s, false
	}
	return m.Title, true
}

var PhaseWords = Set("phase|fase|etapa|etape|фаза|этап|阶段|フェーズ|단계")

var phaseSieve = newSieve(PhaseWords)
