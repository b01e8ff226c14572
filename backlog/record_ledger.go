package backlog

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// fillLedger fills the cells of ledger rows, and adds the rows that are
// missing.
func (w *recorder) fillLedger() {
	f := w.ledger
	rows := evidenceByKey(f)
	editors := make(map[int]*markdown.TableEditor)
	editor := func(table int) *markdown.TableEditor {
		if editors[table] == nil {
			editors[table] = markdown.NewTableEditor(f.src, f.tables[table].Rows, w.eol)
		}
		return editors[table]
	}
	form := addressFormOf(f)
	var missing []*Evidence
	for i := range w.r.Evidence {
		ev := &w.r.Evidence[i]
		row := rows[ev.Kind][ev.key]
		if former, ok := w.former[itemKey{Kind: ev.Kind, Key: ev.key}]; ok && row == nil {
			row = rows[ev.Kind][former]
		}
		if row != nil {
			w.fillRow(editor(row.syntax.Table), row, ev, form)
		} else {
			missing = append(missing, ev)
		}
	}
	if len(missing) > 0 {
		w.addRows(editor, missing, form)
	}
	for _, ref := range w.r.Closed { // now, since added rows are written like others
		if row := rows[ref.Kind][ref.ID.Key()]; row != nil && row.Status != StatusClosed {
			w.closeRow(editor(row.syntax.Table), row)
		}
	}
	for i := range f.tables {
		if t := editors[i]; t != nil {
			w.edits = append(w.edits, t.Edits()...)
		}
	}
}

// fillRow fills the cells that are empty or hold a placeholder.
func (w *recorder) fillRow(t *markdown.TableEditor, row, ev *Evidence, form addressForm) {
	cols := row.columns
	at := row.syntax.Row
	if row.key != ev.key {
		t.Set(at, cols.Id, escapeCell(string(ev.ID)))
	}
	follow := w.follow[itemKey{Kind: row.Kind, Key: row.key}]
	fill := func(column int, name, have, want, cell string, same bool) {
		switch {
		case column < 0 || want == "" || same:
		case have == "" || follow:
			t.Set(at, column, cell)
		default:
			w.differs(row, column, name, have, want)
		}
	}
	fill(cols.Url, "address", row.URL, ev.URL, form.write(ev), w.sameAddress(row.URL, ev.URL))
	fill(cols.Date, "time", row.CreatedAt, ev.CreatedAt, escapeCell(ev.CreatedAt), sameInstant(row.CreatedAt, ev.CreatedAt))
	fill(cols.Owner, "responsible", row.Responsible, ev.Responsible, escapePerson(ev.Responsible), samePerson(row.Responsible, ev.Responsible))
	if cells := t.Row(at); cols.Status >= 0 && cols.Status < len(cells) &&
		(row.Status == StatusPending || row.Status == StatusClosed || lexicon.IsPlaceholder([]byte(cells[cols.Status]))) {
		t.Set(at, cols.Status, createdLike(w.f, cells[cols.Status]))
	}
}

// closeRow makes the status of a row that of an item that was closed.
func (w *recorder) closeRow(t *markdown.TableEditor, row *Evidence) {
	column := row.columns.Status
	if cells := t.Row(row.syntax.Row); column >= 0 && column < len(cells) {
		t.Set(row.syntax.Row, column, closedLike(w.f, cells[column]))
	}
}

func (w *recorder) differs(row *Evidence, column int, name, have, want string) {
	w.findings = append(w.findings, row.home.finding(row.cell(column), SeverityWarning, CodeEvidenceDiffers, row.ID,
		"the ledger gives %q as the %s of %s, the tracker %q; the cell is left as it is: correct it or empty it to have it filled", have, name, row.ID, want))
}

// sameAddress reports whether an address of the ledger leads to the item of
// one that the tracker gives.
func (w *recorder) sameAddress(have, want string) bool {
	if have == want {
		return true
	}
	if address, ok := ledgerAddress(w.r.Aliases[have]); ok && address == want {
		return true
	}
	address, ok := ledgerAddress(have)
	return ok && address == want
}

func sameInstant(a, b string) bool {
	if a == b {
		return true
	}
	x, errX := time.Parse(time.RFC3339, a)
	y, errY := time.Parse(time.RFC3339, b)
	return errX == nil && errY == nil && x.Equal(y)
}

func samePerson(a, b string) bool {
	return strings.EqualFold(strings.TrimPrefix(a, "@"), strings.TrimPrefix(b, "@"))
}

// addressFormOf looks at the first address of the ledger.
func addressFormOf(f *File) addressForm {
	for _, e := range f.evidence {
		if e.URL == "" {
			continue
		}
		at := e.cell(e.columns.Url)
		cell := string(f.src[at.Start:at.End])
		switch {
		case strings.HasPrefix(cell, "<"):
			return addressAutolink
		case strings.HasPrefix(cell, "["+e.URL+"]"):
			return addressLink
		case strings.HasPrefix(cell, "["):
			return addressNamed
		default:
			return addressBare
		}
	}
	return addressBare
}

