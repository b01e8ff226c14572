package backlog

import (
	"fmt"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// maxNamed is how many of the lines that are left out are named.
const maxNamed = 5

// takeOmission words what looks like items of the file and became none: one
// finding for all lines that are written alike.
func (p *parsing) takeOmission(o *reading.Omission) {
	first := o.Lines[0]
	named := make([]string, 0, maxNamed)
	var related []Related
	for i, l := range o.Lines[:min(maxNamed, len(o.Lines))] {
		at := p.Position(l.At.Start)
		named = append(named, fmt.Sprintf("%q in line %d", shortened(l.Text), at.Line))
		if i > 0 {
			related = append(related, Related{at, "left out, too"})
		}
	}
	list := strings.Join(named, ", ")
	if more := len(o.Lines) - len(named); more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	what := "a line looks like an item but is not one"
	if len(o.Lines) > 1 {
		what = fmt.Sprintf("%d lines look like items but are not", len(o.Lines))
	}
	p.find(first.At, SeverityWarning, CodeLeftOut, first.ID, "%s: %s; %s; %s", what, list, o.Why, remedy(o))
	p.findings[len(p.findings)-1].Related = related
	p.noteLeftOut(o.Lines)
	if !first.Recorded {
		p.omitted = append(p.omitted, omitted{len(p.findings) - 1, o})
	}
}

// noteLeftOut notes lines by the IDs that they may have been recorded with.
func (p *parsing) noteLeftOut(lines []reading.OmittedLine) {
	if p.leftOutIDs == nil {
		p.leftOutIDs = make(map[string]Position, len(lines))
	}
	for _, l := range lines {
		names := l.Names
		if lead, _, ok := LeadingID(l.Text); ok { // which is none among lines without one
			names = append(names[:len(names):len(names)], string(lead.ID))
		}
		for _, name := range names {
			if key := ID(name).Key(); p.leftOutIDs[key] == (Position{}) && !l.Recorded {
				p.leftOutIDs[key] = p.Position(l.At.Start)
			}
		}
	}
}

// LeftOut returns the position of the first line that has this ID, or the title
// that the ID is made of, and looks like an item but is not one. The warning
// left-out reports such lines, or no-items if the file has no items at all. ok
// is false if there is no such line.
func (f *File) LeftOut(id ID) (at Position, ok bool) {
	if at, ok = f.leftOutIDs[id.Key()]; ok {
		return at, true
	}
	name := string(id[strings.LastIndexByte(string(id), '/')+1:]) // behind the name of the parent
	name, _, _ = strings.Cut(name, "~")                           // which sets equal titles apart
	at, ok = f.leftOutIDs[ID(name).Key()]
	return at, ok
}

// An omitted is a finding about lines that are left out.
type omitted struct {
	finding  int
	omission *reading.Omission
}

// mostAdvice is for how many findings the declaration is worked out.
const mostAdvice = 5

// advise adds to the findings what is to be declared if the lines that are left
// out are items.
func (c *checker) advise() {
	f := c.f
	if len(f.omitted) == 0 || f.isDeclared() {
		return
	}
	var lists []map[int]Kind
	var advised []omitted
	for _, l := range f.omitted[:min(mostAdvice, len(f.omitted))] {
		lines := make(map[int]Kind)
		switch {
		case l.omission.Untitled, l.omission.Twice, l.omission.Mend == reading.MendTable, l.omission.Mend == reading.MendBox:
			continue
		case l.omission.Mend == reading.MendGroup: // what is read as it is
		default:
			for _, x := range l.omission.Lines {
				lines[x.At.Start] = x.Kind
			}
		}
		lists, advised = append(lists, lines), append(advised, l)
	}
	for i, d := range reading.Including(f.src, f.readingOptions(), lists) {
		if d == nil {
			continue
		}
		or := "or"
		if advised[i].omission.Mend == reading.MendGroup {
			or = "if not,"
		}
		x := &c.Findings[advised[i].finding]
		x.Message += "; " + or + " declare in front matter or in .backlogsync.yaml: read: " + d.String()
	}
}

// remedy says what to write.
func remedy(o *reading.Omission) string {
	it, one, is, epic, of, its := "it", "it", "it is one", "it is an epic", "the ", "its"
	if len(o.Lines) > 1 {
		it, one, is, epic, of, its = "them", "each", "they are", "they are epics", "each ", "each"
	}
	if o.Lines[0].Recorded {
		return "what the ledger has of " + it + " counts as gone from the file; take " + it + " out of what is ignored, or declare " + it
	}
	where := "at the end of " + of + "line"
	switch o.Mend {
	case reading.MendLine:
	case reading.MendTable:
		return "take the blank line out, or put the comment into a cell of the row below it"
	case reading.MendBox:
		return "put that blank in"
	case reading.MendDeclare:
		return "if " + is + ", write " + it + " as the others are written"
	case reading.MendGroup:
		return fmt.Sprintf("if %s, put <!-- backlogsync: epics --> %s", epic, where)
	case reading.MendRow:
		where = "in a cell of " + of + "row"
	case reading.MendCell:
		where = "in " + its + " cell"
	}
	if o.Twice {
		return fmt.Sprintf("if %s, give %s another ID; if not, the title of that item, or put <!-- backlogsync: ignore --> %s", is, one, where)
	}
	if o.Untitled {
		return fmt.Sprintf("give %s a title, or, if there is no item, put <!-- backlogsync: ignore --> %s", it, where)
	}
	word := "stories"
	if o.Lines[0].Kind == KindMilestone {
		word = "epics"
	}
	return fmt.Sprintf("if %s, write %s as the others are written, or put <!-- backlogsync: %s --> %s; "+
		"if not, put <!-- backlogsync: ignore --> there", is, it, word, where)
}

// noItems words that nothing in a file is an item: what was seen, and what to
// write.
func (c *checker) noItems(seen []reading.Seen) string {
	most := 3
	if len(seen) == 0 {
		return "no epics or stories were found; an epic is a heading such as \"## EPIC-1 Title\", " +
			"a story one such as \"### US-1.1 Title\" or an item \"- [ ] US-1.1 Title\""
	}
	proposals := c.f.Proposals()
	var read, first string
	var there []string
	verb := "is"
	note := func(n int, text string) {
		if len(there) == 0 && n > 1 {
			verb = "are"
		}
		there = append(there, fmt.Sprintf("%d %s", n, text))
	}
	if len(proposals) == 0 {
		read = fmt.Sprintf("{stories: [%q]}", seen[0].Pattern)
	} else {
		p := proposals[0]
		what, one, n := "stories", "a story", p.Stories
		if n == 0 {
			what, one, n = "epics", "an epic", p.Epics
		}
		if n == 1 {
			what = one
		}
		read, first = p.Read.String(), p.First[0]
		note(n, fmt.Sprintf("that may be %s, such as %q", what, shortened(first)))
	}
	for _, s := range seen {
		if s.Text != first && most > 0 {
			most--
			note(len(s.Lines), fmt.Sprintf("such as %q in line %d (%s)", shortened(s.Text), c.f.Position(s.At).Line, s.Pattern))
		}
	}
	list := strings.Join(there, ", ")
	if first != "" && len(there) > 1 {
		list = there[0] + ", and " + strings.Join(there[1:], ", ")
	}
	return fmt.Sprintf("no epics or stories were found; there %s %s; "+
		"declare what they are, in front matter or in .backlogsync.yaml, for example with read: %s, "+
		"or write an ID before a title: \"### US-1.1 Title\"", verb, list, read)
}

// shortened returns a text of at most 60 characters.
func shortened(s string) string {
	const limit = 60
	r := []rune(s)
	if len(r) <= limit {
		return s
	}
	return string(r[:limit-1]) + "…"
}
