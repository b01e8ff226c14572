package reading

import (
	"strings"
	"unicode"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// row reads the cells of an item that is a row, or is mentioned in one. What
// has no field of its own goes to the text.
func (b *body) row(c *candidate) {
	t, s := c.row.table, b.s
	row := &b.r.row
	row.D = b.r.d.Document
	header := columnFields(b.r.d, t)
	row.Read(c.row.line)
	var text strings.Builder
	b.at = c.row.line.Start
	for i := range row.Cells {
		value := row.Text(i)
		if i == t.ids || i == t.titles && c.form == formTable || lexicon.IsPlaceholder([]byte(value)) {
			continue
		}
		var name string
		var column lexicon.StoryColumn
		role := lexicon.FieldUnknown
		if i < len(header) {
			name, column, role = header[i].name, header[i].column, header[i].role
		}
		b.label = name
		switch i {
		case t.column(lexicon.ColumnEpic):
			column = lexicon.ColumnEpic
		case t.column(lexicon.ColumnStatus): // which may have no header
			column, role = lexicon.ColumnStatus, lexicon.FieldStatus
		}
		switch column {
		case lexicon.ColumnStatus, lexicon.ColumnDone, lexicon.ColumnNone, lexicon.ColumnTitle, lexicon.ColumnStory,
			lexicon.ColumnSprint, lexicon.ColumnID, lexicon.ColumnPersona, lexicon.ColumnWant, lexicon.ColumnBenefit:
			if role == lexicon.FieldDue {
				b.set(role, value)
			}
			if role == lexicon.FieldCriteria {
				b.criteria(string(row.Raw(i)))
			} else if c.form == formTable && role != lexicon.FieldStatus && column != lexicon.ColumnDone {
				text.WriteString(cellLine(name, row, i))
			}
		case lexicon.ColumnPriority:
			b.set(lexicon.FieldPriority, value)
			text.WriteString(cellLine(name, row, i))
		case lexicon.ColumnPoints:
			if b.set(lexicon.FieldPoints, value); c.form == formTable && s.Points != nil && s.PointsLine == "" {
				s.fields().PointsLine = markdown.TrimText(cellLine(name, row, i))
			} else {
				text.WriteString(cellLine(name, row, i)) // "XL", or a second estimate
			}
		case lexicon.ColumnDepends:
			b.set(lexicon.FieldDepends, row.List(i))
			if len(s.DependsOn) == 0 {
				text.WriteString(cellLine(name, row, i))
			}
		case lexicon.ColumnAssignee:
			b.set(lexicon.FieldAssignee, value)
			if len(s.Assignees) == 0 { // a name, which is not a login
				text.WriteString(cellLine(name, row, i))
			}
		case lexicon.ColumnLabels:
			if role == lexicon.FieldLabels {
				b.set(lexicon.FieldLabels, row.List(i))
			} else {
				text.WriteString(cellLine(name, row, i))
			}
		case lexicon.ColumnEpic:
			b.at = c.line.Start
			b.set(lexicon.FieldEpic, value)
		}
	}
	if c.form == formTable {
		s.Text = markdown.TrimText(text.String())
	}
}

// A columnField is what the heading of a column says of the cells below it.
type columnField struct {
	name   string
	column lexicon.StoryColumn
	role   lexicon.FieldRole
}

// columnFields reads the header of a table once.
func columnFields(d *document, t *storyTable) []columnField {
	if t.fields == nil {
		header := markdown.RowReader{D: d.Document}
		header.Read(t.header)
		t.fields = make([]columnField, len(header.Cells))
		for i := range t.fields {
			f := &t.fields[i]
			f.name = header.Text(i)
			f.column, _ = lexicon.StoryColumnOf(f.name)
			f.role = lexicon.FieldOf(f.name)
		}
	}
	return t.fields
}

// cellLine is the line of text that carries a cell.
func cellLine(name string, row *markdown.RowReader, i int) string {
	if name != "" {
		name = "**" + name + ":** "
	}
	return name + strings.ReplaceAll(string(row.Raw(i)), `\|`, "|") + "\n\n"
}

// criteria reads a cell with criteria, which line breaks separate.
func (b *body) criteria(raw string) {
	for _, part := range markdown.SplitBreaks(raw) {
		d, n := markdown.ParseInline([]byte(strings.TrimSpace(part)))
		if text := strings.TrimLeft(d.Plain(n), "-•* "); text != "" {
			b.s.fields().Criteria = append(b.s.Criteria, Criterion{Text: text})
		}
	}
}

// frontMatter reads the fields of a task file, in their order: the first value
// of a field counts.
func (b *body) frontMatter() {
	for _, key := range b.r.f.metadataKeys {
		value := b.r.f.Metadata[key]
		if role := lexicon.FieldOf(key); role != lexicon.FieldStatus && value != "" {
			b.set(role, value)
		}
	}
	for i := range b.r.f.Misfits {
		if m := &b.r.f.Misfits[i]; !m.Own {
			m.Item = b.s.ID
		}
	}
}

// assignEpic follows a field that names the story's epic. Where the file has no
// epics of its own, those that stories name are its epics; those that are recorded
// always are.
func (b *body) assignEpic(value string) {
	r, s := b.r, b.s
	name, ok := r.epicNames[value]
	if !ok {
		name = epicNameOf(value)
		r.epicNames[value] = name // many stories name one epic
	}
	if name.key == "" {
		return
	}
	if e := r.epics.find(r.f.Epics, &name); e != nil {
		s.Epic = e.ID
		return
	}
	switch {
	case !r.epicsInFile, r.f.unaided.loses(lexicon.KindMilestone, name.key):
		s.Epic = r.nameEpic(&name, b.at)
	case name.coded && name.Epic:
		r.f.UnknownEpics = append(r.f.UnknownEpics, UnknownEpic{s.Syntax.Line, s.ID, name.Id})
	}
}

// An epicName is what a story says of its epic: the ID, or the title.
type epicName struct {
	lexicon.Match
	coded bool // it is an ID
	title string
	slug  string
	key   string // "" if it names none
}

func epicNameOf(value string) epicName {
	if lexicon.IsPlaceholder([]byte(value)) {
		return epicName{}
	}
	m, ok := lexicon.ScanID(value)
	if m.Story {
		return epicName{} // a story is not an epic
	}
	n := epicName{Match: m, title: strings.TrimSpace(value)}
	n.coded = ok && (m.Epic || m.Class == lexicon.ClassKey && m.Title == "" || strings.HasPrefix(m.Title, "("))
	n.slug = Slug(n.title)
	switch {
	case n.coded:
		n.key = m.Id.Key()
	case isNumber(n.title):
		n.key = "epic-" + strings.TrimLeft(n.title, "0")
	default:
		n.key = lexicon.ID(n.slug).Key()
	}
	return n
}

// knownEpics are the epics of a file by what stories may call them: places in the
// list, from one, of the first epic with a key or a title.
type knownEpics struct {
	keys, titles map[string]int
	noted        int // how many of the list are in there
}

// find returns the first epic of a growing list with the key of a name or, if that
// is a title, with it; nil if there is none.
func (n *knownEpics) find(epics []*Epic, name *epicName) *Epic {
	if n.keys == nil {
		n.keys, n.titles = make(map[string]int), make(map[string]int)
	}
	for ; n.noted < len(epics); n.noted++ {
		e := epics[n.noted]
		for _, x := range []struct {
			of   map[string]int
			name string
		}{{n.keys, e.Key}, {n.titles, Slug(e.Title)}} {
			if x.of[x.name] == 0 {
				x.of[x.name] = n.noted + 1
			}
		}
	}
	at := n.keys[name.key]
	if !name.coded {
		if t := n.titles[name.slug]; at == 0 || t > 0 && t < at {
			at = t
		}
	}
	if at == 0 {
		return nil
	}
	return epics[at-1]
}

// nameEpic adds an epic that a story names: "EPIC-001 (User access)".
func (a *assembly) nameEpic(n *epicName, at int) lexicon.ID {
	if n.coded {
		if e := a.epicOfRow(n); e != nil {
			return e.ID
		}
	}
	start := a.d.LineStart(at)
	e := &Epic{ID: n.Id, Title: strings.Trim(n.Title, "() "), Key: n.key}
	if !n.coded {
		e.ID, e.Title, e.DerivedID = lexicon.ID(n.slug), n.title, true
		e.Key = e.ID.Key()
		e.Milestone = n.title
	} else {
		e.Milestone = strings.TrimSpace(string(e.ID) + " " + e.Title)
	}
	e.Syntax = EpicSyntax{Row: NoRow, Heading: markdown.Span{Start: start, End: a.d.LineEnd(start)}, Named: true}
	a.f.Epics = append(a.f.Epics, e)
	return e.ID
}

// readBadges reads priority and points from the title: "(P1 · MVP)", "(3 pts)".
func readBadges(c *candidate) {
	if c.heading < 0 && c.form != formBold && c.form != formOrdered && c.form != formList {
		return
	}
	for _, part := range badges(c.Title) {
		role, value := lexicon.FieldUnknown, part
		if label, v, ok := strings.Cut(part, ":"); ok {
			role, value = lexicon.FieldOf(label), strings.TrimSpace(v)
		}
		for word := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == '·' || r == ',' || r == '|' }) {
			word = strings.TrimSpace(word)
			switch {
			case role == lexicon.FieldPriority || role == lexicon.FieldUnknown && lexicon.IsPriority(word):
				if c.details().priority == "" {
					c.detail().priority = word
				}
			case role == lexicon.FieldPoints || isPoints(word):
				if n, ok := leadingNumber(word); ok && c.details().points == nil {
					c.detail().points = &n
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
	if !namesPriority(title) {
		return list
	}
	var last [3]string
	for i, rest := len(last)-1, title; i >= 0; i-- {
		rest = strings.TrimRightFunc(rest, unicode.IsSpace)
		blank := strings.LastIndexFunc(rest, unicode.IsSpace)
		last[i] = strings.TrimLeftFunc(rest[max(0, blank):], unicode.IsSpace)
		rest = rest[:max(0, blank)]
	}
	for _, w := range last {
		if len(w) == 2 && lexicon.IsPriority(w) {
			list = append(list, w)
		}
	}
	return list
}

// namesPriority reports whether a letter for a priority stands before a digit: most
// titles have none, so that their words need not be looked at.
func namesPriority(title string) bool {
	for i := 1; i < len(title); i++ {
		if markdown.IsDigit(title[i]) && (title[i-1] == 'P' || title[i-1] == 'p') {
			return true
		}
	}
	return false
}

// isPoints reports whether a text is a number of points: "3 pts", "5 SP".
func isPoints(w string) bool {
	f := strings.Fields(lexicon.Fold(w))
	return len(f) == 2 && strings.Trim(f[0], "0123456789.") == "" && pointWords[f[1]]
}

var pointWords = lexicon.Set("pts|pt|pt.|pts.|points|point|sp|puntos|pontos|punti|punkte|story-points")
