// Package forms writes a few items in each form in which backlogs have them, for
// tests of what is read. Large backlogs, for budgets, come from package large.
package forms

import (
	"fmt"
	"strings"
)

// A Form is a way to write items.
type Form struct {
	Name    string
	Pattern string // that declares the lines; "" if there is none
	Head    string
	Item    string // the lines of one, with %[1]d for its number and %[2]s for its title
	Tail    string
}

// All are the forms.
var All = []Form{
	{"boxes", "- [ ] {title}", "", "- [ ] %[2]s\n", ""},
	{"boxes with IDs", "- [ ] {id} {title}", "", "- [ ] SHOP-%[1]d %[2]s\n", ""},
	{"boxes with a word", "- [ ] {id} {title}", "", "- [ ] US-%[1]d %[2]s\n", ""},
	{"headings with IDs", "### {id}: {title}", "", "### SHOP-%[1]d: %[2]s\n\nSome text.\n\n", ""},
	{"headings with a word", "### Story {id}: {title}", "", "### Story %[1]d: %[2]s\n\nSome text.\n\n", ""},
	{"headings with fields", "### {title}", "", "### %[2]s\n\n**Priority:** high\n\nAs a user, I want it, so that it is there.\n\n", ""},
	{"numbered headings", "### {id}. {title}", "", "### %[1]d. %[2]s\n\n**Priority:** high\n\n**Points:** 3\n\n", ""},
	{"rows with IDs", "| ID {id} | Title {title} |", "| ID | Title | Status |\n| - | - | - |\n", "| SHOP-%[1]d | %[2]s | todo |\n", "\n"},
	{"rows of stories", "| Story {title} |", "| Story | Priority |\n| - | - |\n", "| %[2]s | high |\n", "\n"},
	{"rows without a known header", "| No {id} | What {title} |", "| No | What |\n| - | - |\n", "| US-%[1]d | %[2]s |\n", "\n"},
	{"sentences in a list", "- {title}", "", "- As a user, I want the %[2]s, so that I have it.\n", ""},
	{"sentences", "As a user, I want the {title}", "", "As a user, I want the %[2]s, so that I have it.\n\n", ""},
	{"bold lines", "**{id}: {title}**", "", "**US-%[1]d: %[2]s**\n\nAs a user, I want it.\n\n", ""},
	{"bullets with IDs", "- **{id}**: {title}", "", "- **US-%[1]d**: %[2]s\n", ""},
	{"a numbered list", "1. {title}", "", "%[1]d. As a user, I want the %[2]s, so that I have it.\n", ""},
	{"titles in bold", "- **{title}**: *", "", "- **%[2]s**: what it says.\n", ""},
	{"cells in HTML", "", "<table>\n", "<tr><td>US-%[1]d: %[2]s</td></tr>\n", "</table>\n\n"},
}

// Titles are those of items, by number.
var Titles = []string{
	"login", "search page", "export of bills", "dark mode", "big report", "new basket", "map", "mail to all", "import", "second screen", "price list", "backup",
}

// Documents are the beginnings of documents.
var Documents = []string{
	"", "# Backlog\n\n", "# Release plan\n\n", "# Shop\n\n", "# User stories\n\n## Epic 1: Access\n\n",
	"# Notes\n\n## Epic: Access\n\n", "# How to write a guide\n\n",
}

// Render writes the items of these numbers.
func (f Form) Render(numbers []int) string {
	var b strings.Builder
	b.WriteString(f.Head)
	for _, n := range numbers {
		fmt.Fprintf(&b, f.Item, n+1, Titles[n])
	}
	return b.String() + f.Tail
}
