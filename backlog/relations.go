package backlog

import (
	"bytes"
	"strings"
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
		h.ours = true
		for j := h.block; j < len(r.d.blocks); j++ {
			b := &r.d.blocks[j]
			if j > h.block && b.kind == blockHeading {
				break
			}
			if b.kind == blockList {
				r.readRelationList(b)
				r.skip[j] = r.f.relations != nil
				return
			}
		}
		return
	}
}

// readRelationList reads the items that are relations. What follows them in
// the same list is not ours.
func (r *recognition) readRelationList(b *block) {
	at := &r.f.syntax.relation.list
	for it := range r.d.items(b.node, b.end) {
		if it.text == nil {
			return
		}
		left, right, ok := strings.Cut(r.d.plain(it.text), "←")
		if !ok {
			return
		}
		rel := Relation{Milestone: relationID(left), Issues: []ID{}, Pos: r.f.Position(it.start)}
		for word := range strings.SplitSeq(right, ",") {
			if id := relationID(word); id != "" {
				rel.Issues = append(rel.Issues, id)
			}
		}
		r.f.relations = append(r.f.relations, rel)
		if *at == (Span{}) {
			at.Start = it.start
		}
		at.End = r.lastLineEnd(it.start, it.end)
	}
}

func relationID(text string) ID {
	if m, ok := scanID(text); ok && !m.many {
		return m.id
	}
	return ID(strings.TrimSpace(text))
}

// lastLineEnd returns the end of the last line in a range that is not blank.
func (r *recognition) lastLineEnd(start, end int) int {
	text := bytes.TrimRight(r.d.src[start:end], " \t\r\n")
	return r.d.lineEnd(start + len(text))
}
