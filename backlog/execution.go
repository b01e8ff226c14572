package backlog

import (
	"bytes"
	"cmp"
	"embed"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// DeriveOptions says what an execution file contains besides its items. A nil
// *DeriveOptions means the zero DeriveOptions.
type DeriveOptions struct {
	Path   string // of the execution file, as in [Options]
	Source string // how the execution file names its source; if empty, the path that the source was parsed under

	Service string // name of the tracker's service; if empty, "GitHub"
	Client  string // the service's own command, which logs in; if empty, "gh"
	NoLogin bool   // the service needs no login, so the file has no note about it

	// Ledger is where the ledger is kept, as returned by [ParseLedger]; ""
	// means [LedgerFile]. A path is relative to the folder of the execution
	// file, which links to it.
	Ledger string

	Date time.Time // the day of Last-updated
}

// ErrNoItems is returned by [Derive] for a source that has neither epics nor
// stories.
var ErrNoItems = errors.New("no epics or stories were found")

// Derive returns the execution file of a source: a table of the milestones, a
// checklist of the issues by epic, and a ledger with a pending row for each, in
// the language of the source. It reads to the same items as the source. The
// error is an [*InvalidError], [ErrNoItems], or names an item that cannot be
// written so that it reads as in the source.
func Derive(source *File, opts *DeriveOptions) ([]byte, error) {
	if err := source.Check().Err(); err != nil {
		return nil, err
	}
	if len(source.epics)+len(source.stories) == 0 {
		return nil, ErrNoItems
	}
	d := newDerivation(source, opts)
	for {
		src := d.compose()
		wrong := d.misread(Parse(d.opts.Path, src, &Options{Path: d.opts.Path}))
		if len(wrong) == 0 {
			return src, nil
		}
		if !d.advance(wrong, KindMilestone, len(epicForms)) && !d.advance(wrong, KindIssue, len(lineForms)) {
			return nil, d.unwritable(wrong[0])
		}
	}
}

// advance gives the items of one kind that were misread their next form, and
// reports whether there was one. Epics come first: how stories are read depends
// on the headings above them.
func (d *derivation) advance(wrong []itemKey, kind Kind, forms int) bool {
	moved := false
	for _, k := range wrong {
		if k.Kind == kind && d.forms[k] < forms-1 {
			d.forms[k]++
			moved = true
		}
	}
	return moved
}

// A derivation is the work on one execution file.
type derivation struct {
	source *File
	opts   DeriveOptions
	forms  map[itemKey]int // of the items that the first of lineForms does not suit

	wanted   []*Story // see [derivation.stories]
	existing bool     // the file may have titles of milestones of its own
}

func newDerivation(source *File, opts *DeriveOptions) *derivation {
	d := &derivation{source: source, forms: make(map[itemKey]int)}
	if opts != nil {
		d.opts = *opts
	}
	d.opts.Source = cmp.Or(d.opts.Source, source.opts.Path)
	d.opts.Service, d.opts.Client = cmp.Or(d.opts.Service, "GitHub"), cmp.Or(d.opts.Client, "gh")
	return d
}

// stories returns the stories of the source that are still wanted.
func (d *derivation) stories() []*Story {
	if d.wanted == nil {
		d.wanted = make([]*Story, 0, len(d.source.stories))
		for _, s := range d.source.stories {
			if !s.Dropped {
				d.wanted = append(d.wanted, s)
			}
		}
	}
	return d.wanted
}

// lineForms are the ways to write an item's ID and title on one line, the
// plainest first. What a title begins with may make another one necessary.
var lineForms = []func(id ID, name, title string) string{
	func(_ ID, name, title string) string { return strings.TrimSpace(name + " " + title) },
	func(_ ID, name, title string) string { return strings.TrimPrefix(name+": "+title, ": ") },
	func(_ ID, name, title string) string { return strings.TrimPrefix(name+" — "+title, " — ") },
	func(id ID, _, title string) string { return atStart(title) + " " + anchor(id) },
}

// atStart writes a title where it may look like the beginning of a list, a heading
// or a quotation.
func atStart(title string) string {
	digits := len(title) - len(strings.TrimLeft(title, "0123456789"))
	switch {
	case title == "":
	case strings.IndexByte("-+#>[=", title[0]) >= 0:
		return `\` + title
	case digits > 0 && digits < len(title) && (title[digits] == '.' || title[digits] == ')'):
		return title[:digits] + `\` + title[digits:]
	}
	return title
}

// epicForms are the same for the headings of epics. The last one takes the line
// of the source.
var epicForms = []func(source *File, e *Epic) string{
	func(source *File, e *Epic) string {
		return strings.TrimSuffix(strings.TrimPrefix(displayID(source, e)+" — "+escapeText(e.Title), " — "), " — ")
	},
	func(source *File, e *Epic) string {
		return strings.TrimPrefix(displayID(source, e)+": "+escapeText(e.Title), ": ")
	},
	func(source *File, e *Epic) string {
		return lexicon.EpicWord(source.language) + ": " + escapeText(e.Title)
	},
	func(_ *File, e *Epic) string { return escapeText(e.Title) + " " + anchor(e.ID) },
	func(source *File, e *Epic) string {
		return strings.TrimLeft(string(source.src[e.syntax.Heading.Start:e.syntax.Heading.End]), "#-*+>| \t")
	},
}

//go:embed execution/*.md
var executionTexts embed.FS

// compose writes the whole file.
func (d *derivation) compose() []byte {
	text, err := executionTexts.ReadFile("execution/" + string(d.source.language) + ".md")
	if err != nil { // a language that nothing is written in
		text, err = executionTexts.ReadFile("execution/en.md")
	}
	if err != nil {
		panic("unreachable: it is embedded: " + err.Error())
	}
	if d.opts.NoLogin {
		text, _, _ = bytes.Cut(text, []byte("\n## 4) "))
	}
	milestones, milestoneTable := d.table(string(text), "{milestones: ", d.milestoneRows())
	ledger, ledgerTable := d.table(string(text), "{ledger: ", d.ledgerRows())
	switch d.opts.Ledger {
	case "", LedgerFile:
	case LedgerNone: // with its heading
		_, heading, _ := strings.Cut(string(text), "\n### ")
		heading, _, _ = strings.Cut(heading, ledger)
		ledger, ledgerTable = "\n### "+heading+ledger, ""
	default:
		ledgerTable = linkTo(d.opts.Ledger) + "\n"
	}
	return []byte(strings.NewReplacer( // at once, since what is put in may look like a place
		milestones, milestoneTable, ledger, ledgerTable, "{issues}", d.issues(), "{metadata}", d.metadata(), "{title}", escapeText(d.title()),
		"{service}", d.opts.Service, "{client}", d.opts.Client, "{stories}", strconv.Itoa(len(d.stories())),
	).Replace(string(text)))
}

// linkTo returns a link to a file, with its path for text.
func linkTo(path string) string {
	address := strings.NewReplacer("(", "%28", ")", "%29").Replace((&url.URL{Path: path}).String())
	return "[" + escapeText(path) + "](" + address + ")"
}

// table returns the line of the text that gives the header of a table, and the
// table to put in its place.
func (d *derivation) table(text, mark string, rows [][]string) (line, table string) {
	_, rest, _ := strings.Cut(text, mark)
	header, _, _ := strings.Cut(rest, "}\n")
	var b strings.Builder
	writeTable(&b, append([][]string{strings.Split(strings.ReplaceAll(header, "{service}", d.opts.Service), " | ")}, rows...))
	return mark + header + "}\n", b.String()
}

// title returns what the source is about: its title, without what it says of
// the kind of document behind a dash or a colon.
func (d *derivation) title() string {
	title := d.source.title
	for _, e := range d.source.epics {
		if e.Title != "" && strings.HasSuffix(title, e.Title) {
			title = "" // the heading of an epic
		}
	}
	for _, separator := range []string{" — ", " – ", " - ", ": "} {
		if head, _, ok := strings.Cut(title, separator); ok && head != "" {
			title = head
		}
	}
	base := path.Base(d.opts.Source)
	return cmp.Or(title, strings.TrimSuffix(base, path.Ext(base)))
}

// metadata returns the lines of the leading comment.
func (d *derivation) metadata() string {
	lines := []string{
		"Status: derived", "Last-updated: " + d.opts.Date.UTC().Format(time.DateOnly),
		strings.TrimSpace("Owner: " + commentText(d.source.metadata["owner"])), "Source-of-truth: " + d.opts.Source,
	}
	if scope := d.source.metadata["scope"]; scope != "" {
		lines = append(lines, "scope: "+commentText(scope))
	}
	return strings.Join(append(lines, "checkbox: registered"), "\n")
}

// commentText makes a text fit for a comment, which it must not end.
func commentText(s string) string { return strings.ReplaceAll(CellText(s), "--", "-") }

func (d *derivation) milestoneRows() [][]string {
	var rows [][]string
	for _, e := range d.source.epics {
		rows = append(rows, d.milestoneRow(e))
	}
	return rows
}

func (d *derivation) milestoneRow(e *Epic) []string {
	name := displayID(d.source, e)
	return []string{escapeCell(e.Milestone), escapeCell(cmp.Or(name, e.Title)), "⬜ " + capitalized(lexicon.WordingOf(d.source.language).Pending)}
}

// epicLevel is the level of the headings of epics.
const epicLevel = 3

// issues returns the checklist: stories without an epic first, the others below
// the headings of their epics.
func (d *derivation) issues() string {
	byEpic := make(map[ID][]*Story)
	for _, s := range d.stories() {
		byEpic[s.Epic] = append(byEpic[s.Epic], s)
	}
	var blocks []string
	list := func(stories []*Story) {
		var lines []string
		for _, s := range stories {
			lines = append(lines, d.storyLine(s))
		}
		if len(lines) > 0 {
			blocks = append(blocks, strings.Join(lines, "\n"))
		}
	}
	list(byEpic[""])
	for _, e := range d.source.epics {
		blocks = append(blocks, d.epicHeading(e))
		list(byEpic[e.ID])
	}
	return strings.Join(blocks, "\n\n")
}

func (d *derivation) epicHeading(e *Epic) string {
	form := d.forms[itemKey{Kind: KindMilestone, Key: e.key}]
	return strings.Repeat("#", epicLevel) + " " + epicForms[form](d.source, e)
}

func (d *derivation) storyLine(s *Story) string {
	name := string(s.ID)
	if s.DerivedID || s.Anchored {
		name = ""
	}
	return "- [ ] " + lineForms[d.forms[itemKey{Kind: KindIssue, Key: s.key}]](s.ID, escapeText(name), escapeTitle(s.Title))
}

func (d *derivation) ledgerRows() [][]string {
	words := lexicon.WordingOf(d.source.language)
	row := func(kind string, id ID) []string {
		unknown := "_" + words.Pending + "_"
		return []string{kind, escapeCell(string(id)), unknown, unknown, unknown, "⬜"}
	}
	var rows [][]string
	for _, e := range d.source.epics {
		rows = append(rows, row(words.Milestone, e.ID))
	}
	for _, s := range d.stories() {
		rows = append(rows, row(words.Issue, s.ID))
	}
	return rows
}

// displayID returns the ID of an epic as its own line writes it, "ÉPICA 1" for
// EPICA-1; "" if it has none.
func displayID(f *File, e *Epic) string {
	if e.DerivedID {
		return ""
	}
	line := string(f.src[e.syntax.Heading.Start:e.syntax.Heading.End])
	apart := func(r rune) bool { return lexicon.NotWord(r) && !strings.ContainsRune(" -.", r) }
	for part := range strings.FieldsFuncSeq(line, apart) {
		part = strings.TrimLeft(part, " -.")
		for i, r := range part {
			next := i + len(string(r))
			if (next == len(part) || lexicon.NotWord(rune(part[next]))) && !lexicon.NotWord(r) && ID(part[:next]).Key() == e.key {
				return part[:next]
			}
		}
	}
	return string(e.ID)
}

// misread returns the items that do not read as in the source.
func (d *derivation) misread(f *File) []itemKey {
	var wrong []itemKey
	m := d.match(f)
	for _, e := range d.source.epics {
		got := m.epics[e.key]
		if got == nil || got.Title != e.Title || !d.existing && got.Milestone != CellText(e.Milestone) {
			wrong = append(wrong, itemKey{Kind: KindMilestone, Key: e.key})
		}
	}
	for _, s := range d.stories() {
		got := m.stories[s.key]
		if got == nil || got.Title != s.Title || !m.under(s, got) || !d.existing && got.key != s.key {
			wrong = append(wrong, itemKey{Kind: KindIssue, Key: s.key})
		}
	}
	return wrong
}

func (d *derivation) unwritable(k itemKey) error {
	for _, s := range d.source.stories {
		if k == (itemKey{Kind: KindIssue, Key: s.key}) {
			return fmt.Errorf("%s: %s %q would not read the same in a checklist; give it a plainer title", s.Pos, s.ID, s.Title)
		}
	}
	for _, e := range d.source.epics {
		if k == (itemKey{Kind: KindMilestone, Key: e.key}) {
			return fmt.Errorf("%s: %s %q would not read the same in a heading; give it a plainer title", e.Pos, e.ID, e.Title)
		}
	}
	panic("unreachable: the item is one of the source")
}

// escapeText is escapeCell for text outside of tables.
func escapeText(s string) string { return strings.ReplaceAll(escapeCell(s), `\|`, "|") }

// escapeTitle is escapeText for the title of a story on a line of a list, where a
// login at the end would be an assignee.
func escapeTitle(s string) string {
	_, logins := reading.CutLogins(s)
	s = escapeText(s)
	end := len(s)
	for range logins { // which have no other sign of this kind
		end = strings.LastIndexByte(s[:end], '@')
		s = s[:end] + `\` + s[end:]
	}
	return s
}

func capitalized(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}
