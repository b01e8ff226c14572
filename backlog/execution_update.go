package backlog

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// The errors that [Update] returns for a file that it cannot update.
var (
	ErrNotExecution = errors.New("it is not an execution file")
	ErrOtherSource  = errors.New("it is the execution file of another source")
)

// Update brings an execution file up to date with its source, and returns its
// new bytes. New epics and stories are added in the order of the source. Titles
// and places that changed in the source follow it. Totals in headings are
// corrected, and Last-updated is set if anything changed. Recorded rows and
// text that people wrote stay as they are. Items that the source no longer has
// stay, too, and are reported as findings. Update is idempotent.
//
// The error is [ErrNotExecution], [ErrOtherSource], or an error of [Derive].
func Update(f, source *File, opts *DeriveOptions) ([]byte, Findings, error) {
	if err := cmp.Or(source.Check().Err(), f.Check().Err()); err != nil {
		return nil, nil, err
	}
	switch {
	case len(source.epics)+len(source.stories) == 0:
		return nil, nil, ErrNoItems
	case f.kind != FileExecution:
		return nil, nil, ErrNotExecution
	case f.source == nil || f.source.opts.Path != source.opts.Path:
		return nil, nil, ErrOtherSource
	}
	d := newDerivation(source, opts)
	d.existing = true
	u := &update{derivation: d, f: f}
	gone := u.gone()
	for _, step := range []func() []Edit{u.retitles, u.leave, u.addEpics, u.addStories, u.addMilestones, u.addEvidence, u.counts} {
		if err := u.make(step()); err != nil {
			return nil, nil, err
		}
	}
	if wrong := d.misread(u.f); len(wrong) > 0 {
		return nil, nil, d.unwritable(wrong[0])
	}
	if !bytes.Equal(u.f.src, f.src) {
		w := newRecorder(u.f, Record{Date: d.opts.Date})
		w.setDate()
		if err := u.make(w.edits); err != nil {
			return nil, nil, err
		}
	}
	return u.f.src, gone, nil
}

// An update is the work on one execution file, step by step: each step sees what
// those before it made of the file.
type update struct {
	*derivation
	f     *File
	moved map[string]string // lines of stories that left another epic, by key
}

// make makes edits, and reads the file again.
func (u *update) make(edits []Edit) error {
	if len(edits) == 0 {
		return nil
	}
	src, err := Apply(u.f.src, edits...)
	if err != nil {
		return err
	}
	u.f = parse(u.f.name, src, &u.f.opts, true)
	return nil
}

// gone finds the items that the source does not have.
func (u *update) gone() Findings {
	m := u.match(u.f)
	kept := make(map[any]bool)
	for _, e := range m.epics {
		kept[e] = true
	}
	for _, s := range u.stories() {
		if have := m.stories[s.key]; have != nil {
			kept[have] = true
		}
	}
	dropped := make(map[string]bool)
	for _, s := range u.source.stories {
		dropped[s.key] = s.Dropped
	}
	var fs Findings
	report := func(item any, at Span, id ID, title string) {
		if !kept[item] {
			fs = append(fs, u.f.finding(at, SeverityWarning, CodeSourceDiffers, id, "%s", notInSource(u.source, id, title, dropped[id.Key()])))
		}
	}
	for _, e := range u.f.epics {
		report(e, e.syntax.Heading, e.ID, e.Title)
	}
	for _, s := range u.f.stories {
		report(s, s.syntax.Line, s.ID, s.Title)
	}
	fs.Sort()
	return fs
}

// retitles writes the titles of the source.
func (u *update) retitles() []Edit {
	f := u.f
	m := u.match(f)
	var edits []Edit
	change := func(line Span, old, title string, inTable bool) {
		if e, ok := retitleLine(f.src, line, old, title, inTable); ok && old != title {
			edits = append(edits, e)
		}
	}
	cells := newTableSet(f)
	for _, e := range u.source.epics {
		have := m.epics[e.key]
		if have == nil {
			continue
		}
		row := have.syntax.Row
		if have.Title != e.Title && (row.Table < 0 || have.syntax.Heading != f.tables[row.Table].Rows[row.Row]) {
			change(have.syntax.Heading, have.Title, e.Title, false)
		}
		if row.Table >= 0 && have.Milestone != e.Milestone {
			cells.replace(row, have.Title, e.Title)
		}
	}
	for _, s := range u.stories() {
		if have := m.stories[s.key]; have != nil {
			change(have.syntax.Line, have.Title, s.Title, have.syntax.Table != nil)
		}
	}
	return append(edits, cells.edits()...)
}

