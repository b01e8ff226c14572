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

// hardDocuments are documents of which recording once changed what is read.
var hardDocuments = []string{
	// an epic with two headings
	"## EPIC-1 — Scope\n\n- [ ] US-1.1 x\n\n# EPIC-1 Payments\n\nText.\n",
	"##ÉPIC1—00\n # EpiC1 0",
	// a story that goes on to the end of the file
	"# US-1.1 Only story\n\nText\n",
	// blanks behind what is open
	"### US-1.2 — T2\n<!-- ",
	"### US-1.2 T2\n```\nx  ",
	"### US-1.2 T2\n\n~~~\nx\n \n\t\n",
	"### US-1.2 T2\r\n\r\n~~~\r\nx \r\n \r\n",
	"### US-1.2 T2\n\n<pre>\nx\t",
	// what registering writes, in the text of a story
	"<!--\ncheckbox: registered\n-->\n\n#### US-3.6: family\n\n  - [ ] US-2.1 x\n<!-- a comment -->\n",
	"<!--\ncheckbox: registered\n-->\n\n# US-2.4 T\n\n|Epic | Milestone | Status |\n|:-: | :-: | :-: |\n|EPIC-1 | EPIC-1 x | ⬜ |\n# ÉPICA-1 x\n",
	// an item in the relation list
	"### Relation Milestone ← Issues\n\n- EPIC-1 ← [US-1.1](https://x.example/1), US-1.2\n- [x] US-2.1 family\n\n### US-1.1 family\n",
	// a relation list above what is not an item
	"#### EPIC-3 — Payments\n|Type | ID | URL |\n|:-: | :-: | :-: |\n|Issue | US-1.2 | <https://x.example/2> |\n```go\nx\n```\n" +
		"As a user, I want to see, so that I can read.\n\nAs a user, I want to see, so that I can read.\n",
	// a relation list in the section of an epic
	"### ÉPICA-3 Scope\n\n#### EPIC-3 — Other\n\n|Status | Type | ID | URL |\n|- | - | - | - |\n|⬜ Pending | Milestone | EPIC-1 |  |\n\n- a point\n" +
		"1. [ ] US-2.6 Story\n#### EPIC-3 more\n",
	"## Epic 3: Data\n\nText of it.\n\n# ÉPICA-2 Title\n\n|Status | Type | ID | URL |\n|- | - | - | - |\n\n- [ ] US-2.3 Story\n\n#### Epic 3: Data\n\n" +
		"|Type | ID | URL |\n|- | - | - |\n\nText that is longer than the other one.\n",
	"### Épica 3 — x\n-\t[ ] US-1.2 Größe\n\n#### Épica 3 — more\nType | ID | URL |\n--: | --: | --: |\nMilestone | EPIC-1 | — |\n\n#### US-1.2: more\n",
	"## ÉPICA-1 Title\n\n1. [ ] US-3.4 Read\n\n### EPIC-1 — Scope\n\n| Type | ID | URL |\n| - | - | - |\n| Issue | US-3.1 | https://x.example/1 |\n\n" +
		"#### US-2.1: Payments\n- [ ] US-3.2 family\n#### EPIC-3 — family\n\nText\n",
	// a relation list that becomes the first or highest heading
	drawnLedger + "\nAs a user, I want to see.\n\nAs a user, I want to read.\n\n# EPIC-1 x\n",
	drawnLedger + "Acceptance criteria:\n\n- [ ] works\n- [x] shines\n\n### EPIC-2 — Payments\n\n# EPIC-1 Scope\n",
	drawnMilestones + drawnLedger + "\n# Epic: Payments\n\n- [ ] US-1.1 x\n",
	// a relation list in a section that goes on
	"# Backlog\n\n### Notes\n\n" + drawnMilestones + drawnLedger + "\n#### Tasks\n\n- [ ] T-1 x\n- [ ] T-2 y\n\n## Stories\n\n- [ ] T-3 x\n- [ ] T-4 x\n",
	"# Backlog\n\n### Notes\n\n" + drawnMilestones + drawnLedger + "\n- [ ] T-1 x\n- [ ] T-2 y\n\n## Stories\n\n- [ ] T-3 x\n- [ ] T-4 x\n",
	"# Backlog\n\n#### Acceptance criteria\n\n" + drawnMilestones + drawnLedger + "\n##### More\n\n- [ ] T-1 x\n- [ ] T-2 y\n- [ ] T-3 z\n\n# T\n\n" +
		"- [ ] US-1.1 x\n",
	// a ledger between a bold line and a rule
	"**US-3.2** Scope\n" + drawnLedger + "---\n\ntext\n",
	// several relation lists under one heading
	"### Relation Milestone ← Issues\n- EPIC-1 ←\n</details>\n\n- EPIC-1 ←\n- [ ] US-1.4 Payments\n",
	"### Relation Milestone ← Issues\n- EPIC-1 ←\n</details>\n\n- [ ] US-1.2 ←\n- [ ] US-1.4 Payments\n",
	// titles that are equal but for a zero
	"## EPIC-1 x\n\n- [ ] Fix 00\n- [ ] Fix 0\n",
	"---\nAaaaaa-00\nAA0\n## EPIC00\n* [X]aA00\n* [X]aA0",
	// epics that a column names, in another order than that of the rows that describe them
	"# Product acbklog\n\n| Epic ID | 名称 |\n| - | - |\n| EPIC-001 | 内容准备 |\n| EPIC-002 | 文章生成 |\n\n## Sprint backlog\n\n" +
		"| ID | 名称 | 归属 Epic | 优先级 | Sprint 6 Story |\n| - | - | - | - | - |\n| PB-R-02 | 生成文章 | EPIC-002 | P1 | S6-STORY-003 |\n" +
		"| PB-R-01 | 输入需求 | EPIC-001 | P0 | S6-STORY-002 |\n",
	// a heading without a blank behind its sign, and a field that names an epic
	"#US0 0\n\nEpiC:0",
	"# Backlog\n\n- [ ] US-1 Pay\n  - Epic: Payments\n- [ ] US-2 Refund\n  - **Epic:** Payments\n\n### US-3 Third\n\n**Epic:** EPIC-7 (Money)\n\ntext\n\n" +
		"### US-4 Fourth\n\n- Epic: EPIC-7\n- Priority: high\n",
	// a declared box without a title
	"!\n<!--BACklogsYnC:stories-->\n* [X]",
	// a row of a story that is gone, which the relation list names
	"- [ ] a box\n### Relation Milestone ← Issues\n- EPIC-1 ← US-1.2\n## Épica 1 — x\n- [ ] works\n- [x] shines\n\n" +
		"| Status | Type | ID | URL |\n| - | - | - | - |\n| ⬜ | Issue | US-2.6 | |\n| ⬜ | Issue | US-1.2 | |\n",
	// a quarter before a title, which the derived ID holds
	"# NeXt\n* Q1 0",
	// an ID that stands for nothing in other rows
	"# Backlog\n\n- [ ] TODO\n- [ ] Login",
	"TODO <!-- backlogsync: stories -->",
	// a mistyped box without words
	"00\n<!-- backlogsync: stories -->\n* []\n# !",
	// one title twice, in two forms
	"# Backlog\n* Login\n* [x] Login",
	// titles without a word, with one ID
	"00<!-- id:s-->\n#\n!<!-- id:s-->",
	// text that begins with the ID of an epic which only a field names
	"# Plan\n\nE1 Payments come first.\n\n## US-1 Card\n\nEpic: E1\n",
	"!E1\n\n#US0—0\n\nepiC:E1",
	"# Plan\n\nPayments\n\n## US-1 Card\n\nEpic: payments\n",
	"e\n\n#US0—0\n\nepiC:E",
	"#US0—0\n\ne\nepiC:E",
	// a title that gives the ID which another line has
	"# Backlog\n\n- [ ] Login\n- [ ] Sign in <!-- id: login -->\n",
	"# \n<!--BACklogsYnC:stories-->\n- 0\n- 0 )00",
	// an anchor, and a line of another form with its ID
	"# Backlog\n\n- [ ] Login <!-- id: US-1 -->\n\n## US-1 Something\n\nText.\n",
	"00<!-- id:0-->\n# 0)00000000000",
	// an ID of signs alone, which a cell cannot hold
	"0<!-- id:\x00-->",
	"# Backlog\n\n- [ ] Login <!-- id: ... -->\n- [ ] Logout <!-- id: \u202e -->\n",
	"---\nid: \"\\u202e\"\ntitle: Login\nstatus: open\n---\n\nText.\n",
	// numbers that begin anew under headings with one name
	"# Stories\n1) A\n # StorY\n1) A",
	// a heading of one name below several epics, one of which is none
	"# Backlog\n\n## E 1 — Projects\n\n### User Stories\n\n1. As a developer, I can create.\n\n## Epic 2 — Auth\n\n### User Stories\n\n1. As a developer, I can log in.\n",
}

const (
	drawnLedger     = "| Type | ID | URL |\n| - | - | - |\n"
	drawnMilestones = "| Epic | Milestone | Status |\n| - | - | - |\n| EPIC-1 | EPIC-1 x | |\n\n"
)

// TestHardDocuments proves of them what [FuzzStructured] proves.
func TestHardDocuments(t *testing.T) {
	t.Parallel()
	for _, src := range hardDocuments {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			checkRecord(t, []byte(src))
			checkTexts(t, []byte(src))
		})
	}
}

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
