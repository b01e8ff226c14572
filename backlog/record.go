package backlog

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// An ItemRef names an item of a file. The milestone and the issue of one epic
// have the same ID.
type ItemRef struct {
	Kind Kind
	ID   ID
}

// Renamed is an item whose ID differs from that in its row of the ledger.
type Renamed struct {
	Kind     Kind
	From, To ID
}

// A Record is what a run learned from a tracker and records in a file.
type Record struct {
	// Evidence holds one entry for each registered item, in any order. The row
	// of the item is filled in, or added if the ledger has none; a ledger is
	// added if the file has none. Pos is ignored. Status is ignored, except
	// that a row is added with [StatusClosed].
	Evidence []Evidence

	// Follow names the rows that may be overwritten, because they name an item
	// that was replaced by another one.
	Follow []ItemRef

	// Closed names the rows of items that were closed because the file no
	// longer defines them. Their status becomes [StatusClosed].
	Closed []ItemRef

	// Renamed names the rows whose identifier changes, unless the ledger
	// already has a row with the new one.
	Renamed []Renamed

	// Aliases maps addresses in rows of the ledger to the address in Evidence
	// that leads to the same item, because services have several addresses for
	// one item. Equal addresses need no entry.
	Aliases map[string]string

	// Relations is the content of the relation list; nil leaves the list alone.
	// Links are taken from Evidence, or else from the ledger.
	Relations []Relation

	// Date is the day that Last-updated is set to if a ledger row changes.
	Date time.Time
}

// Record returns the edits that record r in the file: ledger cells and rows,
// the status cells of the milestone table, the ticks of the checklist if a tick
// means registered, the relation list and the Last-updated date. It returns no
// edits if r is already recorded.
//
// A filled cell is not overwritten with a different value; the difference is
// returned as a finding. If the ledger is not kept in the file (see
// [File.Ledger]), then ledger, relation list and date are not changed; use
// [File.RecordLedger] for a shared ledger. Texts are written and compared in
// the form of [CellText]. If the address of an item is neither a web address
// nor a relative link, nothing is recorded for the item, and the findings
// include an error.
func (f *File) Record(r Record) ([]Edit, Findings) {
	w := newRecorder(f, r)
	if f.ledger == LedgerFile {
		w.recordLedger()
	}
	w.setMilestones()
	w.tick()
	return w.sorted()
}

// recordLedger makes the ledger say what is to be recorded.
func (w *recorder) recordLedger() {
	switch {
	case w.ledger.syntax.Ledger >= 0:
		w.fillLedger()
		if len(w.edits) > 0 {
			w.setDate()
		}
		w.changeRelations()
	case len(w.r.Evidence) > 0:
		w.changeRelations() // above the ledger, should both go to the end
		w.addLedger()
		w.setDate()
	}
}

// sorted returns the edits and the findings in the order of places.
func (w *recorder) sorted() ([]Edit, Findings) {
	slices.SortStableFunc(w.edits, func(a, b Edit) int { return cmp.Compare(a.Start, b.Start) })
	w.findings.Sort()
	return w.edits, w.findings
}

// A recorder works out the edits of one Record.
type recorder struct {
	f        *File // with the items
	ledger   *File // with the ledger: f, or the file that it shares
	r        Record
	eol      string
	follow   map[itemKey]bool
	former   map[itemKey]string // keys that rows have so far
	defined  map[itemKey]int    // where items stand; nil until used
	links    map[string]string  // address of each issue, by key
	edits    []Edit
	findings Findings
}

func newRecorder(f *File, r Record) *recorder { return newLedgerRecorder(f, f, r) }

// newLedgerRecorder returns a recorder of the items of f and of a ledger, which may
// be in another file.
func newLedgerRecorder(f, ledger *File, r Record) *recorder {
	w := &recorder{
		f: f, ledger: ledger, eol: cmp.Or(ledger.lineBreak(), f.lineBreak(), "\n"), r: r,
		follow: make(map[itemKey]bool, len(r.Follow)), former: make(map[itemKey]string), links: make(map[string]string),
	}
	for _, ref := range r.Follow {
		w.follow[itemKey{Kind: ref.Kind, Key: ref.ID.Key()}] = true
	}
	for _, x := range r.Renamed {
		w.former[itemKey{Kind: x.Kind, Key: x.To.Key()}] = x.From.Key()
	}
	w.keepEvidence(r.Evidence)
	if r.Relations != nil {
		w.collectLinks()
	}
	return w
}

// lineBreak returns what the first line of the file ends with, "" if it has only one.
func (f *File) lineBreak() string {
	switch {
	case len(f.lines) < 2:
		return ""
	case f.lines[1] >= 2 && f.src[f.lines[1]-2] == '\r':
		return "\r\n"
	}
	return "\n"
}

// words returns those that are written: the language is that of the items.
func (w *recorder) words() *lexicon.Wording { return lexicon.WordingOf(w.f.language) }

// keepEvidence keeps the evidence in the form in which a ledger holds it.
func (w *recorder) keepEvidence(all []Evidence) {
	w.r.Evidence = make([]Evidence, 0, len(all))
	for _, e := range all {
		e.key = e.ID.Key()
		e.CreatedAt, e.Responsible = CellText(e.CreatedAt), CellText(e.Responsible)
		if e.URL != "" {
			address, ok := ledgerAddress(e.URL)
			if !ok {
				w.refuse(&e)
				continue
			}
			e.URL = address
		}
		w.r.Evidence = append(w.r.Evidence, e)
	}
}

