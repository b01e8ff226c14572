package testutil

import (
	"bytes"
	"fmt"
)

// A Form is a way in which people write backlogs.
type Form struct {
	Name string
	// Generate returns a file in that form with the given number of stories.
	Generate func(stories int) []byte
	// Epics says how many epics such a file has.
	Epics func(stories int) int
}

// Forms are the ways to write a backlog as one file whose cost has a budget.
var Forms = []Form{
	{"sample", func(n int) []byte { return GenerateExecution(n/100, n) }, func(n int) int { return n / 100 }},
	{"headings", headings, func(n int) int { return n / 100 }},
	{"table", oneTable, func(int) int { return 0 }},
	{"table-per-section", tablePerSection, func(n int) int { return n / 5 }},
	{"epic-column", epicColumn, func(n int) int { return n / 40 }},
	{"checklist", checklist, func(n int) int { return n / 100 }},
	{"sentences", sentences, func(n int) int { return n / 100 }},
}

// headings writes stories as headings, with what belongs to them below.
func headings(stories int) []byte {
	var b bytes.Buffer
	b.WriteString("# Product backlog\n")
	for i := range stories {
		if i%100 == 0 {
			fmt.Fprintf(&b, "\n## Epic %d: Area number %d\n", i/100+1, i/100+1)
		}
		fmt.Fprintf(&b, "\n### US-%d.%d: Export number %d\n\n", i/100+1, i%100+1, i+1)
		fmt.Fprintf(&b, "As an **editor**, I want to export report %d, so that I can pass it on.\n\n**Priority:** P%d\n**Points:** %d\n\n", i+1, i%3, i%8+1)
		b.WriteString("- [ ] The file opens in a spreadsheet\n- [ ] Dates are in `ISO 8601`\n")
	}
	return b.Bytes()
}

// oneTable writes stories as rows of one table.
func oneTable(stories int) []byte {
	var b bytes.Buffer
	b.WriteString("# Product backlog\n\n## User stories\n\n")
	rows := make([][]string, stories)
	for i := range rows {
		rows[i] = []string{fmt.Sprintf("US-%d", i+1), fmt.Sprintf("Export report %d as a spreadsheet", i+1), fmt.Sprintf("P%d", i%3), "To do"}
	}
	table(&b, []string{"ID", "Title", "Priority", "Status"}, rows)
	return b.Bytes()
}

// tablePerSection writes a table of five rows below each of many headings.
func tablePerSection(stories int) []byte {
	var b bytes.Buffer
	b.WriteString("# Product backlog\n")
	for at := 0; at < stories; at += 5 {
		fmt.Fprintf(&b, "\n## Epic %d: Area number %d\n\n", at/5+1, at/5+1)
		rows := make([][]string, min(5, stories-at))
		for i := range rows {
			rows[i] = []string{fmt.Sprintf("ABC-%d", at+i+1), fmt.Sprintf("Export report %d", at+i+1), "To do"}
		}
		table(&b, []string{"ID", "Title", "Status"}, rows)
	}
	return b.Bytes()
}

// epicColumn writes stories as rows that name their epics.
func epicColumn(stories int) []byte {
	var b bytes.Buffer
	b.WriteString("# Product backlog\n\n")
	epics := stories / 40
	for e := range epics {
		fmt.Fprintf(&b, "## Epic %d: Area number %d\n\n", e+1, e+1)
	}
	b.WriteString("## User stories\n\n")
	rows := make([][]string, stories)
	for i := range rows {
		rows[i] = []string{fmt.Sprintf("US-%d", i+1), fmt.Sprintf("Export report %d", i+1), fmt.Sprintf("Area number %d", i%epics+1), "To do"}
	}
	table(&b, []string{"ID", "Title", "Epic", "Status"}, rows)
	return b.Bytes()
}

// checklist writes stories as boxes without IDs.
func checklist(stories int) []byte {
	var b bytes.Buffer
	b.WriteString("# Product backlog\n")
	for i := range stories {
		if i%100 == 0 {
			fmt.Fprintf(&b, "\n## Epic %d: Area number %d\n\n", i/100+1, i/100+1)
		}
		fmt.Fprintf(&b, "- [%c] Export report %d as a spreadsheet\n", " x"[i%2], i+1)
	}
	return b.Bytes()
}

// sentences writes stories as sentences without IDs, each of them twice.
func sentences(stories int) []byte {
	var b bytes.Buffer
	b.WriteString("# Product backlog\n")
	for i := range stories {
		if i%100 == 0 {
			fmt.Fprintf(&b, "\n## Epic %d: Area number %d\n\n", i/100+1, i/100+1)
		}
		fmt.Fprintf(&b, "- As an editor, I want to export a report of kind %d, so that I can pass it on.\n", i%50)
	}
	return b.Bytes()
}
