package backlog

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// readRelations reads the relation list, which stands under a heading of its
// own: "- EPICA-1 ← [US-1.1](URL), [US-1.2](URL)". Nothing in it is an item.
func (r *recognition) readRelations() {
	for i := range r.headings {
		h := &r.headings[i]
		if !relationHeadings[strings.TrimSpace(fold(h.title))] {
			continue
		}
		s := &r.f.syntax.relation
		s.heading = h.line
		for j := h.block; j < len(r.d.blocks); j++ {
			b := &r.d.blocks[j]
			if j > h.block && b.kind == blockHeading {
				break
			}
			r.skip[j] = true
			if b.kind == blockList && s.list == (Span{}) {
				s.list = Span{b.start, r.lastLineEnd(b)}
				r.readRelationList(b.node)
			}
		}
		return
	}
}

func (r *recognition) readRelationList(list ast.Node) {
	r.f.relations = []Relation{}
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		if item.FirstChild() == nil {
			continue
		}
		left, right, ok := strings.Cut(r.d.plain(item.FirstChild()), "←")
		if !ok {
			continue
		}
		rel := Relation{Milestone: relationID(left), Issues: []ID{}}
		for word := range strings.SplitSeq(right, ",") {
			if id := relationID(word); id != "" {
				rel.Issues = append(rel.Issues, id)
			}
		}
		r.f.relations = append(r.f.relations, rel)
	}
}

func relationID(text string) ID {
	if m, ok := scanID(text); ok {
		return m.id
	}
	return ID(strings.TrimSpace(text))
}

// lastLineEnd returns the end of the last line of a block that is not blank.
func (r *recognition) lastLineEnd(b *block) int {
	text := strings.TrimRight(string(r.d.src[b.start:b.end]), " \t\r\n")
	return r.d.lineEnd(b.start + len(text))
}
