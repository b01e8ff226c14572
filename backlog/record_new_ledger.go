package backlog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// addLedger adds a ledger: as the last section of the file, or in the section that is
// about the items in one that is shared.
func (w *recorder) addLedger() {
	l, words := w.ledger, w.words()
	at, after := len(l.src), ""
	heading := strings.Repeat("#", l.syntax.Level) + " " + words.LedgerTitle + "\n\n" + reading.LedgerMark + "\n\n"
	if l != w.f {
		at, heading, after = w.addSection()
	}
	if at == len(l.src) && !w.closeEnd("ledger") {
		return
	}
	all := make([]*Evidence, len(w.r.Evidence))
	for i := range w.r.Evidence {
		all[i] = &w.r.Evidence[i]
	}
	slices.SortStableFunc(all, w.compareEvidence)
	unknown := "_" + words.Pending + "_"
	table := [][]string{words.LedgerHeader[:]}
	for _, e := range all {
		kind := words.Issue
		if e.Kind == KindMilestone {
			kind = words.Milestone
		}
		status := "✅"
		if e.Status == StatusClosed {
			status = closedLike(w.f, status)
		}
		table = append(table, []string{
			kind, escapeCell(string(e.ID)), orUnknown(addressBare.write(e), e.URL, unknown),
			orUnknown(escapeCell(e.CreatedAt), e.CreatedAt, unknown), orUnknown(escapePerson(e.Responsible), e.Responsible, unknown), status,
		})
	}
	var b strings.Builder
	b.WriteString(strings.Repeat("\n", 2-min(2, trailingBreaks(l.src[:at]))) + heading)
	writeTable(&b, table)
	if list := w.relationList("-"); list != "" && l.syntax.Relation.Heading == (Span{}) {
		fmt.Fprintf(&b, "\n%s\n\n%s\n", w.relationHeading(), list)
	}
	w.insert(at, b.String()+after)
}

// closeEnd closes what is open at the end of the file, such as a fence of code
// that a person forgot: a section below it would be no section. The closing is
// what [reading.body.Close] gives the text of a last story, and stands before the blanks
// at the end, which are not part of one, so that this text stays the same. It
// reports whether a section can be added.
func (w *recorder) closeEnd(what string) bool {
	f := w.ledger
	text := strings.TrimRight(string(f.src[f.syntax.Start:]), " \t\r\n")
	at := f.syntax.Start + len(text)
	added := ""
	const limit = 16 // each closing may uncover another opening
	for range limit {
		closing := markdown.ClosingOf(text + added)
		if closing == "" {
			break
		}
		added += "\n" + closing
	}
	report := func(format string) {
		w.findings = append(w.findings, f.finding(Span{Start: at, End: at}, SeverityWarning, CodeMissingEvidence, "", format, what, strings.TrimSpace(added)))
	}
	switch {
	case added == "":
		return true
	case markdown.ClosingOf(text+added) != "":
		report("the %s cannot be added, because the file ends inside an open block; close it, for example with %q")
		return false
	}
	w.insert(at, added)
	report("the file ended inside an open block; it is closed with %[2]q, so that the %[1]s can stand below")
	return true
}

// writeTable writes a new table, aligned to the left.
func writeTable(b *strings.Builder, table [][]string) {
	widths, marks := make([]int, len(table[0])), make([]string, len(table[0]))
	for i := range widths {
		widths[i] = 3
		for _, cells := range table {
			widths[i] = max(widths[i], markdown.Width(cells[i]))
		}
	}
	for i, cells := range table {
		markdown.WriteCells(b, cells, marks, widths)
		b.WriteByte('\n')
		if i == 0 {
			markdown.WriteDelimiters(b, marks, widths)
			b.WriteByte('\n')
		}
	}
}

// trailingBreaks counts the line breaks at the end of the file. An empty file
// needs none before a section.
func trailingBreaks(src []byte) int {
	s := strings.ReplaceAll(string(src[max(0, len(src)-8):]), "\r", "")
	if strings.TrimSpace(s) == "" && len(src) <= 8 {
		return 2
	}
	return len(s) - len(strings.TrimRight(s, "\n"))
}

// insert adds text, with the line endings of the file.
func (w *recorder) insert(at int, text string) {
	if w.eol != "\n" {
		text = strings.ReplaceAll(text, "\n", w.eol)
	}
	w.edits = append(w.edits, Edit{Span: Span{Start: at, End: at}, New: text})
}
