package cli

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/evidence"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/clipperhouse/displaywidth"
)

// A statusPrinter prints progress as text.
type statusPrinter struct {
	out     *bufio.Writer
	columns int
	green   func(string) string
	derived map[placeOfItem]bool // IDs that say no more than the title
}

// statusWidths are how many columns the longest name and a bar may take, the
// widest first.
var statusWidths = []struct{ name, bar int }{{40, 20}, {32, 10}, {16, 5}}

// barOf returns how many characters of a bar of n are filled: all only if
// everything is closed, none only if nothing is.
func barOf(p evidence.Progress, n int) int {
	if p.Stories == 0 {
		return 0
	}
	full := p.Closed * n / p.Stories
	if full == 0 && p.Closed > 0 {
		return 1
	}
	return full
}

// all prints the epics file by file, the total, and what needs a look.
func (p *statusPrinter) all(s *evidence.Status) {
	if s.Target != "" {
		fmt.Fprintf(p.out, "Target: %s\n\n", printable(s.Target))
	}
	c := p.layOut(s)
	several, file := severalFiles(s), ""
	for i := range s.Epics {
		if f := fileOf(&s.Epics[i]); several && f != file {
			if file != "" {
				fmt.Fprintln(p.out)
			}
			file = f
			fmt.Fprintln(p.out, fitColumns(printable(f), p.columns))
		}
		p.line(c, c.names[i], s.Epics[i].Progress)
	}
	if several {
		fmt.Fprintln(p.out)
	}
	p.line(c, "Total", s.Total)
	tellStatus(p.out, s, p.derived)
}

// total prints the last line of the table alone.
func (p *statusPrinter) total(s *evidence.Status) {
	p.line(p.layOut(&evidence.Status{Total: s.Total}), "Total", s.Total)
}

// statusColumns are what stands before the bars, how wide that is, how wide the
// bars are, and whether what follows them has a line of its own.
type statusColumns struct {
	names      []string
	width, bar int
	broken     bool
}

// layOut chooses columns so that lines do not break on the terminal.
func (p *statusPrinter) layOut(s *evidence.Status) statusColumns {
	counts := len(progressText(s.Total))
	for i := range s.Epics {
		counts = max(counts, len(progressText(s.Epics[i].Progress)))
	}
	var c statusColumns
	for _, widths := range statusWidths {
		c = statusColumns{width: len("Total"), bar: widths.bar}
		for i := range s.Epics {
			name := fitColumns(p.epicName(&s.Epics[i]), widths.name)
			c.names = append(c.names, name)
			c.width = max(c.width, displaywidth.String(name))
		}
		if c.width+len("  ")+c.bar+len(" 123/456  ")+counts <= p.columns {
			return c
		}
	}
	c.broken = true
	return c
}

func (p *statusPrinter) line(c statusColumns, name string, x evidence.Progress) {
	full := barOf(x, c.bar)
	gap := "  "
	if c.broken {
		gap = "\n  "
	}
	fmt.Fprintf(p.out, "%s%s  %s %7s%s%s\n", name, strings.Repeat(" ", c.width-displaywidth.String(name)),
		p.green(strings.Repeat("█", full))+strings.Repeat("░", c.bar-full), fmt.Sprintf("%d/%d", x.Closed, x.Stories), gap, progressText(x))
}

// epicName is the ID and the title of an epic, on one line.
func (p *statusPrinter) epicName(e *evidence.EpicStatus) string {
	if e.ID == "" {
		return "Without an epic"
	}
	return strings.Join(strings.Fields(printable(nameOfItem(&e.ItemStatus, p.derived))), " ")
}

// nameOfItem is the ID of an item with its title, and the title alone where the
// ID is made of it.
func nameOfItem(x *evidence.ItemStatus, derived map[placeOfItem]bool) string {
	return nameOf(x.ID, x.Title, derived[placeOfItem{x.File, x.ID.Key()}])
}

// fitColumns shortens a line to so many columns.
func fitColumns(line string, longest int) string {
	if longest <= 0 || displaywidth.String(line) <= longest {
		return line
	}
	return strings.TrimSpace(displaywidth.TruncateString(line, longest, "…"))
}

// fileOf is the file of an epic, or of the stories that have none.
func fileOf(e *evidence.EpicStatus) string {
	if e.File == "" && len(e.Stories) > 0 {
		return e.Stories[0].File
	}
	return e.File
}

func severalFiles(s *evidence.Status) bool {
	for i := range s.Epics {
		if fileOf(&s.Epics[i]) != fileOf(&s.Epics[0]) {
			return true
		}
	}
	return false
}

// progressText is "2 open, 1 closed, 1 drifted".
func progressText(p evidence.Progress) string {
	parts := []string{fmt.Sprintf("%d open, %d closed", p.Open, p.Closed)}
	for _, x := range []struct {
		n    int
		what string
	}{{p.Missing, "missing"}, {p.Drifted, "drifted"}, {p.Conflicts, "in conflict"}} {
		if x.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", x.n, x.what))
		}
	}
	return strings.Join(parts, ", ")
}

// tellStatus prints what there is to say of items beside their states, a reason
// that several have once.
func tellStatus(w io.Writer, s *evidence.Status, derived map[placeOfItem]bool) {
	told := make(map[string]bool)
	for x := range statusItems(s) {
		at, name := backlog.Position{File: x.File, Line: x.Line, Column: 1}.String()+": ", nameOfItem(x, derived)
		if isMissing(x) && s.Total.Missing < s.Total.Stories { // else the total says it
			fmt.Fprintf(w, "%s is missing\n", printable(at+name))
		}
		if !derived[placeOfItem{x.File, x.ID.Key()}] {
			name = string(x.ID)
		}
		start := printable(at + name)
		for _, f := range x.Drift {
			fmt.Fprintf(w, "%s drifted: %s: %s\n", start, f.Name, fieldIn(reconcile.ActionDrift, &f))
		}
		if x.Conflict == "" {
			continue
		}
		text := x.Conflict
		if told[text] && len(x.ConflictFields) == 0 {
			text = "for the same reason"
		}
		told[x.Conflict] = true
		fmt.Fprintf(w, "%s in conflict: %s\n", start, printable(text))
		for _, f := range x.ConflictFields {
			fmt.Fprintf(w, "    %s: %s\n", f.Name, fieldIn(reconcile.ActionConflict, &f))
		}
	}
}

// statusItems yields epics and stories in their order.
func statusItems(s *evidence.Status) func(yield func(*evidence.ItemStatus) bool) {
	return func(yield func(*evidence.ItemStatus) bool) {
		for i := range s.Epics {
			e := &s.Epics[i]
			if !yield(&e.ItemStatus) {
				return
			}
			for j := range e.Stories {
				if !yield(&e.Stories[j]) {
					return
				}
			}
		}
	}
}

// isMissing reports whether a story is wanted and not in the tracker.
func isMissing(x *evidence.ItemStatus) bool {
	return x.Kind == tracker.KindIssue && x.ID != "" && x.State == "" && !x.Dropped
}
