package backlog

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"
)

// fillLedger fills the cells of ledger rows, and adds the rows that are
// missing.
func (w *recorder) fillLedger() {
	f := w.f
	rows := f.evidenceByKey()
	editors := make(map[int]*tableEditor)
	editor := func(table int) *tableEditor {
		if editors[table] == nil {
			editors[table] = newTableEditor(f.src, &f.tables[table], w.eol)
		}
		return editors[table]
	}
	form := w.addressForm()
	var missing []*Evidence
	for i := range w.r.Evidence {
		ev := &w.r.Evidence[i]
		if row := rows[ev.Kind][ev.key]; row != nil {
			w.fillRow(editor(row.syntax.table), row, ev, form)
		} else {
			missing = append(missing, ev)
		}
	}
	if len(missing) > 0 {
		w.addRows(editor, missing, form)
	}
	for i := range f.tables {
		if t := editors[i]; t != nil {
			w.edits = append(w.edits, t.edits()...)
		}
	}
}

// fillRow fills the cells that are empty or hold a placeholder.
func (w *recorder) fillRow(t *tableEditor, row, ev *Evidence, form addressForm) {
	cols := &w.f.tables[row.syntax.table].columns
	at := row.syntax.row
	follow := w.follow[itemKey{row.Kind, row.key}]
	fill := func(column int, name, have, want, cell string, same bool) {
		switch {
		case column < 0 || want == "" || same:
		case have == "" || follow:
			t.set(at, column, cell)
		default:
			w.differs(row, column, name, have, want)
		}
	}
	fill(cols.url, "address", row.URL, ev.URL, form.write(ev), row.URL == ev.URL)
	fill(cols.date, "time", row.CreatedAt, ev.CreatedAt, escapeCell(ev.CreatedAt), sameInstant(row.CreatedAt, ev.CreatedAt))
	fill(cols.owner, "responsible", row.Responsible, ev.Responsible, escapeCell(ev.Responsible), samePerson(row.Responsible, ev.Responsible))
	if cells := t.row(at); cols.status >= 0 && cols.status < len(cells) && (row.Status == StatusPending || isPlaceholder([]byte(cells[cols.status]))) {
		t.set(at, cols.status, w.createdLike(cells[cols.status]))
	}
}

