package cli

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/spf13/pflag"
)

func marshalPlan(p *reconcile.Plan) ([]byte, error) {
	var b bytes.Buffer
	err := writeJSON(&b, p)
	return b.Bytes(), err
}

// symbols of the actions, and their colors on a terminal.
var symbols = map[reconcile.Action]struct{ sign, color string }{
	reconcile.ActionCreate:   {"+", "32"},
	reconcile.ActionUpdate:   {"~", "33"},
	reconcile.ActionRecord:   {"=", "36"},
	reconcile.ActionClose:    {"x", "31"},
	reconcile.ActionPull:     {"<", "36"},
	reconcile.ActionConflict: {"!", "31;1"},
	reconcile.ActionUnknown:  {"?", "35"},
	reconcile.ActionAgree:    {"·", "2"},
	reconcile.ActionDrift:    {"·", "2"},
	reconcile.ActionNotice:   {"·", "2"},
}

// A planView is how a plan is shown.
type planView struct {
	summary bool // counts instead of changes
	noDiff  bool // how long texts are instead of what changed in them
}

func (v *planView) addTo(f *pflag.FlagSet) {
	f.BoolVar(&v.summary, "summary", false, "show how many changes each epic has instead of the changes")
	f.BoolVar(&v.noDiff, "no-diff", false, "leave out what changes in texts")
}

// writePlan prints a plan in one of the forms.
func (c *console) writePlan(f format, b *backlog.Backlog, p *reconcile.Plan, view *planView) error {
	switch f {
	case formatJSON:
		return writeJSON(c.stdout, p)
	case formatMarkdown:
		return writePlanMarkdown(c.stdout, b, p, view)
	default: // text
	}
	if c.quiet {
		if err := c.tellProblems(b, p); err != nil {
			return err
		}
	}
	return c.printPlan(c.stdout, b, p, view)
}

// A planPrinter prints a plan as text.
type planPrinter struct {
	console  *console
	out      *bufio.Writer
	terminal io.Writer // what is printed to
	columns  int
	backlog  *backlog.Backlog
	derived  map[placeOfItem]bool
	waits    map[placeOfItem][]backlog.ID
	view     *planView
	reasons  map[string]bool // that were printed
}

func (c *console) planPrinter(w io.Writer, b *backlog.Backlog, view *planView) *planPrinter {
	return &planPrinter{
		console: c, out: bufio.NewWriter(c.people(w)), terminal: w, columns: columnsOf(w), view: view,
		backlog: b, derived: derivedIDs(b), waits: dependencies(b), reasons: make(map[string]bool),
	}
}

// printPlan prints a plan for people: what would be done, what is left alone
// and why, what it costs, and the summary. A quiet one is its last line, and what
// needs a person.
func (c *console) printPlan(w io.Writer, b *backlog.Backlog, p *reconcile.Plan, view *planView) error {
	pp := c.planPrinter(w, b, view)
	if c.quiet {
		fmt.Fprintln(pp.out, p.LastLine())
		return pp.out.Flush()
	}
	switch {
	case p.Offline() && p.Target != "":
		fmt.Fprintf(pp.out, "Planned from the files alone, for %s.\n", printable(p.Target))
	case p.Offline():
		fmt.Fprintln(pp.out, "Planned from the files alone.")
	default:
		fmt.Fprintf(pp.out, "Target: %s\n", printable(p.Target))
	}
	for _, f := range b.Files() {
		if isEmpty(f) {
			fmt.Fprintln(pp.out, printable(emptyText(f)))
			continue
		}
		fmt.Fprintf(pp.out, "%s: %s file. %s\n", printable(f.Name()), f.Kind(), meaningOf(f))
	}
	parts := partsOf(p)
	if view.summary {
		pp.counts(parts.changes)
	} else {
		pp.section("", parts.changes)
		pp.section("Agreed, and only noted:", parts.agreed)
		pp.section("Changed in the tracker, left alone:", parts.drift)
		pp.notices(parts.notices)
	}
	fmt.Fprintln(pp.out)
	if n := p.Finished(); n > 0 {
		fmt.Fprintf(pp.out, "%s finished already and would be created closed; --open-only leaves finished stories out.\n", count(n, "story is", "stories are"))
	}
	if !p.Offline() && !p.Summary.Idle() && !p.Pulls() {
		fmt.Fprintln(pp.out, costText(&p.Cost))
	}
	fmt.Fprintln(pp.out, p.LastLine())
	return pp.out.Flush()
}

// tellProblems prints to stderr what a quiet run would keep from people: what needs
// them, and what was changed in the tracker.
func (c *console) tellProblems(b *backlog.Backlog, p *reconcile.Plan) error {
	pp := c.planPrinter(c.stderr, b, &planView{noDiff: true})
	for i := range p.Changes {
		change := &p.Changes[i]
		if change.Action == reconcile.ActionConflict || change.Action == reconcile.ActionUnknown || change.Action == reconcile.ActionDrift {
			pp.change(change)
		}
	}
	return pp.out.Flush()
}

// planParts are the changes of a plan as people read them.
type planParts struct{ changes, agreed, drift, notices []*reconcile.Change }

