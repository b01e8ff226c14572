package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
)

func marshalPlan(p *tracker.Plan) ([]byte, error) {
	var b bytes.Buffer
	err := writeJSON(&b, p)
	return b.Bytes(), err
}

// symbols of the actions, and their colors on a terminal.
var symbols = map[tracker.Action]struct{ sign, color string }{
	tracker.ActionCreate:   {"+", "32"},
	tracker.ActionUpdate:   {"~", "33"},
	tracker.ActionRecord:   {"=", "36"},
	tracker.ActionClose:    {"x", "31"},
	tracker.ActionConflict: {"!", "31;1"},
	tracker.ActionUnknown:  {"?", "35"},
	tracker.ActionDrift:    {"·", "2"},
	tracker.ActionNotice:   {"·", "2"},
}

// printPlan prints a plan for people: what would be done, what is left alone
// and why, what it costs, and the summary.
func (a *app) printPlan(w io.Writer, b *backlog.Backlog, p *tracker.Plan) error {
	out := bufio.NewWriter(w)
	switch {
	case p.Offline() && p.Target != "":
		fmt.Fprintf(out, "Planned from the files alone, for %s.\n", printable(p.Target))
	case p.Offline():
		fmt.Fprintln(out, "Planned from the files alone.")
	default:
		fmt.Fprintf(out, "Target: %s\n", printable(p.Target))
	}
	for _, f := range b.Files() {
		fmt.Fprintf(out, "%s: %s file. %s\n", printable(f.Name()), f.Kind(), meaningOf(f))
	}
	var changes, drift, notices []*tracker.Change
	for i := range p.Changes {
		c := &p.Changes[i]
		switch c.Action {
		case tracker.ActionDrift:
			drift = append(drift, c)
		case tracker.ActionNotice:
			notices = append(notices, c)
		default:
			changes = append(changes, c)
		}
	}
	a.printChanges(out, w, "", changes)
	a.printChanges(out, w, "Changed in the tracker, left alone:\n", drift)
	a.printChanges(out, w, "Worth knowing:\n", notices)
	fmt.Fprintln(out)
	if n := p.Finished(); n > 0 {
		fmt.Fprintf(out, "%s finished already and would be created closed; --open-only leaves finished stories out.\n", count(n, "story is", "stories are"))
	}
	if !p.Offline() && p.Summary.Pending() {
		fmt.Fprintln(out, costText(&p.Cost))
	}
	fmt.Fprintln(out, p.Summary)
	return out.Flush()
}

func (a *app) printChanges(out, terminal io.Writer, heading string, changes []*tracker.Change) {
	if len(changes) > 0 {
		fmt.Fprintf(out, "\n%s", heading)
	}
	for _, c := range changes {
		fmt.Fprintf(out, "  %s %s\n", a.symbol(terminal, c.Action), changeText(c))
		if c.Reason != "" && (c.Action != tracker.ActionDrift || len(c.Fields) == 0) {
			fmt.Fprintf(out, "      %s\n", printable(c.Reason))
		}
		if c.Action == tracker.ActionCreate {
			continue // the title says it
		}
		for _, f := range c.Fields {
			fmt.Fprintf(out, "      %s: %s\n", f.Name, fieldText(&f))
		}
	}
}

func (a *app) symbol(terminal io.Writer, action tracker.Action) string {
	s := symbols[action]
	return a.color(terminal, s.color, s.sign)
}

// changeText names the item of a change.
func changeText(c *tracker.Change) string {
	if c.Kind == "" {
		return c.File
	}
	name := c.Title
	if !strings.HasPrefix(name, string(c.ID)) {
		name = string(c.ID) + " " + name
	}
	text := fmt.Sprintf("%-9s %s", c.Kind, strings.TrimSpace(name))
	if c.URL != "" {
		text += "  " + c.URL
	}
	return strings.ReplaceAll(printable(text), "\n", " ")
}

// fieldText shows both values of a field, of long texts only their size.
func fieldText(f *tracker.Field) string {
	before, after := valueText(f.Before), valueText(f.After)
	if f.After == "" && f.Before == "" {
		return "noted as empty"
	}
	if before == after {
		return after + ", changed"
	}
	return before + " → " + after
}

func valueText(s string) string {
	const longest = 120
	if n := strings.Count(s, "\n"); n > 0 || len(s) > longest {
		return count(n+1, "line", "lines")
	}
	if s == "" {
		return "(nothing)"
	}
	return `"` + printable(s) + `"`
}

func costText(c *tracker.Cost) string {
	text := "About " + count(c.Requests, "request", "requests")
	if c.Notifications > 0 {
		text += ", " + count(c.Notifications, "notification", "notifications")
	}
	d := time.Duration(c.Seconds * float64(time.Second))
	if d < time.Second {
		return text + ", under a second."
	}
	return text + ", about " + d.Round(time.Second).String() + "."
}
