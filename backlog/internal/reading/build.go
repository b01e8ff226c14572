package reading

import (
	"cmp"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// findBodies finds the text that belongs to each item: below a heading up to the
// next one of its level or above, or to the next item that is a heading; that
// of an epic to the first heading or item below it. None goes on into a ledger
// or a relation list.
func findBodies(d *document, items []*candidate, own []int) {
	for i, c := range items {
		switch {
		case c.heading >= 0:
			c.body = markdown.Span{Start: max(bodyStart(d, c.block), c.details().after), End: d.headings[c.heading].end}
			if next := c.heading + 1; c.Epic && next < len(d.headings) {
				c.body.End = min(c.body.End, d.headings[next].line.Start)
			}
		case c.flows():
			c.body.End = len(d.Src)
			if next := d.sectionOf(c.line.Start) + 1; next < len(d.headings) {
				c.body.End = d.headings[next].line.Start
			}
		case c.front:
		default:
			continue
		}
		for _, x := range items[i+1:] {
			if x.line.Start >= c.body.End {
				break
			}
			if !c.front && (c.Epic || x.heading >= 0 || x.flows()) {
				c.body.End = x.line.Start
				if x.form == formTable { // with its header
					c.body.End = max(c.body.Start, d.Blocks[x.block].Start)
				}
				break
			}
		}
		if j, _ := slices.BinarySearch(own, c.line.Start+1); j < len(own) {
			c.body.End = min(c.body.End, own[j])
		}
		c.body.End = max(c.body.End, c.body.Start)
	}
}

// build fills in the epics and stories. A story belongs to the epic whose
// section it stands in, else to the one that a field or its number names.
func (a *assembly) build(items []*candidate) {
	f := a.f
	a.findWritten(items)
	a.placeRelations(items)
	byKey := make(map[string]*Epic)
	n := 0
	for _, c := range items {
		if !c.Epic {
			n++
			continue
		}
		e := a.epic(c)
		if byKey[e.Key] == nil {
			byKey[e.Key] = e
		}
		f.Epics = append(f.Epics, e)
	}
	a.placeInTables(byKey)
	a.epicsInFile = len(f.Epics) > 0
	stories := make([]Story, 0, n)
	f.Stories = make([]*Story, 0, n)
	for _, c := range items {
		if c.Epic {
			continue
		}
		more := c.details()
		stories = append(stories, Story{
			ID: c.Id, DerivedID: c.derived, Anchored: c.anchored, Title: c.Title, Checked: c.marked, Dropped: c.unwanted,
			Priority: more.priority, Key: c.key, StoryFields: &noFields,
		})
		s := &stories[len(stories)-1]
		s.Syntax = StorySyntax{Line: c.line, Box: c.boxSpan(), Text: c.body, Logins: more.loginsAt}
		if more.points != nil {
			s.fields().Points = more.points
		}
		if logins := f.opts.logins(strings.Join(more.logins, " ")); len(logins) > 0 {
			s.fields().Assignees = logins
		}
		if epic := a.sections.at(c.line.Start); epic != nil {
			if e := byKey[epic.key]; e != nil {
				s.Epic = e.ID
			}
		}
		a.readBody(c, s)
		if c.extra != "" {
			s.Text = strings.TrimSpace(c.extra + "\n\n" + s.Text)
		}
		if s.Title == "" {
			s.Title = s.Sentence
		}
		if c.heading < 0 || c.Title == "" {
			s.shorten()
		}
		s.Text = a.defs.With(s.Text)
		s.stateElsewhere(c)
		a.stateOfSection(c, s)
		a.noteStatus(c, s)
		a.noteCards(c, s)
		if c.row != nil && !c.board {
			rowSyntax(a.d, c, s)
		}
		f.Stories = append(f.Stories, s)
	}
	a.sortEpics()
	f.assignByNumber()
}

// placeInTables finds the rows of milestone tables of epics whose IDs look like
// those of epics only because the file has them.
func (a *assembly) placeInTables(epics map[string]*Epic) {
	row := markdown.RowReader{D: a.d.Document}
	for _, t := range a.records.milestones {
		table := &a.f.Tables[t]
		row.Read(table.Rows[0])
		due := dueColumn(&row)
		for i := 2; i < len(table.Rows); i++ {
			row.Read(table.Rows[i])
			e := epics[lexicon.ID(row.Text(table.Columns.Epic)).Key()]
			if e == nil || e.Syntax.Row.Table >= 0 || row.Text(table.Columns.Milestone) == "" {
				continue
			}
			e.Syntax.Row, e.Milestone = RowSyntax{t, i}, row.Text(table.Columns.Milestone)
			e.Due = cmp.Or(e.Due, a.dueOf(row.Text(due), table.Rows[i].Start, e.ID))
			if s, _ := lexicon.ReadStatus(row.Text(table.Columns.Status)); s != "" {
				e.Status = s
			}
		}
	}
}

// stateOfSection takes the state of an item from a section that is named after
// it: "## Done", "### Completed Stories".
func (a *assembly) stateOfSection(c *candidate, s *Story) {
	open := s.Checked != nil && !*s.Checked && c.form == formChecklist // below "Rejected" an open box is no work
	if s.Checked != nil && !open || s.Dropped {
		return
	}
	if a.takeState(s, a.d.stateAbove(c), open) {
		return
	}
	for i := a.d.above(c); i >= 0; i = a.d.headings[i].parent {
		if i != c.heading && a.takeState(s, a.d.stateOf(i), open) {
			return
		}
	}
}

// takeState gives an item the state of what it stands below, and reports whether that
// is one. An open box stays open, but where nothing is wanted any more.
func (a *assembly) takeState(s *Story, state lexicon.Status, open bool) bool {
	switch state {
	case lexicon.StatusDone, lexicon.StatusCreated:
		if !open {
			s.Checked = a.lines.checked(true)
		}
	case lexicon.StatusTodo, lexicon.StatusDoing, lexicon.StatusPending:
		if !open {
			s.Checked = a.lines.checked(false)
		}
	case lexicon.StatusDropped:
		s.Checked, s.Dropped = nil, true
	default: // rows of ledgers alone are closed
		return false
	}
	return true
}

// stateAbove returns the state that the line above a list or table says, where that
// stands in the place of a heading: "**Done**", "Done:", "DONE".
func (d *document) stateAbove(c *candidate) lexicon.Status {
	if !c.lists() && c.row == nil || c.block <= 0 || d.Blocks[c.block-1].Kind != markdown.BlockParagraph {
		return ""
	}
	text := d.paragraph(c.block - 1).plain()
	if !wholeBold(d.Blocks[c.block-1].Node) && !headsList(text) && !isShouted(text) {
		return ""
	}
	return stateIn(strings.TrimRight(text, " :：*"))
}

// stateOf returns the state that a heading is named after, if it says nothing
// else.
func (d *document) stateOf(i int) lexicon.Status {
	h := &d.headings[i]
	if h.state == nil {
		h.state = new(stateIn(h.title))
	}
	return *h.state
}

// stateIn is [document.stateOf] for the title of a heading.
func stateIn(title string) lexicon.Status {
	title = strings.NewReplacer("'", " ", "’", " ").Replace(lexicon.Fold(title)) // "Won't do"
	_, title = lexicon.CutSigns(title)
	if j := strings.IndexAny(title, "(—–:"); j > 0 {
		title = title[:j]
	}
	words := strings.FieldsFunc(title, func(c rune) bool { return c == ' ' || lexicon.IsMark(c) })
	kept := words[:0]
	for _, w := range words {
		if !lexicon.BacklogWords[w] || lexicon.StatusWords[w] != "" && len(words) == 1 {
			kept = append(kept, w)
		}
	}
	if w := strings.Join(kept, " "); w != "backlog" {
		if s := lexicon.StatusWords[w]; s != "" {
			return s
		}
		return lexicon.StatusWords[lexicon.CutTimeWords(kept)]
	}
	return ""
}

// shorten ends a title that is a whole statement, and longer than trackers
// take, at the end of a clause. The statement goes to the text.
func (s *Story) shorten() {
	const limit, least = 200, 40
	if len(s.Title) <= limit {
		return
	}
	runes := []rune(s.Title)
	if len(runes) <= limit {
		return
	}
	head := string(runes[:limit])
	cut := -1
	for _, end := range []string{". ", "; ", ": ", " — ", " – ", " (", ", ", " "} {
		if i := strings.LastIndex(head, end); i >= least {
			cut = i
			break
		}
	}
	if cut < 0 {
		return
	}
	s.Text = strings.TrimSpace(s.Title + "\n\n" + s.Text)
	s.Title = strings.TrimRight(head[:cut], " ,;:—–(")
}

// rowSyntax notes where an item stands in a table of stories.
func rowSyntax(d *document, c *candidate, s *Story) {
	if c.heading >= 0 || c.form != formTable {
		return
	}
	t := c.row.table
	if t.syntax == nil {
		t.syntax = &storyTableSyntax{Rows: d.rowsOf(t.block), Title: t.titles}
		if t.syntax.Title < 0 {
			t.syntax.Title = t.ids
		}
	}
	i, ok := slices.BinarySearchFunc(t.syntax.Rows, c.line, func(a, b markdown.Span) int { return cmp.Compare(a.Start, b.Start) })
	if ok {
		s.Syntax.Table, s.Syntax.Row = t.syntax, i
	}
}

// epic makes an epic of its candidate.
func (a *assembly) epic(c *candidate) *Epic {
	e := &Epic{ID: c.Id, DerivedID: c.derived, Title: c.Title, Key: c.key}
	e.Syntax = EpicSyntax{Heading: c.line, Row: NoRow, Text: c.body}
	if row := c.details().epicRow; row != nil {
		e.Syntax.Row, e.Milestone, e.Status = row.row, row.milestone, row.status
		e.Due = a.dueOf(row.due, a.f.Tables[row.row.Table].Rows[row.row.Row].Start, e.ID)
	}
	if c.derived || c.anchored {
		e.Milestone = cmp.Or(e.Milestone, e.Title)
	}
	e.Milestone = cmp.Or(e.Milestone, strings.TrimSpace(string(e.ID)+" "+e.Title))
	if e.Status == "" && c.unwanted {
		e.Status = lexicon.StatusDropped
	}
	if e.Status == "" && c.marked != nil {
		e.Status = lexicon.StatusTodo
		if *c.marked {
			e.Status = lexicon.StatusDone
		}
	}
	e.Due = cmp.Or(e.Due, a.epicDue(c, e.ID))
	if c.body.End > c.body.Start {
		e.Text = a.defs.With(markdown.TrimText(a.textIn(c.body)))
	}
	return e
}

// sectionIndex tells which epic's section an offset is in.
type sectionIndex struct {
	starts []int
	epics  []*candidate // nil: no epic's section
}

func (s *sectionIndex) at(offset int) *candidate {
	i, exact := slices.BinarySearch(s.starts, offset)
	if !exact {
		i--
	}
	if i < 0 {
		return nil
	}
	return s.epics[i]
}

func (s *sectionIndex) add(start int, c *candidate) {
	if n := len(s.starts); n > 0 && s.starts[n-1] == start {
		s.epics[n-1] = c
		return
	}
	s.starts = append(s.starts, start)
	s.epics = append(s.epics, c)
}

// sections finds where each epic's section begins and ends: under a heading it
// ends at the next one of its level or above that is not a story, elsewhere at the
// next heading.
func (d *document) sections(items []*candidate) *sectionIndex {
	defines := make(map[int]*candidate) // by heading
	var lines []*candidate              // epics that are not headings
	for _, c := range items {
		switch {
		case c.heading >= 0:
			defines[c.heading] = c
		case c.Epic && c.form != formEpicTable && c.form != formTable:
			lines = append(lines, c)
		}
	}
	s := &sectionIndex{}
	var open *candidate
	for i := range d.headings {
		h := &d.headings[i]
		for len(lines) > 0 && lines[0].line.Start < h.line.Start {
			s.add(lines[0].line.Start, lines[0])
			open = lines[0]
			lines = lines[1:]
		}
		c := defines[i]
		switch {
		case c != nil && c.Epic:
			open = c
		case c == nil && open != nil && (h.level <= open.level || open.level == 0):
			open = nil
		default:
			continue
		}
		s.add(h.line.Start, open)
	}
	for _, c := range lines {
		s.add(c.line.Start, c)
	}
	return s
}