func partsOf(p *reconcile.Plan) planParts {
	var parts planParts
	for i := range p.Changes {
		c := &p.Changes[i]
		list := &parts.changes
		switch c.Action {
		case reconcile.ActionAgree:
			list = &parts.agreed
		case reconcile.ActionDrift:
			list = &parts.drift
		case reconcile.ActionNotice:
			list = &parts.notices
		default: // apply would do it, or a person has to
		}
		*list = append(*list, c)
	}
	return parts
}

// section prints changes under a heading, and by epic.
func (pp *planPrinter) section(heading string, changes []*reconcile.Change) {
	if len(changes) > 0 && heading != "" {
		fmt.Fprintf(pp.out, "\n%s\n", heading)
	}
	for _, g := range groupByEpic(pp.backlog, changes) {
		switch {
		case heading == "" && g.heading != "":
			fmt.Fprintf(pp.out, "\n%s\n", pp.fit(printable(g.heading)))
		case heading == "":
			fmt.Fprintln(pp.out)
		}
		for _, c := range g.changes {
			pp.change(c)
		}
	}
}

// counts prints how many changes each epic has.
func (pp *planPrinter) counts(changes []*reconcile.Change) {
	fmt.Fprintln(pp.out)
	for _, g := range groupByEpic(pp.backlog, changes) {
		n := make(map[reconcile.Action]int)
		for _, c := range g.changes {
			n[c.Action]++
		}
		var parts []string
		for _, x := range planGroups {
			if n[x.action] > 0 {
				parts = append(parts, fmt.Sprintf("%s %d", pp.console.symbol(pp.terminal, x.action), n[x.action]))
			}
		}
		fmt.Fprintf(pp.out, "  %s  %s\n", strings.Join(parts, "  "), printable(g.heading))
	}
}

// notices prints what a person should know, each once for all that it is about.
func (pp *planPrinter) notices(changes []*reconcile.Change) {
	about := make(map[string][]*reconcile.Change)
	var texts []string
	for _, c := range changes {
		text := ""
		if c.Reason != nil {
			text = c.Reason.String()
		}
		if about[text] == nil {
			texts = append(texts, text)
		}
		about[text] = append(about[text], c)
	}
	if len(texts) > 0 {
		fmt.Fprintln(pp.out, "\nWorth knowing:")
	}
	for _, text := range texts {
		for _, c := range about[text] {
			fmt.Fprintf(pp.out, "  %s %s\n", pp.console.symbol(pp.terminal, c.Action), pp.fit(pp.name(c)))
		}
		if text != "" {
			fmt.Fprintf(pp.out, "      %s\n", printable(text))
		}
		for _, c := range about[text] {
			pp.fields(c)
		}
	}
}

// change prints one change.
func (pp *planPrinter) change(c *reconcile.Change) {
	fmt.Fprintf(pp.out, "  %s %s\n", pp.console.symbol(pp.terminal, c.Action), pp.fit(pp.name(c)))
	if c.Reason != nil && (c.Action != reconcile.ActionDrift || len(c.Fields) == 0 || c.Code() != "") {
		text := c.Reason.String()
		if c.Code() != "" && pp.reasons[text] {
			text = "for the same reason"
		}
		pp.reasons[text] = true
		fmt.Fprintf(pp.out, "      %s\n", printable(text))
	}
	if c.Action == reconcile.ActionCreate {
		if text := createText(c, pp.waits[placeOfItem{c.File, c.ID.Key()}]); text != "" {
			fmt.Fprintf(pp.out, "      %s\n", pp.fit(printable(text)))
		}
		return
	}
	pp.fields(c)
}

// fields prints what a change does to fields.
func (pp *planPrinter) fields(c *reconcile.Change) {
	for _, f := range c.Fields {
		fmt.Fprintf(pp.out, "      %s: %s\n", f.Name, fieldIn(c.Action, &f))
		if pp.view.noDiff || !hasDiff(&f) {
			continue
		}
		lines, left := textDiff(f.Before, f.After)
		for _, line := range lines {
			fmt.Fprintf(pp.out, "        %s\n", pp.colored(line))
		}
		if left > 0 {
			fmt.Fprintf(pp.out, "        … %s more\n", count(left, "line", "lines"))
		}
	}
}

func (pp *planPrinter) colored(line string) string {
	switch {
	case strings.HasPrefix(line, "+"):
		return pp.console.color(pp.terminal, "32", line)
	case strings.HasPrefix(line, "-"):
		return pp.console.color(pp.terminal, "31", line)
	}
	return line
}

// name names the item of a change. An ID that is made of the title says nothing
// more, except where a flag has to name it.
func (pp *planPrinter) name(c *reconcile.Change) string {
	if c.Action == reconcile.ActionConflict {
		return changeText(c)
	}
	return itemText(c, pp.derived)
}

// fit shortens a line to what a terminal shows behind a sign.
func (pp *planPrinter) fit(line string) string {
	return fitColumns(line, pp.columns-len("  + "))
}

func (c *console) symbol(terminal io.Writer, action reconcile.Action) string {
	s := symbols[action]
	return c.color(terminal, s.color, s.sign)
}
