package cli

import (
	"bufio"
	"fmt"
	"io"
	"strings"

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
		fmt.Fprintf(out, "%s: %s, %s\n", printable(f.Name()), count(len(f.Epics()), "epic", "epics"), count(len(f.Stories()), "story", "stories"))
		printForms(out, e)
		if len(e.LeftOut) > 0 {
			fmt.Fprintln(out, "\nLooked like items and were left out:")
		}
		for _, x := range e.LeftOut {
			fmt.Fprintf(out, "  %s: %s\n    %s\n", printable(x.Pos.String()), printable(shortened(x.Text)), printable(x.Why))
		}
		printProposals(out, f.Proposals())
		printWeights(out, f.Weigh())
	}
	return out.Flush()
}

// printForms says which forms of items were recognised, and why.
func printForms(out io.Writer, e backlog.Explanation) {
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
		fmt.Fprintf(out, "\n%s: %s, the first is %s\n  because %s\n", use.Form, what, printable(first), printable(use.Why))
	}
}

// printProposals prints how a file may be meant to be read, ready to paste.
func printProposals(out io.Writer, proposals []backlog.Proposal) {
	if len(proposals) == 0 {
		return
	}
	fmt.Fprintln(out, "\nWhat may be meant, for the front matter of the file or .backlogsync.yaml:")
	for i, p := range proposals {
		var first []string
		for _, title := range p.First {
			first = append(first, printable(shortened(title)))
		}
		fmt.Fprintf(out, "  %d. %s, %s: %s\n     read: %s\n", i+1, count(p.Epics, "epic", "epics"), count(p.Stories, "story", "stories"),
			strings.Join(first, "; "), printable(p.Read.String()))
	}
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
		File    string         `json:"file"`
		Forms   []formJSON     `json:"forms"`
		LeftOut []leftOutJSON  `json:"leftOut"`
		Weights []weighingJSON `json:"weights"`
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
		x := explanationJSON{f.Name(), []formJSON{}, []leftOutJSON{}, weighingsOf(f)}
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

// A proposalJSON is a reading that may be meant.
type proposalJSON struct {
	Read    backlog.Declaration `json:"read"`
	Epics   int                 `json:"epics"`
	Stories int                 `json:"stories"`
	First   []string            `json:"first"`
}

func proposalsOf(f *backlog.File) []proposalJSON {
	var all []proposalJSON
	for _, p := range f.Proposals() {
		all = append(all, proposalJSON(p))
	}
	return all
}
