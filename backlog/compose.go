package backlog

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// A Composition is the content of a new backlog file. Of epics, stories and
// evidence, only the exported fields count.
type Composition struct {
	Title    string
	Language Language
	Scope    string // metadata, if set
	Epics    []Epic
	Stories  []Story
	Record   Record // with the ledger rows

	// Managed names the items whose texts were written by a backlog, so that
	// fields are read from them.
	Managed map[ItemRef]bool
}

// Compose returns a backlog file that says c: a table of the milestones, a section
// for each epic with the list of its stories, tables of the fields that stories
// have, and the ledger. A ticked box means done, and [-] not wanted any more.
//
// Text that would be read as anything but the text of its item is quoted, or
// left out if quoting does not help. altered names the items that do not read
// exactly as in c, so that people can check them; no item is lost.
func Compose(c *Composition) (src []byte, altered []ItemRef) {
	w := &composer{c: c, words: lexicon.ComposedOf(c.Language), forms: make(map[itemKey]composedForm)}
	w.epics, w.stories = make(map[string]*Epic, len(c.Epics)), make(map[string]*Story, len(c.Stories))
	for i := range c.Epics {
		w.epics[c.Epics[i].ID.Key()] = &c.Epics[i]
	}
	for i := range c.Stories {
		w.stories[c.Stories[i].ID.Key()] = &c.Stories[i]
	}
	var f *File
	const tries = 12 // each may uncover another text that is read as something else
	for range tries {
		f = Parse("", w.compose(), nil)
		if !w.bump(f) {
			break
		}
	}
	edits, _ := f.Record(c.Record)
	src, err := Apply(f.src, edits...)
	if err != nil {
		panic("unreachable: edits of one record do not overlap: " + err.Error())
	}
	for _, k := range w.misread(f) { // the last of all forms is no better
		altered = append(altered, ItemRef{Kind: k.Kind, ID: w.ids[k]})
	}
	return src, altered
}

// A composedForm is how one item is written: indexes of lineForms or epicForms,
// and of the ways to write a text.
type composedForm struct {
	line, text int
	settled    bool // no form of the line suits: it stays with the first
}

// textForms are the ways to write the text of an item, the plainest first.
var textForms = []func(text string) string{
	func(text string) string { return text },
	func(text string) string {
		return strings.ReplaceAll("> "+strings.ReplaceAll(text, "\n", "\n> "), "> \n", ">\n")
	},
	func(string) string { return "" },
}

// leftOut is the last of textForms.
const leftOut = 2

// A composer writes a file and finds out how it is read.
type composer struct {
	c      *Composition
	words  *lexicon.Composed
	forms  map[itemKey]composedForm
	ids    map[itemKey]ID
	texts  map[itemKey]bool // of the items that have a text
	owners []owner          // of the lines of the file, in order
	b      strings.Builder
	line   int

	epics   map[string]*Epic // of c, by their keys
	stories map[string]*Story
}

// An owner is an item with the line that its part of the file begins at.
type owner struct {
	line int
	key  itemKey
}

func (w *composer) write(text string) {
	w.b.WriteString(text)
	w.line += strings.Count(text, "\n")
}

// own notes that what is written from here on belongs to an item.
func (w *composer) own(kind Kind, id ID, text string) composedForm {
	k := itemKey{Kind: kind, Key: id.Key()}
	w.ids[k], w.texts[k] = id, text != ""
	w.owners = append(w.owners, owner{w.line + 1, k})
	return w.forms[k]
}

func (w *composer) compose() []byte {
	w.b.Reset()
	w.ids, w.texts, w.owners, w.line = make(map[itemKey]ID), make(map[itemKey]bool), nil, 0
	w.write("# " + escapeText(w.c.Title) + "\n\n<!--\nLast-updated: " + w.c.Record.Date.UTC().Format(time.DateOnly) + "\n")
	if w.c.Scope != "" {
		w.write("scope: " + commentText(w.c.Scope) + "\n")
	}
	w.write("checkbox: done\n-->\n")
	byEpic := make(map[ID][]*Story)
	for i := range w.c.Stories {
		s := &w.c.Stories[i]
		byEpic[s.Epic] = append(byEpic[s.Epic], s)
	}
	w.milestones()
	if len(byEpic[""]) > 0 {
		w.write("\n## " + w.words.Stories + "\n")
		w.list(byEpic[""])
	}
	for i := range w.c.Epics {
		e := &w.c.Epics[i]
		form := w.own(KindMilestone, e.ID, plainText(e.Text))
		w.write("\n## " + lineForms[composedEpicForms[form.line]](e.ID, escapeText(string(e.ID)), escapeText(e.Title)) + "\n")
		if text := plainText(e.Text); text != "" && form.text < leftOut {
			w.write("\n" + textForms[form.text](text) + "\n")
		}
		w.list(byEpic[e.ID])
	}
	return []byte(w.b.String())
}

