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
	_, ok := epicField(d.Text[c.line.Start:c.line.End])
	return ok
}

// epicField returns what a line that begins with the label of an epic names.
func epicField(line string) (value string, ok bool) {
	label, value, ok := strings.Cut(line, ":")
	if !ok || len(label) >= longestLabel || lexicon.FieldOf(strings.Trim(label, " \t-+*_")) != lexicon.FieldEpic {
		return "", false
	}
	return strings.Trim(value, " \t\r\n*_"), true
}

// outsideOfStories returns those lines that are in the text of no story, and name none of
// the epics that the text of one names.
func (m *memory) outsideOfStories(lines []*candidate) []*candidate {
	var texts ranges
	for _, c := range m.lines.found {
		if c.accepted && !c.Epic {
			texts = append(texts, markdown.Span{Start: c.line.End, End: max(c.line.End, m.d.textEnd(c))})
		}
	}
	texts = texts.joined()
	var outside []*candidate
	named := make(map[string]bool)
	for _, c := range lines {
		if !texts.holds(c.line.Start) {
			outside = append(outside, c)
			continue
		}
		for _, name := range c.names() {
			named[lexicon.ID(name).Key()] = true
		}
	}
	return slices.DeleteFunc(outside, func(c *candidate) bool {
		return slices.ContainsFunc(c.names(), func(name string) bool { return named[lexicon.ID(name).Key()] })
	})
}

// withoutProse leaves out lines with the title or the ID of an epic which a field names:
// "E1 comes first." They did not define the epic before that was recorded, and do not now.
func (m *memory) withoutProse(lines []*candidate) []*candidate {
	isEpic := func(name string) bool {
		key := lexicon.ID(name).Key()
		return m.known[ItemKey{lexicon.KindMilestone, key}] != nil && m.inFields(key)
	}
	isProse := func(c *candidate) bool {
		return !c.accepted && !c.declared && !c.anchored && slices.ContainsFunc(c.names(), isEpic)
	}
	if !m.milestones || !slices.ContainsFunc(lines, isProse) {
		return lines
	}
	return slices.DeleteFunc(slices.Clone(lines), isProse)
}

// inFields reports whether a field names an epic with a key.
func (m *memory) inFields(key string) bool {
	if m.fields == nil {
		m.fields = m.d.epicsInFields()
	}
	return m.fields[key]
}

// epicsInFields returns the keys of what the lines with the label of an epic name.
func (d *document) epicsInFields() map[string]bool {
	named := make(map[string]bool)
	for line := range strings.Lines(d.Text) {
		value, ok := epicField(line)
		if !ok {
			continue
		}
		if strings.ContainsAny(value, "[`*_<") {
			inline, n := markdown.ParseInline([]byte(value))
			value = inline.Plain(n)
		}
		named[lexicon.ID(Slug(value)).Key()] = true
		if id, ok := lexicon.ScanID(value); ok {
			named[id.Id.Key()] = true
		}
	}
	return named
}