// leave takes the lines of stories away that stand under another epic than in
// the source. They are added under the right one with what else is new.
func (u *update) leave() []Edit {
	u.moved = make(map[string]string)
	m := u.match(u.f)
	var edits []Edit
	for _, s := range u.stories() {
		have := m.stories[s.key]
		if have == nil || m.under(s, have) || have.syntax.Box == (Span{}) {
			continue
		}
		at := itemAt(u.f.src, have.syntax.Line)
		u.moved[s.key] = string(bytes.TrimRight(u.f.src[at.Start:at.End], "\r\n"))
		edits = append(edits, Edit{Span: at})
	}
	slices.SortFunc(edits, func(a, b Edit) int { return cmp.Compare(a.Start, b.Start) })
	return closeGaps(u.f.src, edits)
}

// addEpics adds a section for each new epic: before the section of the next epic
// of the source that has one, else behind that of the last one.
func (u *update) addEpics() []Edit {
	epics := u.match(u.f).epics
	var edits []Edit
	for i, e := range u.source.epics {
		if epics[e.key] != nil {
			continue
		}
		at, level, ok := u.sectionFor(epics, i)
		if !ok {
			continue
		}
		text := strings.Repeat("#", level) + " " + strings.TrimPrefix(u.epicHeading(e), "### ") + "\n\n"
		edits = append(edits, u.insertion(at, text))
	}
	return edits
}

// insertion adds text with the line endings of the file, apart from a line
// before it that is not blank.
func (u *update) insertion(at int, text string) Edit {
	src := u.f.src
	before := bytes.ReplaceAll(src[max(0, at-4):at], []byte{'\r'}, nil)
	switch {
	case at > 0 && src[at-1] != '\n':
		text = "\n\n" + strings.TrimRight(text, "\n")
	case at > 0 && !bytes.HasSuffix(before, []byte("\n\n")):
		text = "\n" + strings.TrimSuffix(text, "\n")
	}
	return Edit{Span: Span{Start: at, End: at}, New: strings.ReplaceAll(text, "\n", newRecorder(u.f, Record{}).eol)}
}

// sectionFor returns where the section of a new epic begins, and the level of
// its heading.
func (u *update) sectionFor(epics map[string]*Epic, i int) (at, level int, ok bool) {
	heading := func(e *Epic) (line Span, level int) {
		have := epics[e.key]
		if have == nil {
			return Span{}, 0
		}
		line = have.syntax.Heading
		text := u.f.src[line.Start:line.End]
		return line, len(text) - len(bytes.TrimLeft(text, "#"))
	}
	for j := i - 1; j >= 0; j-- {
		if line, level := heading(u.source.epics[j]); level > 0 {
			return sectionEnd(u.f, line.End, level), level, true
		}
	}
	for _, next := range u.source.epics[i+1:] {
		if line, level := heading(next); level > 0 {
			return line.Start, level, true
		}
	}
	if n := len(u.f.stories); n > 0 { // of no epic so far
		return sectionEnd(u.f, u.f.stories[n-1].syntax.Line.End, epicLevel), epicLevel, true
	}
	return 0, 0, false
}

// addStories adds a line for each story that has none: behind the story that
// comes before it in the source, else before the one that comes after it, else
// below the heading of its epic.
func (u *update) addStories() []Edit {
	m := u.match(u.f)
	byEpic := make(map[ID][]*Story)
	for _, s := range u.stories() {
		byEpic[s.Epic] = append(byEpic[s.Epic], s)
	}
	edits := u.linesFor(m, nil, byEpic[""])
	for _, e := range u.source.epics {
		if have := m.epics[e.key]; have != nil {
			edits = append(edits, u.linesFor(m, have, byEpic[e.ID])...)
		}
	}
	return edits
}

