package backlog

import "strings"

// row reads the cells of an item that is a row, or is mentioned in one. What
// has no field of its own goes to the text.
func (b *body) row(c *candidate) {
	t, s := c.row.table, b.s
	row := rowReader{d: b.r.d}
	header := rowReader{d: b.r.d}
	header.read(t.header)
	row.read(c.row.line)
	var text strings.Builder
	for i := range row.cells {
		value := row.text(i)
		if i == t.ids || i == t.titles && c.form == formTable || isPlaceholder([]byte(value)) {
			continue
		}
		name := header.text(i)
		column, _ := storyColumnOf(name)
		if i == t.column(columnEpic) {
			column = columnEpic
		}
		switch column {
		case columnStatus, columnDone, columnNone, columnTitle, columnStory, columnSprint, columnID, columnPersona, columnWant, columnBenefit:
			if role := fieldOf(name); role == fieldCriteria {
				b.criteria(string(row.raw(i)))
			} else if c.form == formTable && role != fieldStatus && column != columnDone {
				text.WriteString("**" + name + ":** " + strings.ReplaceAll(string(row.raw(i)), `\|`, "|") + "\n\n")
			}
		case columnPriority:
			b.set(fieldPriority, value)
		case columnPoints:
			b.set(fieldPoints, value)
		case columnDepends:
			b.set(fieldDepends, value)
		case columnAssignee:
			b.set(fieldAssignee, value)
		case columnLabels:
			if fieldOf(name) == fieldLabels {
				b.set(fieldLabels, value)
			}
		case columnEpic:
			b.at = c.line.Start
			b.set(fieldEpic, value)
		}
	}
	if c.form == formTable {
		s.Text = trimText(text.String())
	}
}

// criteria reads a cell with criteria, which line breaks separate.
func (b *body) criteria(raw string) {
	for _, br := range []string{"<br/>", "<br />", "<BR>"} {
		raw = strings.ReplaceAll(raw, br, "<br>")
	}
	for part := range strings.SplitSeq(raw, "<br>") {
		d, n := b.r.d.parseInline([]byte(strings.TrimSpace(part)))
		if text := strings.TrimLeft(d.plain(n), "-•* "); text != "" {
			b.s.Criteria = append(b.s.Criteria, Criterion{Text: text})
		}
	}
}

// frontMatter reads the fields of a task file.
func (b *body) frontMatter() {
	for key, value := range b.r.f.metadata {
		if role := fieldOf(key); role != fieldStatus && value != "" {
			b.set(role, value)
		}
	}
}

// assignEpic follows a field that names the story's epic. Where the file has no
// epics of its own, those that stories name are its epics.
func (b *body) assignEpic(value string) {
	r, s := b.r, b.s
	if isPlaceholder([]byte(value)) {
		return
	}
	m, ok := scanID(value)
	if m.story {
		return // a story is no epic
	}
	ok = ok && (m.epic || m.class == classKey && m.title == "" || strings.HasPrefix(m.title, "("))
	name := strings.TrimSpace(value)
	key := ID(slug(name)).Key()
	if ok {
		key = m.id.Key()
	} else if isNumber(name) {
		key = "epic-" + strings.TrimLeft(name, "0")
	}
	title := slug(name)
	for _, e := range r.f.epics {
		if e.key == key || !ok && slug(e.Title) == title {
			s.Epic = e.ID
			return
		}
	}
	switch {
	case !r.epicsInFile:
		s.Epic = r.nameEpic(m, ok, name, key, b.at)
	case ok && m.epic:
		r.f.find(s.syntax.line, SeverityError, CodeUnknownEpic, s.ID,
			"%s names the epic %s, which the file does not have; correct the name or add the epic", s.ID, m.id)
	}
}

// nameEpic adds an epic that a story names: "EPIC-001 (User access)".
func (r *recognition) nameEpic(m idMatch, ok bool, name, key string, at int) ID {
	start := r.d.lineStart(at)
	e := &Epic{ID: m.id, Title: strings.Trim(m.title, "() "), Pos: r.f.Position(start), key: key}
	if !ok {
		e.ID, e.Title, e.DerivedID = ID(slug(name)), name, true
		e.key = e.ID.Key()
		e.Milestone = name
	} else {
		e.Milestone = strings.TrimSpace(string(e.ID) + " " + e.Title)
	}
	e.syntax = epicSyntax{row: noRow, heading: Span{start, r.d.lineEnd(start)}, named: true}
	r.f.epics = append(r.f.epics, e)
	return e.ID
}

// readBadges reads priority and points from the title: "(P1 · MVP)", "(3 pts)".
func (r *recognition) readBadges(c *candidate) {
	if c.heading < 0 && c.form != formBold && c.form != formOrdered && c.form != formList {
		return
	}
	for _, part := range badges(c.title) {
		role, value := fieldUnknown, part
		if label, v, ok := strings.Cut(part, ":"); ok {
			role, value = fieldOf(label), strings.TrimSpace(v)
		}
		for word := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == '·' || r == ',' || r == '|' }) {
			word = strings.TrimSpace(word)
			switch {
			case role == fieldPriority || role == fieldUnknown && isPriority(word):
				if c.priority == "" {
					c.priority = word
				}
			case role == fieldPoints || isPoints(word):
				if n, ok := leadingNumber(word); ok && c.points == nil {
					c.points = &n
				}
			}
		}
	}
}

// badges returns what stands in parentheses in a title, and its last words that
// look like a priority.
func badges(title string) []string {
	var list []string
	for rest := title; ; {
		i := strings.IndexByte(rest, '(')
		if i < 0 {
			break
		}
		inside, after, ok := strings.Cut(rest[i+1:], ")")
		if !ok {
			break
		}
		if len(inside) < 40 {
			list = append(list, inside)
		}
		rest = after
	}
	words := strings.Fields(title)
	for _, w := range words[max(0, len(words)-3):] {
		if isPriority(w) && len(w) == 2 {
			list = append(list, w)
		}
	}
	return list
}

// isPriority reports whether a word is a priority by itself: P0 to P4, MoSCoW.
func isPriority(w string) bool {
	if len(w) == 2 && (w[0] == 'P' || w[0] == 'p') && w[1] >= '0' && w[1] <= '5' {
		return true
	}
	return moscowWords[fold(w)]
}

var moscowWords = set("must|should|could|won't|wont|must have|should have|could have|won't have|must-have|should-have|could-have")

// isPoints reports whether a text is a number of points: "3 pts", "5 SP".
func isPoints(w string) bool {
	f := strings.Fields(fold(w))
	return len(f) == 2 && strings.Trim(f[0], "0123456789.") == "" && pointWords[f[1]]
}

var pointWords = set("pts|pt|pt.|pts.|points|point|sp|puntos|pontos|punti|punkte|story-points")