// addRows adds a row for each item that has none: in the table that holds its
// kind, in the order of the file.
func (w *recorder) addRows(editor func(int) *markdown.TableEditor, missing []*Evidence, form addressForm) {
	slices.SortStableFunc(missing, w.compareEvidence)
	places := map[Kind]*places{KindMilestone: w.places(KindMilestone), KindIssue: w.places(KindIssue)}
	for _, ev := range missing {
		p := places[ev.Kind]
		t := editor(p.table)
		t.Insert(p.after(w.placeOfItem(ev)), w.newRow(t, p, ev, form))
	}
}

// compareEvidence orders milestones before issues, and both as the file defines
// them.
func (w *recorder) compareEvidence(a, b *Evidence) int {
	if a.Kind != b.Kind {
		if a.Kind == KindMilestone {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(w.placeOfItem(a), w.placeOfItem(b)), lexicon.CompareIDKeys(a.key, b.key))
}

// placeOfItem returns where the file defines an item, and its end for one that it
// does not.
func (w *recorder) placeOfItem(e *Evidence) int {
	if w.defined == nil {
		w.defined = make(map[itemKey]int, len(w.f.epics)+len(w.f.stories))
		for _, e := range w.f.epics {
			w.defined[itemKey{Kind: KindMilestone, Key: e.key}] = e.syntax.Heading.Start
			w.defined[itemKey{Kind: KindIssue, Key: e.key}] = e.syntax.Heading.Start
		}
		line, n := -1, 0
		for _, s := range w.f.stories {
			if s.syntax.Line.Start == line {
				n++
			} else {
				line, n = s.syntax.Line.Start, 0
			}
			w.defined[itemKey{Kind: KindIssue, Key: s.key}] = line + n // several in one line follow each other
		}
	}
	if at, ok := w.defined[itemKey{Kind: e.Kind, Key: e.key}]; ok {
		return at
	}
	return len(w.f.src)
}

// places tells where the rows of one kind stand in a table.
type places struct {
	table    int
	first    *Evidence // nil if there is none
	defined  []int     // where their items stand in the file, in order
	reach    []int     // last row of all up to this one
	fallback int
}

func (w *recorder) places(kind Kind) *places {
	f := w.ledger
	p := &places{table: f.syntax.Ledger}
	for _, e := range f.evidence {
		if e.Kind == kind {
			p.table, p.first = e.syntax.Table, e
			break
		}
	}
	var rows []*Evidence
	last := 1
	for _, e := range f.evidence {
		if e.syntax.Table != p.table {
			continue
		}
		last = max(last, e.syntax.Row)
		if e.Kind == kind {
			rows = append(rows, e)
		}
	}
	switch {
	case len(rows) > 0:
		p.fallback = rows[0].syntax.Row - 1
	case kind == KindMilestone:
		p.fallback = 1
	default:
		p.fallback = last
	}
	rows = slices.DeleteFunc(rows, func(e *Evidence) bool { return w.placeOfItem(e) == len(w.f.src) })
	slices.SortStableFunc(rows, w.compareEvidence)
	reach := 0
	for _, e := range rows {
		reach = max(reach, e.syntax.Row)
		p.defined = append(p.defined, w.placeOfItem(e))
		p.reach = append(p.reach, reach)
	}
	return p
}

// after returns the row that the new row of an item is to follow: the last one of
// those that stand above it in the file, else what stands before the first of its
// kind.
func (p *places) after(at int) int {
	n := sort.SearchInts(p.defined, at+1)
	if n == 0 {
		return p.fallback
	}
	return p.reach[n-1]
}

// newRow returns the cells of a new row.
func (w *recorder) newRow(t *markdown.TableEditor, p *places, ev *Evidence, form addressForm) []string {
	cols := &w.ledger.tables[p.table].Columns
	cells := make([]string, len(t.Row(0)))
	words := w.words()
	put := func(column int, text string) {
		if column >= 0 && column < len(cells) {
			cells[column] = text
		}
	}
	kind, status := words.Issue, "✅"
	if ev.Kind == KindMilestone {
		kind = words.Milestone
	}
	if p.first != nil {
		like := t.Row(p.first.syntax.Row)
		kind = like[cols.Kind]
		if cols.Status >= 0 && cols.Status < len(like) && p.first.Status != "" {
			status = like[cols.Status]
			if p.first.Status == StatusPending || p.first.Status == StatusClosed {
				status = createdLike(w.f, status)
			}
		}
	}
	switch {
	case ev.URL == "":
		status = pendingCell(w.ledger, t, p)
	case ev.Status == StatusClosed:
		status = closedLike(w.f, status)
	}
	unknown := "_" + words.Pending + "_"
	put(cols.Kind, kind)
	put(cols.Id, escapeCell(string(ev.ID)))
	put(cols.Url, orUnknown(form.write(ev), ev.URL, unknown))
	put(cols.Date, orUnknown(escapeCell(ev.CreatedAt), ev.CreatedAt, unknown))
	put(cols.Owner, orUnknown(escapePerson(ev.Responsible), ev.Responsible, unknown))
	put(cols.Status, status)
	return cells
}

func orUnknown(cell, value, unknown string) string {
	if value == "" {
		return unknown
	}
	return cell
}
