package backlog

import (
	"cmp"
	"slices"
	"strings"
)

// bodies finds the text that belongs to each item: below a heading up to the
// next one of its level or above, or to the next item that is a heading; that
// of an epic to the first heading or item below it.
func (r *recognition) bodies(items []*candidate) {
	for i, c := range items {
		switch {
		case c.heading >= 0:
			c.body = Span{r.bodyStart(c.block), r.headings[c.heading].end}
			if next := c.heading + 1; c.epic && next < len(r.headings) {
				c.body.End = min(c.body.End, r.headings[next].line.Start)
			}
		case c.flows():
			c.body.End = len(r.d.src)
			if next := r.sectionOf(c.line.Start) + 1; next < len(r.headings) {
				c.body.End = r.headings[next].line.Start
			}
		default:
			continue
		}
		for _, x := range items[i+1:] {
			if x.line.Start >= c.body.End {
				break
			}
			if c.epic || x.heading >= 0 || x.flows() {
				c.body.End = x.line.Start
				if x.form == formTable { // with its header
					c.body.End = max(c.body.Start, r.d.blocks[x.block].start)
				}
				break
			}
		}
		c.body.End = max(c.body.End, c.body.Start)
	}
}

// build fills in the epics and stories. A story belongs to the epic whose
// section it stands in, else to the one that a field or its number names.
func (r *recognition) build(items []*candidate, sections *sectionIndex) {
	f := r.f
	byKey := make(map[string]*Epic)
	n := 0
	for _, c := range items {
		if !c.epic {
			n++
			continue
		}
		e := r.epic(c)
		if byKey[e.key] == nil {
			byKey[e.key] = e
		}
		f.epics = append(f.epics, e)
	}
	r.epicsInFile = len(f.epics) > 0
	stories := make([]Story, 0, n)
	f.stories = make([]*Story, 0, n)
	for _, c := range items {
		if c.epic {
			continue
		}
		stories = append(stories, Story{
			ID: c.id, DerivedID: c.derived, Anchored: c.anchored, Title: c.title, Checked: c.marked,
			Priority: c.priority, Points: c.points, Pos: f.Position(c.line.Start), key: c.key,
		})
		s := &stories[len(stories)-1]
		s.syntax = storySyntax{line: c.line, box: c.box}
		if epic := sections.at(c.line.Start); epic != nil {
			if e := byKey[epic.key]; e != nil {
				s.Epic = e.ID
			}
		}
		r.readBody(c, s)
		if c.extra != "" {
			s.Text = strings.TrimSpace(c.extra + "\n\n" + s.Text)
		}
		if s.Title == "" {
			s.Title = s.Sentence
		}
		if c.heading < 0 || c.title == "" {
			s.shorten()
		}
		r.stateOfSection(c, s)
		if c.row != nil && !c.board {
			r.rowSyntax(c, s)
		}
		f.stories = append(f.stories, s)
	}
	f.assignByNumber()
}

// stateOfSection takes the state of an item from a section that is named after
// it: "## Done", "### Completed Stories".
func (r *recognition) stateOfSection(c *candidate, s *Story) {
	if s.Checked != nil {
		return
	}
	for i := r.above(c); i >= 0; i = r.headings[i].parent {
		if i == c.heading {
			continue
		}
		switch r.stateOf(i) {
		case StatusDone, StatusCreated:
			s.Checked = r.checked(true)
			return
		case StatusTodo, StatusDoing, StatusPending:
			s.Checked = r.checked(false)
			return
		}
	}
}

// stateOf returns the state that a heading is named after, if it says nothing
// else.
func (r *recognition) stateOf(i int) Status {
	title := fold(r.headings[i].title)
	_, title = cutSigns(title)
	if j := strings.IndexAny(title, "(—–:"); j > 0 {
		title = title[:j]
	}
	words := strings.FieldsFunc(title, func(c rune) bool { return c == ' ' || isMark(c) })
	kept := words[:0]
	for _, w := range words {
		if !backlogWords[w] || statusWords[w] != "" && len(words) == 1 {
			kept = append(kept, w)
		}
	}
	if w := strings.Join(kept, " "); w != "backlog" {
		return statusWords[w]
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
func (r *recognition) rowSyntax(c *candidate, s *Story) {
	if c.heading >= 0 || c.form != formTable {
		return
	}
	t := c.row.table
	if t.syntax == nil {
		t.syntax = &storyTableSyntax{rows: r.d.rowsOf(r.d.blocks[t.block].node), title: t.titles}
		if t.syntax.title < 0 {
			t.syntax.title = t.ids
		}
	}
	i, ok := slices.BinarySearchFunc(t.syntax.rows, c.line, func(a, b Span) int { return cmp.Compare(a.Start, b.Start) })
	if ok {
		s.syntax.table, s.syntax.row = t.syntax, i
	}
}

// epic makes an epic of its candidate.
func (r *recognition) epic(c *candidate) *Epic {
	e := &Epic{ID: c.id, DerivedID: c.derived, Title: c.title, Pos: r.f.Position(c.line.Start), key: c.key}
	e.syntax = epicSyntax{heading: c.line, row: noRow}
	if c.epicRow != nil {
		e.syntax.row, e.Milestone, e.Status = c.epicRow.row, c.epicRow.milestone, c.epicRow.status
	}
	if c.derived || c.anchored {
		e.Milestone = cmp.Or(e.Milestone, e.Title)
	}
	e.Milestone = cmp.Or(e.Milestone, strings.TrimSpace(string(e.ID)+" "+e.Title))
	if e.Status == "" && c.marked != nil {
		e.Status = StatusTodo
		if *c.marked {
			e.Status = StatusDone
		}
	}
	if c.body.End > c.body.Start {
		e.Text = trimText(string(r.d.src[c.body.Start:c.body.End]))
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
// ends at the next one of its level or above that is no story, elsewhere at the
// next heading.
func (r *recognition) sections(items []*candidate) *sectionIndex {
	defines := make(map[int]*candidate) // by heading
	var lines []*candidate              // epics that are no headings
	for _, c := range items {
		switch {
		case c.heading >= 0:
			defines[c.heading] = c
		case c.epic && c.form != formEpicTable && c.form != formTable:
			lines = append(lines, c)
		}
	}
	s := &sectionIndex{}
	var open *candidate
	for i := range r.headings {
		h := &r.headings[i]
		for len(lines) > 0 && lines[0].line.Start < h.line.Start {
			s.add(lines[0].line.Start, lines[0])
			open = lines[0]
			lines = lines[1:]
		}
		c := defines[i]
		switch {
		case c != nil && c.epic:
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
