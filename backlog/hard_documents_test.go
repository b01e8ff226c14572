package backlog_test

import "testing"

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
	"# Backlog\n\n## E 1 — Projects\n\n### User Stories\n\n1. As a developer, I can create.\n\n" +
		"## Epic 2 — Auth\n\n### User Stories\n\n1. As a developer, I can log in.\n",
	// a line with nothing but the ID of an epic that fields name
	"# Backlog\n\n### US-001: Register\n\n**Epic:** EPIC-001 (Access)\n\n### US-002: Verify\n\n**Epic-001\n**Status:** Done\n",
	// titles that are equal, of lines with numbers and without
	"# À faire\n\n0) e\n0) e\n* e\n",
	// one ID below the title of the file and below a heading of that name
	"# Plan\n\n- [ ] US1\n\n## Plan\n\n- [ ] US1\n", "# \n* [] US1 \n## \n* [] US1",
	// a title that begins as the ID of an epic
	"# Backlog\n\n- [ ] !EPIC1 备份\n",
	// two lines with one anchor
	"# User stories\n\n- As a user, I want a map. <!-- id: map -->\n- As a user, I want layers.\n\nMore of it. <!-- id: map -->\n",
	// sections that stand twice, with numbers that begin anew in each
	"# User stories\n\n## Cook\n\n- **Story A: See**\n- **Story B: Mark**\n\n## Waiter\n\n- **Story A: Split**\n- **Story B: Move**\n\n" +
		"## Waiter\n\n- **Story A: Split**\n- **Story B: Move**\n",
	// a heading that begins with what may be a word, or the code of an epic above
	"#EpiC E1 0\n# 0\n#E1 a0",
	"# Backlog\n\n# E1 Payments\n\n## US-1 Card\n\nEpic: E1\n",
	// a field that stands in no story, and names the epic of one
	"# Notes\n\n* US-4 Pay\n  - Epic: E1\n- **Epic 1** does\n### US-3 Cash\n\nEpic: E1\n",
	// numbers below an epic that has a word and no ID
	"# Backlog\n\n## Epic: Projects\n\n1. As a developer, I can create.\n\n## Epic: Auth\n\n1. As a developer, I can log in.\n",
	"# Backlog\n\n## Epic 1 — Projects\n\n1. As a developer, I can create.\n\n## Epic 2\x01— Auth\n\n1. As a developer, I can log in.\n",
	// an anchor that is the name of the heading above it
	"# Backlog\n\n### Login\n\n- [ ] Login <!-- id: login -->\n- [ ] Login\n",
	"# Backlog\n\n## Login\n\n- [ ] Login <!-- id: login -->\n- [ ] Login\n- [ ] Logout\n",
	// one title, with an ID, without, and in another form
	"# Backlog\n\n- Login\n- Login <!-- id: sign-in -->\n\n### Login\n",
	"# User stories\n\n- [ ] Login\n- [ ] Login <!-- id: sign-in -->\n\n### Login\n\nAs a user, I want to log in.\n",
	// a title that begins with the code of another row
	"# Backlog\n\n| Issue | Status |\n|-|-|\n| S5 a000 | open |\n| s5 | open |\n",
	// a comment that says where stories are, of a section that ends with the ledger
	"<!-- backlogsync: stories -->\n# Plan\n\n- Login\n- Logout\n",
	"<!-- backlogsync: stories -->\n# Login\n\nAs it was.\n",
	// an epic that a field names by what is nearly its ID
	sprints + "| PB-02 | 文章 | EPIC\x19002 | P1 |\n",
	// two relation lists, of which recording takes the first, in front of another list
	"### Relation Milestone ← Issues\n\n- EPIC-1 ←\n\nText.\n\n* [ ] **US-3.6** a\n\n### Evidence ledger\n\n<!-- backlogsync:ledger -->\n\n" +
		"| Type | ID | URL |\n| --- | --- | --- |\n| Milestone | EPIC-2 | _pending_ |\n\n" +
		"### Relation Milestone ← Issues\n\n- EPIC-1 ←\n\n  - [ ] US-3.2 b\n\n#### US-3.5: x\n",
	// an underlined heading whose first line is indented like code, below definitions of links
	"[a]: https://x.example/a\n    indented\nUS-1.1 a\n---\n\nText.\n",
}

// sprints has a table of epics of which only the first is one, since a story names it.
const sprints = "# Products\n\n| Epic ID | 名称 |\n| - | - |\n| EPIC-001 | 内容准备 |\n| EPIC-002 | 文章生成 |\n\n" +
	"## Sprint backlog\n\n| ID | 名称 | 归属 Epic | 优先级 |\n| - | - | - | - |\n| PB-01 | 需求 | EPIC-001 | P0 |\n"

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
