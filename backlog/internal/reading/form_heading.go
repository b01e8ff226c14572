package reading

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// findHeadings finds headings that may be items: "## ÉPICA 1 — Title",
// "### US-1.1 — Title", "### [T-001] Title", "### 3. Title". What belongs to
// one is known when all items are, see [findBodies].
func findHeadings(s *search) {
	tails := s.tailedHeadings()
	for i := range s.d.headings {
		h := &s.d.headings[i]
		if s.skip[h.block] {
			continue
		}
		l := lexicon.ScanLead(h.title)
		if tail, ok := tails[i]; ok {
			l.Match, l.Found, l.Named = tail, true, false
		}
		if epic, ok := numberedEpic(&l); ok {
			l = epic
		}
		if l.Title == "" && !l.Found || h.ours && !l.Epic && !l.Story {
			continue
		}
		c := candidate{Match: l.Match, form: s.form, line: h.line, block: h.block, level: h.level, section: h.parent, heading: i, struck: h.struck}
		c.take(&l)
		if l.Phased {
			s.lines.phased = true
			c.phased, c.Epic, c.Story, c.Rank = true, true, false, lexicon.RankEpic
			c.Id = lexicon.ID("US" + digitsOf(string(l.Id)))
		}
		if !l.Found && areaCode(h, &c) {
			c.Class = lexicon.ClassArea
		}
		if c.found && c.Title == "" && !c.Epic && !c.Story && s.d.groups(i) {
			c.Match, c.found = lexicon.Match{Title: h.title}, false
		}
		readBadges(&c)
		s.lines.add(&c)
	}
}

// numberedEpic reads a heading whose number stands before the word for an epic:
// "1. Epic – Booking".
func numberedEpic(l *lexicon.Lead) (lexicon.Lead, bool) {
	if !l.Found || l.Class != lexicon.ClassOrdinal {
		return lexicon.Lead{}, false
	}
	epic := lexicon.ScanLead(l.Title)
	if !epic.Named || !epic.Epic {
		return lexicon.Lead{}, false
	}
	epic.Id = lexicon.ID(strings.ToUpper(epic.Word)) + "-" + l.Id
	epic.Class, epic.Found, epic.Named, epic.Sep = lexicon.ClassWord, true, false, true
	return epic, true
}

// take takes over what stands before and behind the ID, and the marks of the
// title; one that means done or open says so of the item.
func (c *candidate) take(l *lexicon.Lead) {
	c.found, c.named = l.Found, l.Named
	c.setStatus(l.Status)
	c.setTitle()
}

func (c *candidate) setStatus(s lexicon.Status) {
	switch s {
	case lexicon.StatusCreated, lexicon.StatusDone:
		c.marked = new(true)
	case lexicon.StatusPending, lexicon.StatusDoing, lexicon.StatusTodo:
		c.marked = new(false)
	case lexicon.StatusDropped:
		c.marked, c.unwanted = nil, true
	case lexicon.StatusClosed: // rows of ledgers alone have it
	}
}

// setTitle takes the marks and words of state off the title.
func (c *candidate) setTitle() {
	if label, title, ok := strings.Cut(c.Title, ":"); ok && !c.found && lexicon.FieldOf(label) == lexicon.FieldTitle {
		c.Title = strings.TrimSpace(title) // "Título: Registro"
	}
	title, status := lexicon.CutTrailingMarks(c.Title)
	c.Title = title
	c.setStatus(status)
	if s, rest := lexicon.CutSigns(c.Title); rest != c.Title && rest != "" {
		c.setStatus(s)
		// "✅ 完了 — Title"
		if word, after, ok := strings.Cut(rest, " — "); ok && len(word) < 24 {
			if s, ok := lexicon.ReadStatus(word); ok {
				c.setStatus(s)
				rest = after
			}
		}
		c.Title = rest
	}
	if s, ok := trailingState(c.Title); ok {
		c.setStatus(s)
		if i := lastTick(c.Title); i > 0 && lexicon.StatusWords[lexicon.Fold(strings.TrimLeft(c.Title[i:], "✅\ufe0f "))] != "" {
			c.Title = strings.TrimRight(c.Title[:i], " ")
		}
	}
}

// lastTick returns where the last tick of a text stands, -1 without one. Hardly any
// has one, and to look from the front is much faster.
func lastTick(text string) int {
	const tick = "✅"
	if !strings.Contains(text, tick) {
		return -1
	}
	return strings.LastIndex(text, tick)
}

// trailingState reads a word of state behind a title: "[DONE]",
// "(Implemented)", "✅ Completed".
func trailingState(title string) (lexicon.Status, bool) {
	t := strings.TrimRight(title, " *_")
	if t == "" {
		return "", false
	}
	if pair := strings.IndexByte("])", t[len(t)-1]); pair >= 0 {
		i := strings.LastIndexByte(t, "[("[pair])
		if i <= 0 || len(t)-i > 26 {
			return "", false
		}
		s, ok := lexicon.ReadStatus(t[i+1 : len(t)-1])
		return s, ok && (s == lexicon.StatusDone || s == lexicon.StatusDoing || s == lexicon.StatusTodo || s == lexicon.StatusDropped)
	}
	if i := lastTick(t); i > 0 {
		if s, ok := lexicon.ReadStatus(t[i:]); ok {
			return s, true
		}
		return lexicon.StatusDone, true
	}
	return "", false
}

// areaCode reports whether a heading is a code without a number, in code or
// bold, before its title: "## `CHART` — Tile engine". Whether it is an epic
// shows in the items below it.
func areaCode(h *heading, c *candidate) bool {
	code := h.code
	if code == "" || len(code) > 16 || code != strings.ToUpper(code) || strings.ToLower(code) == code || strings.ContainsAny(code, " ./") {
		return false
	}
	if sectionRoleOf(code) != sectionPlain { // "NEXT"
		return false
	}
	rest, ok := strings.CutPrefix(c.Title, code)
	if !ok || !lexicon.Explicit(rest) {
		return false
	}
	m := lexicon.Match{Id: lexicon.ID(code), Word: strings.ToLower(code), Class: lexicon.ClassArea, Rest: rest}
	m.Finish()
	c.Match, c.found = m, true
	return true
}

func digitsOf(s string) string {
	return strings.TrimLeft(s, strings.TrimRight(s, "0123456789."))
}

// bodyStart returns the offset of the line after a heading, which has two
// lines if it is underlined.
func bodyStart(d *document, i int) int {
	b := &d.Blocks[i]
	if b.Kind == markdown.BlockHeading && b.Node.Lines().Len() > 0 {
		last := b.Node.Lines().At(b.Node.Lines().Len() - 1).Start
		next := d.NextLine(last)
		if !strings.HasPrefix(strings.TrimLeft(string(d.Src[b.Start:min(b.Start+4, len(d.Src))]), " "), "#") {
			next = d.NextLine(next)
		}
		return next
	}
	return d.NextLine(b.Start)
}