// refuse reports an item whose address cannot be written.
func (w *recorder) refuse(e *Evidence) {
	home, at := placeOf(w.f, e.Kind, e.key)
	w.findings = append(w.findings, home.finding(at, SeverityError, CodeBadURL, e.ID,
		"the tracker gives %q as the address of %s, which is not a web address, or has a user name or a line break in it; nothing is recorded of %s: "+
			"find out what answers in place of the tracker, then run plan", e.URL, e.ID, e.ID))
}

// placeOf returns the line of a row of the ledger, else the one that defines
// the item, and the file that it stands in.
func placeOf(f *File, kind Kind, key string) (*File, Span) {
	if row := evidenceByKey(f)[kind][key]; row != nil {
		return row.home, row.line()
	}
	for _, s := range f.stories {
		if kind == KindIssue && s.key == key {
			return f, s.syntax.Line
		}
	}
	for _, e := range f.epics {
		if e.key == key {
			return f, e.syntax.Heading
		}
	}
	return f, Span{}
}

// collectLinks collects the addresses for the relation list.
func (w *recorder) collectLinks() {
	for _, e := range w.ledger.evidence {
		if e.Kind != KindIssue || e.URL == "" {
			continue
		}
		if address, ok := ledgerAddress(e.URL); ok {
			w.links[e.key] = address
		}
	}
	for i := range w.r.Evidence {
		e := &w.r.Evidence[i]
		if e.Kind == KindIssue && (w.links[e.key] == "" || w.follow[itemKey{Kind: e.Kind, Key: e.key}]) {
			w.links[e.key] = e.URL
		}
	}
}

// setMilestones sets the status cells of the milestone table.
func (w *recorder) setMilestones() {
	f := w.f
	if f.checkbox != CheckboxRegistered {
		return // the cells speak of work
	}
	epics := make(map[string]*Epic, len(f.epics))
	for _, e := range f.epics {
		epics[e.key] = e
	}
	editors := make(map[int]*markdown.TableEditor)
	for i := range w.r.Evidence {
		ev := &w.r.Evidence[i]
		e := epics[ev.key]
		if ev.Kind != KindMilestone || e == nil || e.Status != StatusPending || e.syntax.Row.Table < 0 {
			continue
		}
		at := e.syntax.Row
		t := editors[at.Table]
		if t == nil {
			t = markdown.NewTableEditor(f.src, f.tables[at.Table].Rows, w.eol)
			editors[at.Table] = t
		}
		column := f.tables[at.Table].Columns.Status
		if cells := t.Row(at.Row); column < len(cells) {
			t.Set(at.Row, column, createdLike(w.f, cells[column]))
		}
	}
	for i := range f.tables {
		if t := editors[i]; t != nil {
			w.edits = append(w.edits, t.Edits()...)
		}
	}
}

// tick ticks the boxes of registered stories, where that is what a tick means.
func (w *recorder) tick() {
	f := w.f
	if f.checkbox != CheckboxRegistered {
		return
	}
	registered := make(map[string]bool)
	for i := range w.r.Evidence {
		if e := &w.r.Evidence[i]; e.Kind == KindIssue {
			registered[e.key] = true
		}
	}
	for _, s := range f.stories {
		box := s.syntax.Box
		if registered[s.key] && box.End == box.Start+1 && f.src[box.Start] == ' ' {
			w.edits = append(w.edits, Edit{Span: box, New: "x"})
		}
	}
}

// setDate sets the day of Last-updated, if that is a day.
func (w *recorder) setDate() {
	at := w.ledger.syntax.Metadata["last-updated"]
	if w.r.Date.IsZero() || at.Start == at.End {
		return
	}
	day := w.r.Date.UTC().Format(time.DateOnly)
	value := string(w.ledger.src[at.Start:at.End])
	if len(value) < len(day) || !reading.MatchesForm(value[:len(day)], "dddd-dd-dd") || value[:len(day)] == day {
		return
	}
	w.edits = append(w.edits, Edit{Span: Span{Start: at.Start, End: at.Start + len(day)}, New: day})
}

// createdLike turns a cell that says pending into one of the same form that
// says created: "⬜ Pendiente" into "✅ Creado", "pending" into "created".
func createdLike(f *File, cell string) string {
	words, rest, marked := wordsLike(f, cell)
	if rest == "" {
		return "✅"
	}
	word := caseLike(words.Created, rest)
	if marked {
		return "✅ " + word
	}
	return word
}

// closedLike turns a cell into one that says closed: "✅ Creado" into "✖ Cerrado".
// The mark is always there, since people write the word for what is done.
func closedLike(f *File, cell string) string {
	words, rest, _ := wordsLike(f, cell)
	if rest == "" {
		return lexicon.ClosedMark
	}
	return lexicon.ClosedMark + " " + caseLike(words.Closed, rest)
}

// caseLike returns a word in lower case if another one begins so.
func caseLike(word, other string) string {
	if other[0] >= 'a' && other[0] <= 'z' {
		return strings.ToLower(word)
	}
	return word
}

// wordsLike takes the mark off a status cell, and returns the words of the language
// that the rest is of.
func wordsLike(f *File, cell string) (words *lexicon.Wording, rest string, marked bool) {
	text := strings.Trim(cell, "_* ")
	_, rest = lexicon.CutMark(strings.TrimPrefix(text, lexicon.ClosedMark))
	words = lexicon.WordingOf(f.language)
	if l, ok := languageOfStatus[lexicon.Fold(strings.TrimSpace(rest))]; ok {
		words = lexicon.WordingOf(l)
	}
	return words, rest, rest != text
}

// languageOfStatus tells the language of a word for a status, where only one has it.
var languageOfStatus = func() map[string]Language {
	m := make(map[string]Language)
	for l, w := range lexicon.Wordings {
		for _, word := range []string{w.Pending, w.Created, w.Closed} {
			m[lexicon.Fold(word)] = l
		}
	}
	return m
}()