// plainText returns a text without blank lines around it, and with line feeds only.
func plainText(s string) string {
	return markdown.TrimText(strings.ReplaceAll(s, "\r\n", "\n"))
}

// composedEpicForms are the lineForms of headings, the usual one first.
var composedEpicForms = []int{2, 1, 0, 3}

// milestones writes the table of the epics.
func (w *composer) milestones() {
	if len(w.c.Epics) == 0 {
		return
	}
	due := slices.ContainsFunc(w.c.Epics, func(e Epic) bool { return e.Due != "" })
	header := []string{w.words.Milestone, w.words.Epic}
	if due {
		header = append(header, w.words.Due)
	}
	rows := [][]string{append(header, w.words.Status)}
	for i := range w.c.Epics {
		e := &w.c.Epics[i]
		row := []string{escapeCell(e.Milestone), escapeCell(string(e.ID))}
		if due {
			row = append(row, e.Due)
		}
		status := w.words.Open
		if e.Status == StatusDone {
			status = w.words.Closed
		}
		rows = append(rows, append(row, status))
	}
	w.write("\n## " + w.words.Milestones + "\n\n")
	w.table(rows)
}

func (w *composer) table(rows [][]string) {
	var b strings.Builder
	writeTable(&b, rows)
	w.write(b.String())
}

// list writes the fields of stories, and the stories with their texts.
func (w *composer) list(stories []*Story) {
	w.fields(stories)
	apart := true // the next item needs a blank line before it
	for _, s := range stories {
		form := w.own(KindIssue, s.ID, plainText(s.Text))
		text := plainText(s.Text)
		if text != "" {
			text = textForms[form.text](text)
		}
		if apart || text != "" {
			w.write("\n")
		}
		box := " "
		switch {
		case s.Dropped:
			box = "-"
		case s.Checked != nil && *s.Checked:
			box = "x"
		}
		w.write("- [" + box + "] " + lineForms[form.line](s.ID, escapeText(string(s.ID)), escapeTitle(s.Title)) + "\n")
		if apart = text != ""; apart {
			w.write("\n")
			for line := range strings.SplitSeq(text, "\n") {
				w.write(strings.TrimRight("  "+line, " ") + trailingBreak(line) + "\n")
			}
		}
	}
}

// trailingBreak returns the blanks at the end of a line that break it.
func trailingBreak(line string) string {
	text := strings.TrimRight(line, " ")
	if text == "" {
		return ""
	}
	return line[len(text):]
}

// fields writes the table of what stories have beside their texts, if they have
// anything: a field in a text would be a part of it.
func (w *composer) fields(stories []*Story) {
	columns := []struct {
		name  string
		value func(*Story) string
	}{
		{w.words.Labels, func(s *Story) string { return joinCells(s.Labels, "") }},
		{w.words.Assignees, func(s *Story) string { return joinCells(s.Assignees, "@") }},
		{w.words.Points, func(s *Story) string {
			if s.Points == nil {
				return ""
			}
			return strconv.FormatFloat(*s.Points, 'f', -1, 64)
		}},
		{w.words.Due, func(s *Story) string { return s.Due }},
	}
	rows := [][]string{{"ID"}}
	for _, s := range stories {
		row := []string{escapeCell(string(s.ID))}
		filled := false
		for _, c := range columns {
			v := c.value(s)
			row, filled = append(row, cmp.Or(v, "-")), filled || v != ""
		}
		if filled {
			rows = append(rows, row)
		}
	}
	if len(rows) == 1 {
		return
	}
	for _, c := range columns {
		rows[0] = append(rows[0], c.name)
	}
	w.write("\n")
	w.table(rows)
}

func joinCells(members []string, sign string) string {
	cells := make([]string, len(members))
	for i, m := range members {
		cells[i] = escapeCell(sign + quoted(m))
	}
	return strings.Join(cells, ", ")
}

// quoted returns a member of a list in quotes where a comma or a semicolon in it
// would end it.
func quoted(member string) string {
	if strings.ContainsAny(member, ",;") && !strings.Contains(member, `"`) {
		return `"` + member + `"`
	}
	return member
}

// EpicWord returns the word for an epic with which IDs begin in a language.
func EpicWord(l Language) string { return strings.ToUpper(lexicon.WithoutAccents(lexicon.EpicWord(l))) }
