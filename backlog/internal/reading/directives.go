package reading

import (
	"cmp"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// directiveName begins the comments that say what the section, list or table
// below them holds: "<!-- backlogsync: ignore -->", "stories", "epics".
const directiveName = "backlogsync"

// directiveWords are what people say in them, and ownWords begin those that
// backlogsync writes into ledgers and into texts of trackers.
var (
	directiveWords = lexicon.Set("ignore|stories|epics")
	ownWords       = lexicon.Set("ledger|v1|end")
)

// directiveOf returns what a comment says to backlogsync, whatever its case and its
// blanks. It is not known if that means nothing: another word, or one without the
// colon. A comment that only begins with the name is for people.
func directiveOf(comment string) (word string, known, ok bool) {
	text, ok := strings.CutPrefix(strings.TrimSpace(comment), "<!--")
	text, end := strings.CutSuffix(text, "-->")
	text = strings.ToLower(strings.TrimSpace(text))
	rest, named := strings.CutPrefix(text, directiveName)
	if !ok || !end || !named {
		return "", false, false
	}
	if word, colon := strings.CutPrefix(strings.TrimSpace(rest), ":"); colon {
		word = strings.TrimSpace(word)
		first, _, _ := strings.Cut(word, " ")
		return word, directiveWords[word] || ownWords[first], true
	}
	word = strings.TrimSpace(rest)
	return text, false, directiveWords[word] && word != rest
}

// An UnknownWord is what a comment for backlogsync says that means nothing.
type UnknownWord struct {
	At   markdown.Span
	Text string
}

// readDirectives finds the comments at the top of the document that say what
// stands below them.
func (p *declared) readDirectives() {
	for i := range p.d.Blocks {
		if p.d.Blocks[i].Kind != markdown.BlockHTML {
			continue
		}
		at := p.d.HTMLText(&p.d.Blocks[i])
		word, known, ok := directiveOf(string(p.d.Src[at.Start:at.End]))
		below := i + 1
		for below < len(p.d.Blocks) && p.d.Blocks[below].Kind == markdown.BlockHTML {
			below++
		}
		if !ok {
			continue
		}
		if !known {
			p.unknown = append(p.unknown, UnknownWord{At: at, Text: word})
		}
		if below == len(p.d.Blocks) {
			continue
		}
		part := partOf(p.d, below)
		if entry, ok := p.entryBelow(i, below); ok {
			part = entry
		}
		switch word {
		case "ignore":
			p.ignored = append(p.ignored, part)
		case "epics":
			p.directed[roleEpic] = append(p.directed[roleEpic], part)
		case "stories":
			p.directed[roleStory] = append(p.directed[roleStory], part)
		}
	}
	p.readLineDirectives()
	for role := range p.directed {
		p.directed[role] = p.directed[role].joined()
	}
}

// partOf returns what a block begins: a section, or the block itself.
func partOf(d *document, block int) markdown.Span {
	b := &d.Blocks[block]
	for i := range d.headings {
		if d.headings[i].block == block {
			return markdown.Span{Start: b.Start, End: d.headings[i].end}
		}
	}
	return markdown.Span{Start: b.Start, End: b.End}
}

// isDirected reports whether a comment makes an item of a line. One in the line itself
// means that. Else, in the part that it speaks of, it means the headings right below the
// first one, else the rows and the entries of lists that are in no other, else the heading
// itself, or the paragraph. Of a heading with entries below, it is the heading that is an
// epic.
func (p *declared) isDirected(c *candidate, role int) bool {
	if len(p.lineRoles[role]) > 0 && p.lineRoles[role][p.d.startOf(c)] {
		return true
	}
	part := p.directed[role].at(c.line.Start)
	if part == (markdown.Span{}) {
		return false
	}
	i := p.d.sectionOf(part.Start)
	section := i >= 0 && p.d.headings[i].line.Start == part.Start
	holds := p.holdsOf(part, i)
	if section && role == roleEpic {
		holds.entries = false
	}
	if section && holds.sections {
		return c.heading >= 0 && p.d.headings[c.heading].parent == i
	}
	if c.heading >= 0 {
		return section && !holds.entries && c.heading == i
	}
	if section && !holds.entries {
		return false
	}
	if c.row != nil || c.form == formChecklist || c.form == formOrdered || c.form == formList {
		return c.depth == 0 && !c.board
	}
	return !holds.entries
}

// A holding is what a part holds that a comment speaks of. It is worked out once for
// all of its lines.
type holding struct {
	part              markdown.Span
	entries, sections bool
}

// holdsOf says what a part holds that begins at or below a heading.
func (p *declared) holdsOf(part markdown.Span, heading int) holding {
	if p.part.part != part {
		p.part = holding{part, p.holdsEntries(part), heading >= 0 && hasPlainSections(p.d, heading)}
	}
	return p.part
}

// holdsEntries reports whether a list or a table stands in a part, but for those of what
// is registered.
func (p *declared) holdsEntries(part markdown.Span) bool {
	for i := range p.d.Blocks {
		b := &p.d.Blocks[i]
		if part.Has(b.Start) && (b.Kind == markdown.BlockList || b.Kind == markdown.BlockTable) && !p.lines.skip[i] && !p.f.Syntax.Relation.has(b.Start) {
			return true
		}
	}
	return false
}

// hasPlainSections reports whether a heading has others below it, of whatever
// title.
func hasPlainSections(d *document, i int) bool {
	return slices.ContainsFunc(d.headings[i+1:], func(h heading) bool {
		return h.parent == i && !h.lists && !h.ours && lexicon.FieldOf(h.title) == lexicon.FieldUnknown
	})
}

// holds reports whether an offset is in one of the ranges, their first bytes
// included.
func (s ranges) holds(offset int) bool { return s.at(offset) != markdown.Span{} }

// at returns the range that an offset is in.
func (s ranges) at(offset int) markdown.Span {
	i, exact := slices.BinarySearchFunc(s, offset, func(s markdown.Span, offset int) int { return cmp.Compare(s.Start, offset) })
	if !exact {
		i--
	}
	if i < 0 || offset >= s[i].End {
		return markdown.Span{}
	}
	return s[i]
}

// joined returns the ranges in order, with those in one that hold each other.
func (s ranges) joined() ranges {
	s = sortRuns(s, func(a, b markdown.Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End)) })
	out := s[:0]
	for _, x := range s {
		if n := len(out); n > 0 && x.Start < out[n-1].End {
			out[n-1].End = max(out[n-1].End, x.End)
			continue
		}
		out = append(out, x)
	}
	return out
}
