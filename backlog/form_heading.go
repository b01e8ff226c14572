package backlog

import "strings"

// findHeadings finds headings that may be items: "## ÉPICA 1 — Title",
// "### US-1.1 — Title", "### [T-001] Title", "### 3. Title". What belongs to
// one is known when all items are, see [recognition.bodies].
func findHeadings(r *recognition) {
	for i := range r.headings {
		h := &r.headings[i]
		if r.skip[h.block] {
			continue
		}
		l := scanLead(h.title)
		if l.title == "" && !l.found || h.ours && !l.epic && !l.story {
			continue
		}
		c := candidate{idMatch: l.idMatch, form: r.form, line: h.line, block: h.block, level: h.level, section: h.parent, heading: i, struck: h.struck}
		c.take(&l)
		if l.phased {
			r.phased = true
			c.phased, c.epic, c.story, c.rank = true, true, false, rankEpic
			c.id = ID("US" + digitsOf(string(l.id)))
		}
		if !l.found && r.areaCode(h, &c) {
			c.class = classArea
		}
		r.readBadges(&c)
		r.add(c)
	}
}

// take takes over what stands before and behind the ID, and the marks of the
// title; one that means done or open says so of the item.
func (c *candidate) take(l *lead) {
	c.found, c.named = l.found, l.named
	c.setStatus(l.status)
	c.setTitle()
}

func (c *candidate) setStatus(s Status) {
	switch s {
	case StatusCreated, StatusDone:
		c.marked = new(true)
	case StatusPending, StatusDoing, StatusTodo:
		c.marked = new(false)
	}
}

// setTitle takes the marks and words of state off the title.
func (c *candidate) setTitle() {
	if label, title, ok := strings.Cut(c.title, ":"); ok && !c.found && fieldOf(label) == fieldTitle {
		c.title = strings.TrimSpace(title) // "Título: Registro"
	}
	title, status := cutTrailingMarks(c.title)
	c.title = title
	c.setStatus(status)
	if s, rest := cutSigns(c.title); rest != c.title && rest != "" {
		c.setStatus(s)
		// "✅ 完了 — Title"
		if word, after, ok := strings.Cut(rest, " — "); ok && len(word) < 24 {
			if s, ok := readStatus(word); ok {
				c.setStatus(s)
				rest = after
			}
		}
		c.title = rest
	}
	if s, ok := trailingState(c.title); ok {
		c.setStatus(s)
		if i := strings.LastIndex(c.title, "✅"); i > 0 && statusWords[fold(strings.TrimLeft(c.title[i:], "✅\ufe0f "))] != "" {
			c.title = strings.TrimRight(c.title[:i], " ")
		}
	}
}

// trailingState reads a word of state behind a title: "[DONE]",
// "(Implemented)", "✅ Completed".
func trailingState(title string) (Status, bool) {
	t := strings.TrimRight(title, " *_")
	if t == "" {
		return "", false
	}
	if pair := strings.IndexByte("])", t[len(t)-1]); pair >= 0 {
		i := strings.LastIndexByte(t, "[("[pair])
		if i <= 0 || len(t)-i > 26 {
			return "", false
		}
		s, ok := readStatus(t[i+1 : len(t)-1])
		return s, ok && (s == StatusDone || s == StatusDoing || s == StatusTodo)
	}
	if i := strings.LastIndex(t, "✅"); i > 0 {
		if s, ok := readStatus(t[i:]); ok {
			return s, true
		}
		return StatusDone, true
	}
	return "", false
}

// areaCode reports whether a heading is a code without a number, in code or
// bold, before its title: "## `CHART` — Tile engine". Whether it is an epic
// shows in the items below it.
func (r *recognition) areaCode(h *heading, c *candidate) bool {
	code := h.code
	if code == "" || len(code) > 16 || code != strings.ToUpper(code) || strings.ToLower(code) == code || strings.ContainsAny(code, " ./") {
		return false
	}
	rest, ok := strings.CutPrefix(c.title, code)
	if !ok || !explicit(rest) {
		return false
	}
	m := idMatch{id: ID(code), word: strings.ToLower(code), class: classArea, rest: rest}
	m.finish()
	c.idMatch, c.found = m, true
	return true
}

func digitsOf(s string) string {
	return strings.TrimLeft(s, strings.TrimRight(s, "0123456789."))
}

// bodyStart returns the offset of the line after a heading, which has two
// lines if it is underlined.
func (r *recognition) bodyStart(i int) int {
	b := &r.d.blocks[i]
	if b.kind == blockHeading && b.node.Lines().Len() > 0 {
		last := b.node.Lines().At(b.node.Lines().Len() - 1).Start
		next := r.d.nextLine(last)
		if r.d.src[b.start] != '#' && strings.TrimLeft(string(r.d.src[b.start:min(b.start+4, len(r.d.src))]), " ")[:1] != "#" {
			next = r.d.nextLine(next)
		}
		return next
	}
	return r.d.nextLine(b.start)
}
