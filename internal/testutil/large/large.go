// Package large generates large backlogs, of each kind whose reading has a
// budget. How single items are written, for tests of what is read, is the matter
// of package forms.
package large

import (
	"bytes"
	"fmt"
)

// A Kind is a way in which teams write a whole backlog.
type Kind struct {
	Name string
	// Files returns the files of a backlog with the given number of stories.
	Files func(stories int) [][]byte
	// Epics returns the number of epics in these files.
	Epics func(stories int) int
}

// Kinds are the kinds of backlogs whose reading has a budget.
var Kinds = []Kind{
	{"sample", inOneFile(func(n int) []byte { return Execution(n/100, n) }), func(n int) int { return n / 100 }},
	{"headings", inOneFile(headings), func(n int) int { return n / 100 }},
	{"table", inOneFile(oneTable), func(int) int { return 0 }},
	{"table-per-section", inOneFile(tablePerSection), func(n int) int { return n / 5 }},
	{"epic-column", inOneFile(epicColumn), func(n int) int { return n / 40 }},
	{"checklist", inOneFile(checklist), func(n int) int { return n / 100 }},
	{"sentences", inOneFile(sentences), func(n int) int { return n / 100 }},
	{"task-files", taskFiles, func(int) int { return 0 }},
}

func inOneFile(generate func(stories int) []byte) func(stories int) [][]byte {
	return func(stories int) [][]byte { return [][]byte{generate(stories)} }
}

func epic(b *bytes.Buffer, n int) { fmt.Fprintf(b, "\n## Epic %d: Area number %d\n", n, n) }

// headings writes stories as headings, with what belongs to them below.
func headings(stories int) []byte {
	var b bytes.Buffer
	b.WriteString("# Product backlog\n")
	for i := range stories {
		if i%100 == 0 {
			epic(&b, i/100+1)
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
		epic(&b, at/5+1)
		b.WriteByte('\n')
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
	return lines(stories, func(b *bytes.Buffer, i int) {
		fmt.Fprintf(b, "- [%c] Export report %d as a spreadsheet\n", " x"[i%2], i+1)
	})
}

// sentences writes stories as sentences without IDs, each of them twice.
func sentences(stories int) []byte {
	return lines(stories, func(b *bytes.Buffer, i int) {
		fmt.Fprintf(b, "- As an editor, I want to export a report of kind %d, so that I can pass it on.\n", i%50)
	})
}

// lines writes a line for each story, a hundred below each epic.
func lines(stories int, line func(b *bytes.Buffer, i int)) []byte {
	var b bytes.Buffer
	b.WriteString("# Product backlog\n")
	for i := range stories {
		if i%100 == 0 {
			epic(&b, i/100+1)
			b.WriteByte('\n')
		}
		line(&b, i)
	}
	return b.Bytes()
}

// taskFiles writes each story as a file of its own, with front matter.
func taskFiles(stories int) [][]byte {
	files := make([][]byte, stories)
	for i := range files {
		var b bytes.Buffer
		fmt.Fprintf(&b, "---\nid: task-%d\ntitle: Export report %d as a spreadsheet\nstatus: %s\n", i+1, i+1, []string{"To Do", "Done"}[i%2])
		fmt.Fprintf(&b, "labels: [export, area-%d]\npriority: %s\n---\n\n", i%7, []string{"low", "medium", "high"}[i%3])
		fmt.Fprintf(&b, "## Description\n\nReport %d opens in a spreadsheet, with dates in `ISO 8601`.\n\n", i+1)
		b.WriteString("## Acceptance Criteria\n\n- [ ] #1 The file opens\n- [ ] #2 The columns have names\n")
		files[i] = b.Bytes()
	}
	return files
}
