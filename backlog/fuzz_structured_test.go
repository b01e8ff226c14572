package backlog_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/backlog/body"
)

// A drawing makes a document out of the bytes of a fuzzer: each byte chooses
// the next piece, so that what the fuzzer mutates is always a backlog.
type drawing struct {
	choices []byte
	out     strings.Builder
	eol     int // 0: LF, 1: CRLF, else both
	lines   int
	stories int
	epics   int
}

func (d *drawing) choose(n int) int {
	if len(d.choices) == 0 {
		return 0
	}
	c := int(d.choices[0])
	d.choices = d.choices[1:]
	return c % n
}

func pick[T any](d *drawing, of []T) T { return of[d.choose(len(of))] }

// line writes lines, each with a line ending of the document.
func (d *drawing) line(text string) {
	for l := range strings.SplitSeq(text, "\n") {
		d.out.WriteString(l)
		d.lines++
		if d.eol == 1 || d.eol == 2 && d.lines%3 == 0 || d.eol == 3 && d.lines > 1 {
			d.out.WriteByte('\r')
		}
		d.out.WriteByte('\n')
	}
}

var (
	drawnTitles = []string{"Scope", "Größe und Maß", "漢字を読む", "👩‍👩‍👧 family", "a | b", "`code` and *more*", "Payments", "x", "[link](https://x.example/a)",
		"Ends in a blank  ", "Título &amp; más"}
	drawnTexts = []string{
		"Text.", "Two lines\nof text.", "As a user, I want to see 漢字, so that I can read.", "- a point\n- [ ] a box\n  - nested", "> a quote",
		"**Priority:** high", "    indented",
		"| A | B |\n| - | - |\n| 漢 | x |", "```go\n## EPIC-9 code\n```", "<!-- a comment -->", "<details>\n<summary>more</summary>\n\nhidden\n</details>",
		"1. one\n2. two", "---", "Acceptance criteria:\n\n- [ ] works\n- [x] shines",
		"[a]: https://x.example/a", "text &lt;b&gt; \\| \\* _x_", "line with blanks  \nand more",
	}
	drawnRows = []string{"", "https://x.example/1", "<https://x.example/2>", "[https://x.example/3](https://x.example/3)", "[#4](https://x.example/4)",
		"_pending_", "—", "https://x.example/a%7Cb"}
	drawnDates = []string{"", "2026-02-15T19:53:36Z", "-", "yesterday"}
	drawnNames = []string{"", "ana", "@bob", "Ñandú 漢字", "_pending_", "a\\|b", "-"}
	drawnMarks = []string{"", "✅", "⬜", "⬜ Pending", "✅ Created", "Pendiente", "done"}
	drawnEnds  = []string{
		"", "", "```\nopen", "~~~ \nopen ", "<!-- open", "<!-- ", "<pre>\nopen\t", "<script>\n", "<details>\n\nopen", "<![CDATA[ x", "<?php ",
		"text without a line break", "- [ ] ", "# ", "> ```\n> quoted", "- item\n\n  ```\n  in the item ", "\\", "[a]: ",
		"<!A ", "| a | b |\n| - | - |", "   ", "\n \n\t",
	}
)

func (d *drawing) epicID() string {
	d.epics++
	return pick(d, []string{"EPIC-%d", "Epic %d:", "ÉPICA-%d", "Épica %d —", "EPIC-%d —"})
}

func (d *drawing) heading() {
	level := strings.Repeat("#", 1+d.choose(4))
	d.line(level + " " + fmt.Sprintf(d.epicID(), 1+d.choose(3)) + " " + pick(d, drawnTitles))
}

func (d *drawing) story() {
	d.stories++
	n := fmt.Sprintf("%d.%d", 1+d.choose(3), 1+d.choose(6))
	title := pick(d, drawnTitles)
	d.line(fmt.Sprintf(pick(d, []string{
		"- [ ] US-%s %s", "- [x] US-%s %s", "### US-%s %s", "#### US-%s: %s", "* [ ] **US-%s** %s", "  - [ ] US-%s %s", "**US-%s** %s", "# US-%s %s",
		"1. [ ] US-%s %s", "-\t[ ] US-%s %s", "US-%s %s\n---",
	}), n, title))
}

