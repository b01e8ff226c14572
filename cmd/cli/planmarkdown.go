package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// maxComment is how long a comment may be on the services, 65,536 characters,
// with room for what a caller adds.
const maxComment = 64_000

// planMark is how a comment that was made before is found again.
const planMark = "<!-- backlogsync plan -->"

// planGroups are the parts of a plan as people read them, what needs them first.
var planGroups = []struct {
	action reconcile.Action
	title  string
	open   bool
}{
	{reconcile.ActionConflict, "in conflict", true},
	{reconcile.ActionUnknown, "unknown", true},
	{reconcile.ActionCreate, "to create", false},
	{reconcile.ActionUpdate, "to update", false},
	{reconcile.ActionRecord, "to record", false},
	{reconcile.ActionClose, "to close", false},
	{reconcile.ActionPull, "to pull", false},
	{reconcile.ActionAgree, "agreed, and only noted", false},
	{reconcile.ActionDrift, "changed in the tracker, left alone", false},
	{reconcile.ActionNotice, "worth knowing", false},
}

// A planComment is a plan as a comment for a change request, as it is written.
type planComment struct {
	strings.Builder
	view    *planView
	waits   map[placeOfItem][]backlog.ID
	derived map[placeOfItem]bool
	several bool            // files are named
	reasons map[string]bool // that were written
	limit   int             // of the length, for the group that is being written
}

// writePlanMarkdown writes a plan as a comment for a change request: the summary,
// and a table for each action, which is behind a line to unfold where there is
// much and nobody has to decide. What does not fit is counted.
func writePlanMarkdown(w io.Writer, b *backlog.Backlog, p *reconcile.Plan, view *planView) error {
	out := &planComment{view: view, waits: dependencies(b), derived: derivedIDs(b), several: len(b.Files()) > 1, reasons: make(map[string]bool)}
	out.WriteString(planMark + "\n")
	if p.Offline() {
		out.WriteString("**Backlog**, planned from the files alone\n\n")
	} else {
		fmt.Fprintf(out, "**Backlog → %s**\n\n", markdownText(p.Target))
	}
	out.WriteString(p.LastLine() + "\n")
	if !p.Offline() && !p.Summary.Idle() && !p.Pulls() {
		out.WriteString("\n" + costText(&p.Cost) + "\n")
	}
	groups := make(map[reconcile.Action][]*reconcile.Change)
	for i := range p.Changes {
		groups[p.Changes[i].Action] = append(groups[p.Changes[i].Action], &p.Changes[i])
	}
	later := len(groups)
	for _, g := range planGroups {
		if changes := groups[g.action]; len(changes) > 0 {
			later--
			out.limit = maxComment - tailRoom - later*groupRoom
			attribute := ""
			if g.open || len(p.Changes) <= fewChanges {
				attribute = " open"
			}
			fmt.Fprintf(out, "\n<details%s><summary>%s %d %s</summary>\n\n", attribute, symbols[g.action].sign, len(changes), g.title)
			out.table(changes)
			out.diffs(changes)
			out.WriteString("\n</details>\n")
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// fewChanges are shown without unfolding them.
const fewChanges = 10

// fits reports whether so much more fits into the comment.
func (out *planComment) fits(text string) bool { return out.Len()+len(text) <= out.limit }

// diffs writes what changes in texts, as far as it fits.
func (out *planComment) diffs(changes []*reconcile.Change) {
	left := 0
	for _, c := range changes {
		for _, f := range c.Fields {
			if out.view.noDiff || c.Action == reconcile.ActionCreate || !hasDiff(&f) {
				continue
			}
			lines, more := textDiff(f.Before, f.After)
			if more > 0 {
				lines = append(lines, fmt.Sprintf("… %s more", count(more, "line", "lines")))
			}
			fence := fenceFor(lines)
			block := fmt.Sprintf("\n%s, %s:\n\n%sdiff\n%s\n%s\n", markdownText(out.name(c)), f.Name, fence, strings.Join(lines, "\n"), fence)
			switch {
			case len(lines) == 0:
			case out.fits(block):
				out.WriteString(block)
			default:
				left++
			}
		}
	}
	if left > 0 {
		fmt.Fprintf(out, "\n%s left out, which would not fit into a comment.\n", count(left, "difference of texts is", "differences of texts are"))
	}
}

// fenceFor returns a fence that is longer than every run of backticks in lines.
func fenceFor(lines []string) string {
	fence := "```"
	for strings.Contains(strings.Join(lines, "\n"), fence) {
		fence += "`"
	}
	return fence
}

// tailRoom is kept for the ends of what was begun: a count of what is left out,
// and the headings of the groups that follow.
const tailRoom = 4_000

// groupRoom is kept for each group that follows, so that a long one hides none.
const groupRoom = 3_000

// table writes the table of one action, as far as it fits.
func (out *planComment) table(changes []*reconcile.Change) {
	file := ""
	if out.several {
		out.WriteString("| File | Kind | Item | Fields |\n| --- | --- | --- | --- |\n")
	} else {
		out.WriteString("| Kind | Item | Fields |\n| --- | --- | --- |\n")
	}
	for i, c := range changes {
		row := fmt.Sprintf("| %s | %s | %s |\n", c.Kind, markdownLink(out.name(c), c.URL), out.cell(c))
		if out.several {
			at := c.File
			if at == file || c.Kind == "" {
				at = ""
			}
			row = fmt.Sprintf("| %s %s", markdownText(at), row)
		}
		if !out.fits(row) {
			fmt.Fprintf(out, "\n… and %d more that do not fit into a comment.\n", len(changes)-i)
			return
		}
		file = c.File
		out.WriteString(row)
	}
}

// name is the ID and the title of an item. An ID that is made of the title says
// nothing more, except where a flag has to name it.
func (out *planComment) name(c *reconcile.Change) string {
	if c.Kind == "" {
		return c.File
	}
	return nameOf(c.ID, c.Title, c.Action != reconcile.ActionConflict && c.Title != "" && out.derived[placeOfItem{c.File, c.ID.Key()}])
}

// cell is what a change does to the fields, in the cell of a table. A reason that
// several changes have is written once.
func (out *planComment) cell(c *reconcile.Change) string {
	var parts []string
	if c.Reason != nil && (c.Action != reconcile.ActionDrift || len(c.Fields) == 0 || c.Code() != "") {
		text := c.Reason.String()
		if c.Code() != "" && out.reasons[text] {
			text = "for the same reason"
		}
		out.reasons[c.Reason.String()] = true
		parts = append(parts, markdownText(text))
	}
	if c.Action == reconcile.ActionCreate {
		parts = append(parts, markdownText(createText(c, out.waits[placeOfItem{c.File, c.ID.Key()}])))
	} else {
		for _, f := range c.Fields {
			parts = append(parts, f.Name+": "+markdownText(fieldIn(c.Action, &f)))
		}
	}
	return strings.Join(parts, "<br>")
}
