package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
)

// maxComment is how long a comment may be on the services, 65,536 characters,
// with room for what a caller adds.
const maxComment = 64_000

// planMark is how a comment that was made before is found again.
const planMark = "<!-- backlogsync plan -->"

// planGroups are the parts of a plan as people read them, what needs them first.
var planGroups = []struct {
	action tracker.Action
	title  string
	open   bool
}{
	{tracker.ActionConflict, "in conflict", true},
	{tracker.ActionUnknown, "unknown", true},
	{tracker.ActionCreate, "to create", false},
	{tracker.ActionUpdate, "to update", false},
	{tracker.ActionRecord, "to record", false},
	{tracker.ActionClose, "to close", false},
	{tracker.ActionDrift, "changed in the tracker, left alone", false},
	{tracker.ActionNotice, "worth knowing", false},
}

// writePlanMarkdown writes a plan as a comment for a change request: the summary,
// and a table for each action behind a line to unfold. What does not fit is
// counted.
func writePlanMarkdown(w io.Writer, p *tracker.Plan) error {
	var b strings.Builder
	b.WriteString(planMark + "\n")
	if p.Offline() {
		b.WriteString("**Backlog**, planned from the files alone\n\n")
	} else {
		fmt.Fprintf(&b, "**Backlog → %s**\n\n", markdownText(p.Target))
	}
	b.WriteString(p.Summary.String() + "\n")
	if !p.Offline() && p.Summary.Pending() {
		b.WriteString("\n" + costText(&p.Cost) + "\n")
	}
	for _, g := range planGroups {
		var changes []*tracker.Change
		for i := range p.Changes {
			if p.Changes[i].Action == g.action {
				changes = append(changes, &p.Changes[i])
			}
		}
		if len(changes) > 0 {
			attribute := ""
			if g.open {
				attribute = " open"
			}
			fmt.Fprintf(&b, "\n<details%s><summary>%s %d %s</summary>\n\n", attribute, symbols[g.action].sign, len(changes), g.title)
			writeChanges(&b, changes)
			b.WriteString("\n</details>\n")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// tailRoom is kept for the ends of what was begun: a count of what is left out,
// and the headings of the groups that follow.
const tailRoom = 2_000

// writeChanges writes the table of one action, as far as it fits.
func writeChanges(b *strings.Builder, changes []*tracker.Change) {
	b.WriteString("| Kind | Item | Fields |\n| --- | --- | --- |\n")
	for i, c := range changes {
		row := fmt.Sprintf("| %s | %s | %s |\n", c.Kind, markdownLink(changeName(c), c.URL), changeCell(c))
		if b.Len()+len(row) > maxComment-tailRoom {
			fmt.Fprintf(b, "\n… and %d more that do not fit into a comment.\n", len(changes)-i)
			return
		}
		b.WriteString(row)
	}
}

// changeName is the ID and the title of an item.
func changeName(c *tracker.Change) string {
	if c.Kind == "" {
		return c.File
	}
	if strings.HasPrefix(c.Title, string(c.ID)) {
		return c.Title
	}
	return string(c.ID) + " " + c.Title
}

// changeCell is what a change does to the fields, in the cell of a table.
func changeCell(c *tracker.Change) string {
	var parts []string
	if c.Reason != "" && c.Action != tracker.ActionDrift {
		parts = append(parts, markdownText(c.Reason))
	}
	if c.Action != tracker.ActionCreate { // there the title says it
		for _, f := range c.Fields {
			parts = append(parts, f.Name+": "+markdownText(fieldText(&f)))
		}
	}
	return strings.Join(parts, "<br>")
}