// table draws a table in one of the ways that people write them.
func (d *drawing) table(header []string, rows [][]string) {
	left, right, gap := pick(d, [][3]string{{"| ", " |", " | "}, {"|", "|", "|"}, {"", "", " | "}, {"  | ", " |   ", " | "}, {"", " |", " | "}})[0], " |", " | "
	short := d.choose(4) == 0
	write := func(cells []string) {
		if short && len(cells) > 3 {
			cells = cells[:3+d.choose(len(cells)-2)]
		}
		d.line(left + strings.Join(cells, gap) + right)
	}
	d.line(left + strings.Join(header, gap) + right)
	d.line(left + strings.Join(strings.Split(strings.Repeat(pick(d, []string{"---", ":-:", "-", "--:"})+" ", len(header)), " ")[:len(header)], gap) + right)
	for _, r := range rows {
		write(r)
	}
}

func (d *drawing) ledger() {
	if d.choose(2) == 0 {
		d.line(pick(d, []string{"## Evidence", "### Evidence ledger", "# Registro de evidencia", "## EPIC-7 Evidence", "#### Proof"}) + "\n")
	}
	if d.choose(6) == 0 {
		d.line("<!-- backlogsync:ledger -->\n")
	}
	header := pick(d, [][]string{
		{"Type", "Identifier", "URL", "UTC date", "Responsible", "Status"}, {"Tipo", "Identificador", "URL", "Fecha UTC", "Responsible", "Estado"},
		{"Type", "ID", "URL"}, {"Status", "Type", "ID", "URL", "Responsible"},
	})
	var rows [][]string
	for range d.choose(5) {
		id, kind := fmt.Sprintf("US-%d.%d", 1+d.choose(3), 1+d.choose(6)), "Issue"
		if d.choose(3) == 0 {
			id, kind = fmt.Sprintf("EPIC-%d", 1+d.choose(3)), "Milestone"
		}
		cells := make([]string, len(header))
		for i, h := range header {
			switch h {
			case "Type", "Tipo":
				cells[i] = kind
			case "ID", "Identifier", "Identificador":
				cells[i] = id
			case "URL":
				cells[i] = pick(d, drawnRows)
			case "UTC date", "Fecha UTC":
				cells[i] = pick(d, drawnDates)
			case "Responsible":
				cells[i] = pick(d, drawnNames)
			default:
				cells[i] = pick(d, drawnMarks)
			}
		}
		rows = append(rows, cells)
	}
	d.table(header, rows)
}

func (d *drawing) milestones() {
	var rows [][]string
	for range 1 + d.choose(3) {
		id := fmt.Sprintf("EPIC-%d", 1+d.choose(3))
		rows = append(rows, []string{id, id + " " + pick(d, drawnTitles), pick(d, drawnMarks)})
	}
	d.table([]string{"Epic", "Milestone", "Status"}, rows)
}

func (d *drawing) storyTable() {
	var rows [][]string
	for range 1 + d.choose(3) {
		rows = append(rows, []string{fmt.Sprintf("US-%d.%d", 1+d.choose(3), 1+d.choose(6)), pick(d, drawnTitles), pick(d, drawnMarks)})
	}
	d.table([]string{"ID", "Story", "Status"}, rows)
}

