package backlog

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// An ItemRef names an item of a file: an epic that has an issue of its own has
// the ID of its milestone.
type ItemRef struct {
	Kind Kind
	ID   ID
}

// A Record is what a run learned from a tracker and wants a file to say.
type Record struct {
	// Evidence holds one entry for each registered item, in any order. Its
	// row is filled, or added if the ledger has none; a ledger is added if
	// the file has none. Pos is ignored.
	Evidence []Evidence

	// Follow names the rows that may be overwritten, because the item they
	// named is no longer the one that counts.
	Follow []ItemRef

	// Relations is the content of the relation list; nil leaves the list alone.
	// The links are taken from Evidence, else from the ledger.
	Relations []Relation

	// Date is the day that Last-updated is set to if a ledger row changes.
	Date time.Time
}

// Record returns the edits that make the file say r: ledger cells and rows,
// the status cells of the milestone table, the ticks of the checklist where a
// tick means registered, the relation list and the Last-updated date. It
// returns no edits if the file already says so.
//
// A cell that is filled is not overwritten by something different: the
// difference is returned as a finding.
func (f *File) Record(r Record) ([]Edit, Findings) {
	w := newRecorder(f, r)
	if f.HasLedger() {
		w.fillLedger()
		if len(w.edits) > 0 {
			w.setDate()
		}
		w.changeRelations()
	} else if len(r.Evidence) > 0 {
		w.changeRelations() // above the ledger, should both go to the end
		w.addLedger()
		w.setDate()
	}
	w.setMilestones()
	w.tick()
	slices.SortStableFunc(w.edits, func(a, b Edit) int { return cmp.Compare(a.Start, b.Start) })
	w.findings.Sort()
	return w.edits, w.findings
}

// A recorder works out the edits of one Record.
type recorder struct {
	f        *File
	r        Record
	eol      string
	follow   map[itemKey]bool
	links    map[string]string // address of each issue, by key
	edits    []Edit
	findings Findings
}

func newRecorder(f *File, r Record) *recorder {
	w := &recorder{f: f, r: r, eol: "\n", follow: make(map[itemKey]bool, len(r.Follow)), links: make(map[string]string)}
	if len(f.lines) > 1 && f.lines[1] >= 2 && f.src[f.lines[1]-2] == '\r' {
		w.eol = "\r\n"
	}
	for _, ref := range r.Follow {
		w.follow[itemKey{ref.Kind, ref.ID.Key()}] = true
	}
	w.r.Evidence = slices.Clone(r.Evidence)
	for i := range w.r.Evidence {
		e := &w.r.Evidence[i]
		e.key = e.ID.Key()
	}
	if r.Relations != nil {
		for _, e := range f.evidence {
			if e.Kind == KindIssue && e.URL != "" {
				w.links[e.key] = e.URL
			}
		}
		for i := range w.r.Evidence {
			e := &w.r.Evidence[i]
			if e.Kind == KindIssue && (w.links[e.key] == "" || w.follow[itemKey{e.Kind, e.key}]) {
				w.links[e.key] = e.URL
			}
		}
	}
	return w
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
	editors := make(map[int]*tableEditor)
	for i := range w.r.Evidence {
		ev := &w.r.Evidence[i]
		e := epics[ev.key]
		if ev.Kind != KindMilestone || e == nil || e.Status != StatusPending || e.syntax.row.table < 0 {
			continue
		}
		at := e.syntax.row
		t := editors[at.table]
		if t == nil {
			t = newTableEditor(f.src, &f.tables[at.table], w.eol)
			editors[at.table] = t
		}
		column := f.tables[at.table].columns.status
		if cells := t.row(at.row); column < len(cells) {
			t.set(at.row, column, w.createdLike(cells[column]))
		}
	}
	for i := range f.tables {
		if t := editors[i]; t != nil {
			w.edits = append(w.edits, t.edits()...)
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
		box := s.syntax.box
		if registered[s.key] && box.End == box.Start+1 && f.src[box.Start] == ' ' {
			w.edits = append(w.edits, Edit{box, "x"})
		}
	}
}

// setDate sets the day of Last-updated, if that is a day.
func (w *recorder) setDate() {
	at := w.f.syntax.metadata["last-updated"]
	if w.r.Date.IsZero() || at.Start == at.End {
		return
	}
	day := w.r.Date.UTC().Format(time.DateOnly)
	value := string(w.f.src[at.Start:at.End])
	if len(value) < len(day) || !matchesForm(value[:len(day)], "dddd-dd-dd") || value[:len(day)] == day {
		return
	}
	w.edits = append(w.edits, Edit{Span{at.Start, at.Start + len(day)}, day})
}

// createdLike turns a cell that says pending into one of the same form that
// says created: "⬜ Pendiente" into "✅ Creado", "pending" into "created".
func (w *recorder) createdLike(cell string) string {
	text := strings.Trim(cell, "_* ")
	_, rest := cutMark(text)
	if rest == "" {
		return "✅"
	}
	word := w.f.language.wording().created
	if l, ok := languageOfPending[fold(strings.TrimSpace(rest))]; ok {
		word = l.wording().created
	}
	if rest != text {
		return "✅ " + word
	}
	if first := rest[0]; first >= 'a' && first <= 'z' {
		word = strings.ToLower(word)
	}
	return word
}

// languageOfPending tells the language of a word that says pending.
var languageOfPending = func() map[string]Language {
	m := make(map[string]Language)
	for l, w := range wordings {
		m[fold(w.pending)] = l
	}
	return m
}()
