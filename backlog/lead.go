package backlog

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A lead is what a line begins with: marks, a box, tags, and perhaps an ID.
type lead struct {
	idMatch
	found  bool   // there is an ID
	status Status // that a mark or a box in front gives
	marked bool   // there was a mark or a box
	phased bool   // "Phase 3: User Story 1"
	named  bool   // "Story: Title": the word without a number
}

// scanLead reads the beginning of a line. Without an ID, title is the whole
// text without marks.
func scanLead(text string) lead {
	var l lead
	text = strings.TrimSpace(text)
	for range 4 {
		before := text
		if s, rest := cutSigns(text); len(rest) < len(text) {
			if s != "" {
				l.status = s
			}
			l.marked, text = true, rest
		}
		if text == "" {
			break
		}
		if text[0] == '[' {
			if s, rest, ok := cutBox(text); ok {
				l.status, l.marked, text = s, true, strings.TrimSpace(rest)
			} else if inside, rest, ok := strings.Cut(text[1:], "]"); ok {
				if m, ok := scanID(inside); ok && m.title == "" {
					if next, ok := scanID(rest); ok && !m.epic && !next.many {
						text = rest // "[BIZ-7] US-1.1 Title": the key of another tracker
					} else {
						m.rest = rest
						m.finish()
						l.idMatch, l.found = m, true
						return l
					}
				}
			}
		}
		text = strings.TrimLeft(text, " *")
		if text == before {
			break
		}
	}
	if text == "" {
		return l
	}
	if m, ok := scanID(text); ok {
		l.idMatch, l.found = m, true
		return l
	}
	if m, ok := scanNumber(text); ok {
		l.idMatch, l.found = m, true
		return l
	}
	if rest, ok := cutPhase(text); ok {
		if m, ok := scanID(rest); ok && m.story && m.class == classWord {
			l.idMatch, l.found, l.phased = m, true, true
			return l
		}
	}
	l.title = text
	if end := letters(text); end >= 3 {
		if word, r, stop := itemWord(text, end); (r == rankEpic || r == rankStory) && !pluralWords[word] {
			if title, ok := cutColon(text[stop:]); ok {
				l.word, l.rank, l.epic, l.story, l.named, l.title = word, r, r == rankEpic, r == rankStory, true, title
			}
		}
	}
	return l
}

// cutColon takes a colon off the beginning of a text, if more follows.
func cutColon(s string) (string, bool) {
	s = strings.TrimLeft(s, "  ")
	for _, colon := range []string{":", "："} {
		if rest, ok := strings.CutPrefix(s, colon); ok && strings.TrimSpace(rest) != "" {
			return strings.TrimSpace(rest), true
		}
	}
	return s, false
}

// cutSigns takes emoji and status marks off the beginning of a text.
func cutSigns(s string) (Status, string) {
	if s == "" || s[0] < 0xe2 {
		return "", s
	}
	status, rest := cutMark(s)
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
	n := letters(s)
	if n == 0 || !phaseWords[fold(s[:n])] {
		return s, false
	}
	m, ok := scanNumber(strings.TrimLeft(s[n:], " "))
	if !ok {
		return s, false
	}
	return m.title, true
}

var phaseWords = set("phase|fase|etapa|etape|фаза|этап|阶段|フェーズ|단계")
