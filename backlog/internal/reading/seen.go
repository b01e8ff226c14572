package reading

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// A Seen is a kind of lines of a file without items: what might have been meant.
type Seen struct {
	Pattern string // that declares them as stories
	Text    string // of the first one
	At      int
	Lines   []OmittedLine
}

// findSeen collects the kinds of lines of a file in which nothing is an item, in
// the order of the file.
func (o *omissions) findSeen() {
	kinds := make(map[string]int) // index in Seen, by pattern
	for _, c := range o.lines.all() {
		if c.Title == "" || c.level == 1 && !c.coded() || c.board || c.form == formParagraph && !c.sentence || c.dropped == notIgnored ||
			c.heading >= 0 && (lexicon.AsideWords[lexicon.Fold(c.Title)] || lexicon.BacklogWords[lexicon.Fold(c.Title)]) {
			continue
		}
		pattern := patternOf(o.d, c)
		i, ok := kinds[pattern]
		if !ok {
			i = len(o.f.Seen)
			kinds[pattern] = i
			o.f.Seen = append(o.f.Seen, Seen{Pattern: pattern, Text: c.Title, At: c.line.Start})
		}
		o.f.Seen[i].Lines = append(o.f.Seen[i].Lines, o.omitted(c))
	}
}

// patternOf returns a pattern that declares lines like c.
func patternOf(d *document, c *candidate) string {
	what := "{title}"
	if c.coded() {
		what = "{id} {title}"
	}
	indent := strings.Repeat("  ", c.depth)
	switch {
	case c.heading >= 0:
		return strings.Repeat("#", c.level) + " " + what
	case c.row != nil:
		return rowPattern(d, c.row.table)
	case c.form == formChecklist:
		return indent + "- [ ] " + what
	case c.form == formOrdered:
		return indent + "1. {title}"
	case c.form == formList:
		return indent + "- " + what
	case c.form == formBold:
		return "**" + what + "**"
	case c.form == formHTML:
		return "<td>" + what + "</td>"
	}
	return what
}

// rowPattern returns a pattern for the rows of a table.
func rowPattern(d *document, t *storyTable) string {
	row := markdown.RowReader{D: d.Document}
	row.Read(t.header)
	var cells []string
	titles := t.titles
	if titles < 0 && t.ids < 0 {
		titles = 0
	}
	for i := range row.Cells {
		switch {
		case i == t.ids && t.ids != titles:
			cells = append(cells, row.Text(i)+" {id}")
		case i == titles:
			cells = append(cells, row.Text(i)+" {title}")
		}
	}
	return "| " + strings.Join(cells, " | ") + " |"
}
