package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/backlogsync/backlogsync/tracker/evidence"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// writeStatusMarkdown writes progress as a table, with the columns that say
// something, and below it the stories that need a look.
func writeStatusMarkdown(w io.Writer, s *evidence.Status, derived map[placeOfItem]bool) error {
	var out strings.Builder
	several := severalFiles(s)
	columns := statusCells(s.Total)
	if several {
		out.WriteString("| File ")
	}
	out.WriteString("| Epic | Progress | Closed | Open |")
	for _, c := range columns {
		fmt.Fprintf(&out, " %s |", c.heading)
	}
	out.WriteString("\n")
	if several {
		out.WriteString("| --- ")
	}
	out.WriteString("| --- | --- | ---: | ---: |" + strings.Repeat(" ---: |", len(columns)) + "\n")
	row := func(file, name string, p evidence.Progress) {
		const width = 10
		if several {
			fmt.Fprintf(&out, "| %s ", markdownText(file))
		}
		full := barOf(p, width)
		fmt.Fprintf(&out, "| %s | %s%s | %d | %d |", name, strings.Repeat("█", full), strings.Repeat("░", width-full), p.Closed, p.Open)
		for _, c := range columns {
			fmt.Fprintf(&out, " %d |", c.count(p))
		}
		out.WriteString("\n")
	}
	file := ""
	for i := range s.Epics {
		e := &s.Epics[i]
		name, at := "Without an epic", fileOf(e)
		if e.ID != "" {
			name = markdownLink(nameOfItem(&e.ItemStatus, derived), e.URL)
		}
		if at == file {
			at = ""
		}
		file = fileOf(e)
		row(at, name, e.Progress)
	}
	row("", "**Total**", s.Total)
	writeStatusItems(&out, s, derived)
	_, err := io.WriteString(w, out.String())
	return err
}

// A statusCell is a column that is left out where it would be all noughts.
type statusCell struct {
	heading string
	count   func(evidence.Progress) int
}

func statusCells(total evidence.Progress) []statusCell {
	var cells []statusCell
	for _, c := range []statusCell{
		{"Missing", func(p evidence.Progress) int { return p.Missing }},
		{"Drifted", func(p evidence.Progress) int { return p.Drifted }},
		{"Conflicts", func(p evidence.Progress) int { return p.Conflicts }},
	} {
		if c.count(total) > 0 {
			cells = append(cells, c)
		}
	}
	return cells
}

// writeStatusItems writes a list of what is in conflict, has drifted and is
// missing, as far as they fit into a comment.
func writeStatusItems(out *strings.Builder, s *evidence.Status, derived map[placeOfItem]bool) {
	several := severalFiles(s)
	var conflicts, drifted, missing []string
	told := make(map[string]bool)
	for x := range statusItems(s) {
		name := markdownLink(nameOfItem(x, derived), x.URL)
		if several {
			name = markdownText(x.File) + ": " + name
		}
		if x.Conflict != "" {
			text := ": " + markdownText(x.Conflict)
			if told[text] {
				text = ""
			}
			told[text] = true
			conflicts = append(conflicts, "- "+name+text+fieldItems(reconcile.ActionConflict, x.ConflictFields))
		}
		if len(x.Drift) > 0 {
			drifted = append(drifted, "- "+name+fieldItems(reconcile.ActionDrift, x.Drift))
		}
		if isMissing(x) && s.Total.Missing < s.Total.Stories { // else the total says it
			missing = append(missing, "- "+name)
		}
	}
	for _, list := range []struct {
		what  string
		items []string
		open  bool
	}{{"in conflict", conflicts, true}, {"drifted", drifted, false}, {"missing", missing, false}} {
		if len(list.items) == 0 {
			continue
		}
		attribute := ""
		if list.open || len(list.items) <= fewChanges {
			attribute = " open"
		}
		fmt.Fprintf(out, "\n<details%s><summary>%d %s</summary>\n\n", attribute, len(list.items), list.what)
		for i, item := range list.items {
			if out.Len()+len(item) > maxComment-tailRoom {
				fmt.Fprintf(out, "\n… and %d more that do not fit into a comment.\n", len(list.items)-i)
				break
			}
			out.WriteString(item + "\n")
		}
		out.WriteString("\n</details>\n")
	}
}

// fieldItems are both values of fields, as a list below an item.
func fieldItems(action reconcile.Action, fields []reconcile.Field) string {
	var b strings.Builder
	for _, f := range fields {
		fmt.Fprintf(&b, "\n  - %s: %s", f.Name, markdownText(fieldIn(action, &f)))
	}
	return b.String()
}