// linesFor adds the lines of one epic.
func (u *update) linesFor(m match, epic *Epic, siblings []*Story) []Edit {
	f, eol := u.f, newRecorder(u.f, Record{}).eol
	listed := func(s *Story) *Story {
		if have := m.stories[s.key]; have != nil && m.under(s, have) && have.syntax.Box != (Span{}) {
			return have
		}
		return nil
	}
	var edits []Edit
	add := func(at int, text string) { edits = append(edits, Edit{Span: Span{Start: at, End: at}, New: text}) }
	var last *Story // the nearest one before that has a line
	var before []string
	for _, s := range siblings {
		have := listed(s)
		switch {
		case have != nil:
			at := itemAt(f.src, have.syntax.Line).Start
			for _, line := range before {
				add(at, u.like(have, line)+eol)
			}
			before, last = nil, have
		case m.stories[s.key] != nil: // written in another form
		case last == nil:
			before = append(before, cmp.Or(u.moved[s.key], u.storyLine(s)))
		default:
			at := itemAt(f.src, last.syntax.Line).End
			line := u.like(last, cmp.Or(u.moved[s.key], u.storyLine(s)))
			if f.src[at-1] != '\n' {
				add(at, eol+line)
			} else {
				add(at, line+eol)
			}
		}
	}
	if list := strings.Join(before, eol); list != "" && epic != nil {
		add(epic.syntax.Heading.End, eol+eol+list)
	} else if list != "" && len(f.epics) > 0 {
		add(f.epics[0].syntax.Heading.Start, list+eol+eol)
	}
	return edits
}

// like gives a line the indentation and the bullet of another one.
func (u *update) like(s *Story, line string) string {
	have := string(u.f.src[bytes.LastIndexByte(u.f.src[:s.syntax.Line.Start], '\n')+1 : s.syntax.Line.End])
	marker, _, ok := strings.Cut(have, "[")
	if !ok || strings.Trim(marker, " \t-*+") != "" || strings.Contains(line, "\n") {
		return line
	}
	_, rest, _ := strings.Cut(line, "[")
	return marker + "[" + rest
}

// addMilestones adds a row to the milestone table for each epic that has none.
func (u *update) addMilestones() []Edit {
	f := u.f
	epics := u.match(f).epics
	last := reading.NoRow
	for i := range f.tables {
		if f.tables[i].Columns.IsMilestones() {
			last = reading.RowSyntax{Table: i, Row: 1}
			break
		}
	}
	cells := newTableSet(f)
	for _, e := range u.source.epics {
		have := epics[e.key]
		switch {
		case have == nil:
		case have.syntax.Row.Table >= 0:
			last = have.syntax.Row
		case last.Table >= 0:
			cells.insert(last, u.milestoneCells(e))
		}
	}
	return cells.edits()
}

// milestoneCells gives the cells of a new row by what their columns are for.
func (u *update) milestoneCells(e *Epic) func(*reading.Columns) map[int]string {
	row := u.milestoneRow(e)
	return func(c *reading.Columns) map[int]string {
		return map[int]string{c.Milestone: row[0], c.Epic: row[1], c.Status: row[2]}
	}
}

// addEvidence adds the rows that the ledger lacks.
func (u *update) addEvidence() []Edit {
	if u.f.syntax.Ledger < 0 || u.f.ledger != LedgerFile {
		return nil // apply adds one, or the rows are not kept here
	}
	return editsOfFixes(u.f.fixRows())
}

// counts corrects the totals in headings.
func (u *update) counts() []Edit {
	var edits []Edit
	for _, x := range u.f.findings {
		if x.Code == CodeCountMismatch {
			edits = append(edits, editsOfFixes(x.Fixes)...)
		}
	}
	return edits
}

func editsOfFixes(fixes []Fix) []Edit {
	var edits []Edit
	for _, x := range fixes {
		edits = append(edits, x.Edits...)
	}
	return edits
}
