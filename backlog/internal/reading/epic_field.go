package reading

import (
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// withoutEpicFields parts lines that may be items from those that look like a field
// which names the epic of a story: "Epic: Payments". A record of that epic is about
// such a line only where it stands in no story, which is known when stories are.
func (m *memory) withoutEpicFields() (lines, fields []*candidate) {
	lines = m.lines.all()
	if !slices.ContainsFunc(lines, m.d.isEpicField) {
		return lines, nil
	}
	all := lines
	lines = make([]*candidate, 0, len(all))
	for _, c := range all {
		if m.d.isEpicField(c) {
			fields = append(fields, c)
		} else {
			lines = append(lines, c)
		}
	}
	return lines, fields
}

// isEpicField reports whether a line that the guess did not take begins with the
// label of an epic.
func (d *document) isEpicField(c *candidate) bool {
	if c.accepted || c.heading >= 0 || c.row != nil {
		return false
	}
	label, _, ok := strings.Cut(d.Text[c.line.Start:c.line.End], ":")
	return ok && len(label) < longestLabel && lexicon.FieldOf(strings.Trim(label, " \t-+*_")) == lexicon.FieldEpic
}

// outsideOfStories returns those lines that are in the text of no story.
func (m *memory) outsideOfStories(lines []*candidate) []*candidate {
	var texts ranges
	for _, c := range m.lines.found {
		if c.accepted && !c.Epic {
			texts = append(texts, markdown.Span{Start: c.line.End, End: max(c.line.End, m.d.textEnd(c))})
		}
	}
	texts = texts.joined()
	return slices.DeleteFunc(lines, func(c *candidate) bool { return texts.holds(c.line.Start) })
}

// withoutProse leaves out text that is the title of an epic which fields name, or begins
// with its ID: "E1 comes first." It did not define the epic before that was recorded, and does not now.
func (m *memory) withoutProse(lines, fields []*candidate) []*candidate {
	if len(fields) == 0 {
		return lines
	}
	named := make(map[string]bool)
	for _, c := range fields {
		_, value, _ := strings.Cut(m.d.Text[c.line.Start:c.line.End], ":")
		value = strings.TrimSpace(value)
		named[lexicon.ID(Slug(value)).Key()] = true
		if id, ok := lexicon.ScanID(value); ok {
			named[id.Id.Key()] = true
		}
	}
	isProse := func(c *candidate) bool {
		return c.form == formParagraph && !c.accepted && !c.declared && !c.anchored && !c.Sep
	}
	return slices.DeleteFunc(lines, func(c *candidate) bool {
		return isProse(c) && slices.ContainsFunc(c.names(), func(name string) bool { return named[lexicon.ID(name).Key()] })
	})
}
