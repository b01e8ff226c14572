package main

import (
	"bufio"
	"fmt"
	"io"

	"github.com/backlogsync/backlogsync/backlog"
)

// printExplanations says how the files were read.
func printExplanations(w io.Writer, b *backlog.Backlog) error {
	out := bufio.NewWriter(w)
	for i, f := range b.Files() {
		if i > 0 {
			fmt.Fprintln(out)
		}
		e := f.Explain()
		fmt.Fprintf(out, "%s: %s, %s\n", f.Name(), count(len(f.Epics()), "epic", "epics"), count(len(f.Stories()), "story", "stories"))
		if len(e.Forms) == 0 {
			fmt.Fprintln(out, "No form of items was recognised.")
		}
		for _, use := range e.Forms {
			what := count(use.Items, "story", "stories")
			if use.Kind == backlog.KindMilestone {
				what = count(use.Items, "epic", "epics")
			}
			first := fmt.Sprintf("line %d", use.Pos.Line)
			if use.Example != "" {
				first = string(use.Example) + " in " + first
			}
			fmt.Fprintf(out, "\n%s: %s, the first is %s\n  because %s\n", use.Form, what, printable(first), use.Why)
		}
		if len(e.LeftOut) > 0 {
			fmt.Fprintln(out, "\nLooked like items and were left out:")
		}
		for _, x := range e.LeftOut {
			fmt.Fprintf(out, "  %s: %s\n    %s\n", x.Pos, printable(shortened(x.Text)), x.Why)
		}
	}
	return out.Flush()
}

// shortened cuts a text that would fill lines.
func shortened(s string) string {
	const longest = 80
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}

// The explanation as JSON.
type (
	explanationJSON struct {
		File    string        `json:"file"`
		Forms   []formJSON    `json:"forms"`
		LeftOut []leftOutJSON `json:"leftOut"`
	}
	formJSON struct {
		Form  string       `json:"form"`
		Kind  backlog.Kind `json:"kind"`
		Items int          `json:"items"`
		First backlog.ID   `json:"first"`
		Line  int          `json:"line"`
		Why   string       `json:"why"`
	}
	leftOutJSON struct {
		Text string `json:"text"`
		Line int    `json:"line"`
		Why  string `json:"why"`
	}
)

func explanationsOf(b *backlog.Backlog) []explanationJSON {
	all := []explanationJSON{}
	for _, f := range b.Files() {
		e := f.Explain()
		x := explanationJSON{f.Name(), []formJSON{}, []leftOutJSON{}}
		for _, use := range e.Forms {
			x.Forms = append(x.Forms, formJSON{use.Form, use.Kind, use.Items, use.Example, use.Pos.Line, use.Why})
		}
		for _, l := range e.LeftOut {
			x.LeftOut = append(x.LeftOut, leftOutJSON{l.Text, l.Pos.Line, l.Why})
		}
		all = append(all, x)
	}
	return all
}