// document draws a document.
func (d *drawing) document() []byte {
	d.eol = d.choose(4)
	d.out.WriteString(pick(d, []string{"", "", "\ufeff"}))
	switch d.choose(5) {
	case 1:
		d.line("---\nLast-updated: \"2026-01-01\"\n---")
	case 2:
		d.line("<!--\nStatus: derived\nLast-updated: 2026-01-01\ncheckbox: registered\n-->\n")
	case 3:
		d.line("# " + pick(d, drawnTitles) + "\n")
	}
	for range 2 + d.choose(14) {
		switch d.choose(8) {
		case 0, 1:
			d.heading()
		case 2, 3:
			d.story()
		case 4:
			d.line(pick(d, drawnTexts))
		case 5:
			d.ledger()
		case 6:
			switch d.choose(3) {
			case 0:
				d.milestones()
			case 1:
				d.storyTable()
			default:
				d.line("### Relation Milestone ← Issues\n")
				if d.choose(3) > 0 {
					d.line(pick(d, []string{"- EPIC-1 ← [US-1.1](https://x.example/1), US-1.2", "* EPIC-1 ← US-1.1\n* EPIC-2 ←", "- EPIC-1 ←\n\n  more"}))
				}
			}
		case 7:
			d.line(pick(d, drawnTexts))
		}
		if d.choose(3) > 0 {
			d.line("")
		}
	}
	src := d.out.String()
	if end := pick(d, drawnEnds); end != "" {
		src += end
	} else if d.choose(3) == 0 {
		src = strings.TrimRight(src, "\r\n")
	}
	return []byte(src)
}

const (
	drawnLedger     = "| Type | ID | URL |\n| - | - | - |\n"
	drawnMilestones = "| Epic | Milestone | Status |\n| - | - | - |\n| EPIC-1 | EPIC-1 x | |\n\n"
)

// FuzzStructured proves what [FuzzRecord] does of documents that are backlogs:
// with several ledgers, ragged tables, mixed line endings, wide characters and
// open ends. In addition the texts of items, as trackers get them, stay the
// same.
func FuzzStructured(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		choices := make([]byte, 20+r.IntN(120))
		for i := range choices {
			choices[i] = byte(r.Uint32())
		}
		f.Add(choices)
	}
	f.Fuzz(func(t *testing.T, choices []byte) {
		d := drawing{choices: choices}
		src := d.document()
		checkRecord(t, src)
		checkTexts(t, src)
		if t.Failed() {
			t.Logf("the document is %q", src)
		}
	})
}

// checkTexts makes sure that recording changes nothing of what goes into a
// tracker, and that what is recorded is read back.
func checkTexts(t *testing.T, src []byte) {
	t.Helper()
	file := backlog.Parse("b.md", src, nil)
	r := recordOf(file)
	edits, findings := file.Record(r)
	if file.Check().Err() != nil || unplaced(findings) || len(r.Evidence) == 0 {
		return
	}
	out, err := backlog.Apply(src, edits...)
	if err != nil {
		t.Fatal(err)
	}
	if again := backlog.Parse("b.md", bytes.Clone(out), nil); !endsOpen(src) {
		before, after := textsOf(file), textsOf(again)
		for id, text := range before {
			if after[id] != text {
				t.Errorf("the text of %s changes from\n%q\nto\n%q\nin\n%q", id, text, after[id], out)
			}
		}
	}
}

// endsOpen reports whether the last line is one that goldmark reads by what
// follows it.
func endsOpen(src []byte) bool {
	a := backlog.Parse("b.md", src, nil)
	b := backlog.Parse("b.md", append(bytes.Clone(src), "\n\n<!-- end -->\n"...), nil)
	return strings.Join(idsOf(a), "\n") != strings.Join(idsOf(b), "\n")
}

// textsOf returns the texts of all items as they go into a tracker.
func textsOf(f *backlog.File) map[string]string {
	texts := make(map[string]string)
	for _, e := range f.Epics() {
		texts["epic "+string(e.ID)] = strings.TrimSpace(body.Close(strings.ReplaceAll(e.Text, "\r\n", "\n")))
	}
	for _, s := range f.Stories() {
		texts["story "+string(s.ID)] = strings.TrimSpace(body.Close(strings.ReplaceAll(s.Text, "\r\n", "\n")))
	}
	return texts
}
