package reading

import (
	"bytes"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// readRelations reads the relation list, which stands under a heading of its
// own: "- EPICA-1 ← [US-1.1](URL), [US-1.2](URL)". None of its lines is an item.
func (r *records) readRelations() {
	for i := range r.d.headings {
		h := &r.d.headings[i]
		if !h.lists || !r.within.Has(h.line.Start) {
			continue
		}
		s := &r.f.Syntax.Relation
		s.Heading = h.line
		h.ours = true
		r.relationsBelow(h, s)
		r.otherRelations(i + 1)
		return
	}
}

// relationsBelow reads the relation list below its heading, and what is left of others
// that stood there.
func (r *records) relationsBelow(h *heading, s *relationSyntax) {
	for j := h.block; j < len(r.d.Blocks) && r.within.Has(r.d.Blocks[j].Start); j++ {
		b := &r.d.Blocks[j]
		if j > h.block && b.Kind == markdown.BlockHeading {
			return
		}
		switch {
		case b.Kind != markdown.BlockList:
		case s.List == (markdown.Span{}):
			if s.List = r.readRelationList(b); s.List == (markdown.Span{}) {
				return
			}
		default: // ends with the first one, see [backlog.recorder.changeRelations]
			if more := relationItems(r.d, b); more != (markdown.Span{}) {
				s.More = append(s.More, more)
			}
		}
	}
}

// otherRelations finds the relation lists below later headings, which a ledger that
// several backlogs share has when it is read as a whole: they are no items either.
func (r *records) otherRelations(from int) {
	for i := from; i < len(r.d.headings); i++ {
		h := &r.d.headings[i]
		if !h.lists || !r.within.Has(h.line.Start) {
			continue
		}
		for j := h.block + 1; j < len(r.d.Blocks) && r.d.Blocks[j].Kind != markdown.BlockHeading; j++ {
			if b := &r.d.Blocks[j]; b.Kind == markdown.BlockList {
				if list := relationItems(r.d, b); list != (markdown.Span{}) {
					r.f.Syntax.Relation.Others = append(r.f.Syntax.Relation.Others, list)
				}
			}
		}
	}
}

// isRelationTitle reports whether a heading is that of a relation list. Such a
// heading, which registering adds, is not a title of the file and says nothing of
// what stands below the list.
func isRelationTitle(title string) bool {
	return strings.Contains(title, "←") && lexicon.RelationHeadings[strings.TrimSpace(lexicon.Fold(title))]
}

// readRelationList reads the items that are relations, and returns where they
// stand. What follows them in the same list is not ours.
func (r *records) readRelationList(b *markdown.Block) markdown.Span {
	at := relationItems(r.d, b)
	for it := range r.d.Items(b.Node, b.End) {
		if !at.Has(it.Start) {
			break
		}
		left, right, _ := strings.Cut(r.d.Plain(it.Text), "←")
		rel := Relation{Milestone: relationID(left), Issues: []lexicon.ID{}, At: it.Start}
		for word := range strings.SplitSeq(right, ",") {
			if id := relationID(word); id != "" {
				rel.Issues = append(rel.Issues, id)
			}
		}
		r.f.Relations = append(r.f.Relations, rel)
	}
	return at
}

// relationItems returns the lines of the relations that a list begins with.
func relationItems(d *document, b *markdown.Block) (at markdown.Span) {
	for it := range d.Items(b.Node, b.End) {
		if it.Text == nil || !strings.Contains(d.Plain(it.Text), "←") {
			break
		}
		if at == (markdown.Span{}) {
			at.Start = it.Start
		}
		at.End = lastLineEnd(d, it.Start, it.End)
	}
	return at
}

func relationID(text string) lexicon.ID {
	if m, ok := lexicon.ScanID(text); ok && !m.Many {
		return m.Id
	}
	return lexicon.ID(strings.TrimSpace(text))
}

// lastLineEnd returns the end of the last line in a range that is not blank.
func lastLineEnd(d *document, start, end int) int {
	text := bytes.TrimRight(d.Src[start:end], " \t\r\n")
	return d.LineEnd(start + len(text))
}