func (w *recorder) differs(row *Evidence, column int, name, have, want string) {
	c := checker{f: w.f}
	w.findings = append(w.findings, w.f.finding(c.cell(row, column), SeverityWarning, CodeEvidenceDiffers, row.ID,
		"the ledger gives %q as the %s of %s, the tracker %q; the cell is left as it is: correct it or empty it to have it filled", have, name, row.ID, want))
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

// An addressForm is how a ledger writes addresses.
type addressForm uint8

const (
	addressBare     addressForm = iota // https://…
	addressAutolink                    // <https://…>
	addressLink                        // [https://…](https://…)
	addressNamed                       // [US-1.1](https://…)
)

// addressForm looks at the first address of the ledger.
func (w *recorder) addressForm() addressForm {
	for _, e := range w.f.evidence {
		if e.URL == "" {
			continue
		}
		c := checker{f: w.f}
		at := c.cell(e, w.f.tables[e.syntax.table].columns.url)
		cell := string(w.f.src[at.Start:at.End])
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

// write returns the cell that holds the address of e. A relative address is no
// link unless it is written as one.
func (form addressForm) write(e *Evidence) string {
	u := strings.ReplaceAll(e.URL, "|", "%7C")
	absolute := strings.Contains(u, "://")
	switch {
	case form == addressNamed:
		return "[" + string(e.ID) + "](" + u + ")"
	case form == addressLink || !absolute:
		return "[" + u + "](" + u + ")"
	case form == addressAutolink:
		return "<" + u + ">"
	default:
		return u
	}
}

// addRows adds a row for each item that has none: in the table that holds its
// kind, in the order of IDs.
func (w *recorder) addRows(editor func(int) *tableEditor, missing []*Evidence, form addressForm) {
	slices.SortStableFunc(missing, compareEvidence)
	places := map[Kind]*places{KindMilestone: w.places(KindMilestone), KindIssue: w.places(KindIssue)}
	for _, ev := range missing {
		p := places[ev.Kind]
		t := editor(p.table)
		t.insert(p.after(ev.key), w.newRow(t, p, ev, form))
	}
}

func compareEvidence(a, b *Evidence) int {
	if a.Kind != b.Kind {
		if a.Kind == KindMilestone {
			return -1
		}
		return 1
	}
	return compareIDKeys(a.key, b.key)
}

// places tells where the rows of one kind stand in a table.
type places struct {
	table    int
	first    *Evidence // nil if there is none
	keys     []string  // in order
	reach    []int     // last row of all keys up to this one
	fallback int
}

func (w *recorder) places(kind Kind) *places {
	f := w.f
	p := &places{table: f.syntax.ledger}
	for _, e := range f.evidence {
		if e.Kind == kind {
			p.table, p.first = e.syntax.table, e
			break
		}
	}
	var rows []*Evidence
	last := 1
	for _, e := range f.evidence {
		if e.syntax.table != p.table {
			continue
		}
		last = max(last, e.syntax.row)
		if e.Kind == kind {
			rows = append(rows, e)
		}
	}
	switch {
	case len(rows) > 0:
		p.fallback = rows[0].syntax.row - 1
	case kind == KindMilestone:
		p.fallback = 1
	default:
		p.fallback = last
	}
	slices.SortStableFunc(rows, func(a, b *Evidence) int { return compareIDKeys(a.key, b.key) })
	reach := 0
	for _, e := range rows {
		reach = max(reach, e.syntax.row)
		p.keys = append(p.keys, e.key)
		p.reach = append(p.reach, reach)
	}
	return p
}

// after returns the row that a new row is to follow: the last one of a smaller
// ID, else what stands before the first of its kind.
func (p *places) after(key string) int {
	n := sort.Search(len(p.keys), func(i int) bool { return compareIDKeys(p.keys[i], key) > 0 })
	if n == 0 {
		return p.fallback
	}
	return p.reach[n-1]
}

// newRow returns the cells of a new row.
func (w *recorder) newRow(t *tableEditor, p *places, ev *Evidence, form addressForm) []string {
	cols := &w.f.tables[p.table].columns
	cells := make([]string, len(t.row(0)))
	words := w.f.language.wording()
	put := func(column int, text string) {
		if column >= 0 && column < len(cells) {
			cells[column] = text
		}
	}
	kind, status := words.issue, "✅"
	if ev.Kind == KindMilestone {
		kind = words.milestone
	}
	if p.first != nil {
		like := t.row(p.first.syntax.row)
		kind = like[cols.kind]
		if cols.status >= 0 && cols.status < len(like) && p.first.Status != "" {
			status = like[cols.status]
			if p.first.Status == StatusPending {
				status = w.createdLike(status)
			}
		}
	}
	if ev.URL == "" {
		status = w.pendingCell(t, p)
	}
	unknown := "_" + words.pending + "_"
	put(cols.kind, kind)
	put(cols.id, escapeCell(string(ev.ID)))
	put(cols.url, orUnknown(form.write(ev), ev.URL, unknown))
	put(cols.date, orUnknown(escapeCell(ev.CreatedAt), ev.CreatedAt, unknown))
	put(cols.owner, orUnknown(escapeCell(ev.Responsible), ev.Responsible, unknown))
	put(cols.status, status)
	return cells
}

func orUnknown(cell, value, unknown string) string {
	if value == "" {
		return unknown
	}
	return cell
}

// addLedger adds a ledger as the last section of the file.
func (w *recorder) addLedger() {
	f := w.f
	if !w.closeEnd() {
		return
	}
	words := f.language.wording()
	all := make([]*Evidence, len(w.r.Evidence))
	for i := range w.r.Evidence {
		all[i] = &w.r.Evidence[i]
	}
	slices.SortStableFunc(all, compareEvidence)
	unknown := "_" + words.pending + "_"
	table := [][]string{words.ledgerHeader[:]}
	for _, e := range all {
		kind := words.issue
		if e.Kind == KindMilestone {
			kind = words.milestone
		}
		table = append(table, []string{
			kind, escapeCell(string(e.ID)), orUnknown(addressBare.write(e), e.URL, unknown),
			orUnknown(e.CreatedAt, e.CreatedAt, unknown), orUnknown(escapeCell(e.Responsible), e.Responsible, unknown), "✅",
		})
	}
	var b strings.Builder
	b.WriteString(strings.Repeat("\n", 2-min(2, f.trailingBreaks())))
	fmt.Fprintf(&b, "%s %s\n\n%s\n\n", strings.Repeat("#", f.syntax.level), words.ledgerTitle, ledgerMark)
	writeTable(&b, table)
	if list := w.relationList("-"); list != "" && f.syntax.relation.heading == (Span{}) {
		fmt.Fprintf(&b, "\n%s\n\n%s\n", w.relationHeading(f.syntax.level), list)
	}
	w.insert(len(f.src), b.String())
}

// closeEnd closes what is open at the end of the file, such as a fence of code
// that a person forgot: a section below it would be no section. The closing is
// what [CloseText] gives the text of a last story, so that this text stays the
// same. It reports whether a section can be added.
func (w *recorder) closeEnd() bool {
	f := w.f
	text := strings.TrimRight(string(f.src[f.syntax.start:]), "\r\n")
	at := f.syntax.start + len(text)
	added := ""
	const limit = 16 // each closing may uncover another opening
	for range limit {
		closing := closingOf(text + added)
		if closing == "" {
			break
		}
		added += "\n" + closing
	}
	report := func(format string) {
		w.findings = append(w.findings, f.finding(Span{at, at}, SeverityWarning, CodeMissingEvidence, "", format, strings.TrimSpace(added)))
	}
	switch {
	case added == "":
		return true
	case closingOf(text+added) != "":
		report("the ledger cannot be added, because the file ends inside an open block; close it, for example with %q")
		return false
	}
	w.insert(at, added)
	report("the file ended inside an open block; it is closed with %q, so that the ledger can stand below")
	return true
}

// writeTable writes a new table, aligned to the left.
func writeTable(b *strings.Builder, table [][]string) {
	widths, marks := make([]int, len(table[0])), make([]string, len(table[0]))
	for i := range widths {
		widths[i] = 3
		for _, cells := range table {
			widths[i] = max(widths[i], displayWidth(cells[i]))
		}
	}
	for i, cells := range table {
		writeCells(b, cells, marks, widths)
		b.WriteByte('\n')
		if i == 0 {
			writeDelimiters(b, marks, widths)
			b.WriteByte('\n')
		}
	}
}

// trailingBreaks counts the line breaks at the end of the file. An empty file
// needs none before a section.
func (f *File) trailingBreaks() int {
	s := strings.ReplaceAll(string(f.src[max(0, len(f.src)-8):]), "\r", "")
	if strings.TrimSpace(s) == "" && len(f.src) <= 8 {
		return 2
	}
	return len(s) - len(strings.TrimRight(s, "\n"))
}

// insert adds text, with the line endings of the file.
func (w *recorder) insert(at int, text string) {
	if w.eol != "\n" {
		text = strings.ReplaceAll(text, "\n", w.eol)
	}
	w.edits = append(w.edits, Edit{Span{at, at}, text})
}
