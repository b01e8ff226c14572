package reading

import (
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

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

// namesEpic reports whether a site is a field that holds nothing but the ID of an epic:
// "- Epic: EPIC-010".
func (x *site) namesEpic() bool {
	if !x.named || !x.Epic || x.form != formList {
		return false
	}
	id, ok := lexicon.ScanID(x.Title)
	return ok && id.Title == ""
}

// withoutNames leaves out lines that only name an epic which a field names: the field, and
// text with its title or ID: "E1 comes first." The field says that there is that epic. One
// that stands in no story is no field, and may be the line of the epic.
func (m *memory) withoutNames(lines []*candidate) []*candidate {
	isEpic := func(name string) bool {
		key := lexicon.ID(name).Key()
		return m.known[ItemKey{lexicon.KindMilestone, key}] != nil && m.inFields(key)
	}
	names := func(c *candidate) bool {
		return !c.accepted && !c.declared && !c.anchored && slices.ContainsFunc(c.names(), isEpic)
	}
	if !m.milestones || !slices.ContainsFunc(lines, names) {
		return lines
	}
	texts := m.textsOfStories()
	return slices.DeleteFunc(slices.Clone(lines), func(c *candidate) bool {
		return names(c) && (texts.holds(c.line.Start) || !m.d.isEpicField(c))
	})
}

// textsOfStories returns where the texts of stories stand.
func (m *memory) textsOfStories() (texts ranges) {
	for _, c := range m.lines.found {
		if c.accepted && !c.Epic {
			texts = append(texts, markdown.Span{Start: c.line.End, End: max(c.line.End, m.d.textEnd(c))})
		}
	}
	return texts.joined()
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
