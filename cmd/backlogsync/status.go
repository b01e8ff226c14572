package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/clipperhouse/displaywidth"
	"github.com/spf13/cobra"
	"golang.org/x/term"
)

type statusOptions struct {
	readFlags
	format format
}

func (a *app) statusCommand() *cobra.Command {
	var opts statusOptions
	cmd := &cobra.Command{
		Use:   "status FILE...",
		Short: "Show the progress, epic by epic",
		Long: `Status reads the tracker and shows how many stories of each epic are closed, and
which were changed in the tracker only (drifted) or on both sides (in conflict).
Without a target it goes by the files alone.
`,
		Args:              requireFiles,
		ValidArgsFunction: completeFiles,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.status(cmd.Context(), args, &opts) },
	}
	opts.add(a, cmd)
	cmd.Flags().Var(opts.format.flag(formatMarkdown), "format", "form of the output")
	return cmd
}

func (a *app) status(ctx context.Context, names []string, opts *statusOptions) error {
	r, err := a.read(ctx, names, &opts.readFlags)
	if err != nil {
		return err
	}
	s := tracker.NewStatus(r.backlog, r.plan)
	switch opts.format {
	case formatJSON:
		return writeJSON(a.stdout, s)
	case formatMarkdown:
		return writeStatusMarkdown(a.stdout, s)
	default:
		return a.printStatus(a.stdout, s)
	}
}

// statusWidths are how many columns the longest name and a bar may take, the
// widest first.
var statusWidths = []struct{ name, bar int }{{40, 20}, {32, 10}, {16, 5}}

// barOf returns how many characters of a bar of n are filled: all only if
// everything is closed, none only if nothing is.
func barOf(p tracker.Progress, n int) int {
	if p.Stories == 0 {
		return 0
	}
	full := p.Closed * n / p.Stories
	if full == 0 && p.Closed > 0 {
		return 1
	}
	return full
}

func (a *app) printStatus(w io.Writer, s *tracker.Status) error {
	out := bufio.NewWriter(w)
	if s.Target != "" {
		fmt.Fprintf(out, "Target: %s\n\n", printable(s.Target))
	}
	names, width, barWidth := statusColumns(s, columnsOf(w))
	line := func(name string, p tracker.Progress) {
		full := barOf(p, barWidth)
		bar := a.color(w, "32", strings.Repeat("█", full)) + strings.Repeat("░", barWidth-full)
		fmt.Fprintf(out, "%s%s  %s %7s  %s\n", name, strings.Repeat(" ", width-displaywidth.String(name)), bar,
			fmt.Sprintf("%d/%d", p.Closed, p.Stories), progressText(p))
	}
	for i := range s.Epics {
		line(names[i], s.Epics[i].Progress)
	}
	line("Total", s.Total)
	for i := range s.Epics {
		e := &s.Epics[i]
		printItemStatus(out, &e.ItemStatus)
		for j := range e.Stories {
			printItemStatus(out, &e.Stories[j])
		}
	}
	return out.Flush()
}

// statusColumns returns what stands before the bars, how wide that is, and how
// wide the bars are, so that lines do not break on a terminal of some columns.
func statusColumns(s *tracker.Status, columns int) (names []string, width, bar int) {
	counts := len(progressText(s.Total))
	for i := range s.Epics {
		counts = max(counts, len(progressText(s.Epics[i].Progress)))
	}
	for _, widths := range statusWidths {
		names, width, bar = nil, 0, widths.bar
		for i := range s.Epics {
			names = append(names, epicName(&s.Epics[i], widths.name))
		}
		names = append(names, "Total")
		for _, name := range names {
			width = max(width, displaywidth.String(name))
		}
		if width+len("  ")+bar+len(" 123/456  ")+counts <= columns {
			break
		}
	}
	return names, width, bar
}

// columnsOf returns how wide a terminal is, and of everything else that nothing
// is too wide for it.
func columnsOf(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 0 {
			return columns
		}
	}
	return math.MaxInt
}

// epicName is the ID and the title of an epic, on one line and not longer than
// so many columns.
func epicName(e *tracker.EpicStatus, longest int) string {
	if e.ID == "" {
		return "Without an epic"
	}
	name := strings.Join(strings.Fields(printable(string(e.ID)+" "+e.Title)), " ")
	if displaywidth.String(name) > longest {
		name = strings.TrimSpace(displaywidth.TruncateString(name, longest, "…"))
	}
	return name
}

// progressText is "2 open, 1 closed, 1 drifted".
func progressText(p tracker.Progress) string {
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

// printItemStatus prints what there is to say of an item beside its state.
func printItemStatus(out io.Writer, x *tracker.ItemStatus) {
	at := backlog.Position{File: x.File, Line: x.Line, Column: 1}
	for _, f := range x.Drift {
		fmt.Fprintf(out, "%s: %s drifted: %s: %s\n", at, x.ID, f.Name, fieldText(&f))
	}
	if x.Conflict != "" {
		fmt.Fprintf(out, "%s: %s in conflict: %s\n", at, x.ID, printable(x.Conflict))
	}
}

func writeStatusMarkdown(w io.Writer, s *tracker.Status) error {
	out := bufio.NewWriter(w)
	fmt.Fprint(out, "| Epic | Progress | Closed | Open | Missing | Drifted | Conflicts |\n| --- | --- | ---: | ---: | ---: | ---: | ---: |\n")
	row := func(name string, p tracker.Progress) {
		const width = 10
		full := barOf(p, width)
		fmt.Fprintf(out, "| %s | %s%s | %d | %d | %d | %d | %d |\n", name,
			strings.Repeat("█", full), strings.Repeat("░", width-full), p.Closed, p.Open, p.Missing, p.Drifted, p.Conflicts)
	}
	for i := range s.Epics {
		e := &s.Epics[i]
		name := "Without an epic"
		if e.ID != "" {
			name = markdownLink(string(e.ID)+" "+e.Title, e.URL)
		}
		row(name, e.Progress)
	}
	row("**Total**", s.Total)
	return out.Flush()
}
