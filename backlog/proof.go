package backlog

import "strings"

// A proof is what stands below a heading that only items have.
type proof struct {
	sentence bool
	fields   int // status, priority, points, epic, dependencies, criteria
	lists    int // sentences that are items of lists
	id       ID  // of a field
	story    string
}

// ok reports whether the heading is an item. Several sentences below it are
// items themselves, and it groups them.
func (p *proof) ok() bool { return (p.sentence || p.fields > 0 || p.id != "") && p.lists < 2 }

// proofOf looks for the fields of an item below a heading.
func (r *recognition) proofOf(i int) proof {
	h := &r.headings[i]
	if h.proof == nil {
		p := r.findProof(h)
		h.proof = &p
	}
	return *h.proof
}

func (r *recognition) findProof(h *heading) proof {
	var p proof
	sections := false
	for j := h.block + 1; j < len(r.d.blocks) && r.d.blocks[j].start < h.end; j++ {
		b := &r.d.blocks[j]
		switch b.kind {
		case blockHeading:
			sections = true
			switch title := r.d.plain(b.node); {
			case fieldOf(title) != fieldUnknown:
				p.fields++
			case scanLead(title).found && b.level <= h.level+1 && p.fields == 0:
				return p
			}
		case blockParagraph:
			if isSentence(strings.ReplaceAll(r.d.plain(b.node), ":", "")) {
				if p.sentence && !sections {
					p.lists = 2
				}
				p.sentence = true
			}
			for _, line := range r.d.inlineLines(b.node) {
				p.line(line)
			}
		case blockTable:
			p.table(r, b)
		case blockList:
			for it := range r.d.items(b.node, b.end) {
				if it.text != nil {
					if isSentence(r.d.plain(it.text)) {
						p.lists++
					}
					for _, line := range r.d.inlineLines(it.text) {
						p.line(line)
					}
				}
			}
		case blockHTML:
		case blockOther:
			p.quote(r, b)
		}
	}
	return p
}

func (p *proof) line(line inlineLine) {
	role := fieldUnknown
	label, value := line.label, line.value
	if label == "" {
		if l, v, ok := strings.Cut(value, ":"); ok && len(l) < 32 {
			label, value = l, strings.TrimSpace(v)
		}
	}
	if label != "" {
		role = fieldOf(label)
	}
	switch role {
	case fieldUnknown, fieldLabels, fieldDue, fieldAssignee, fieldTitle, fieldDone:
	case fieldID:
		if m, ok := scanID(value); ok && p.id == "" {
			p.id = m.id
		}
	case fieldStory:
		p.sentence = true
		if p.story == "" {
			p.story = strings.TrimSpace(value)
		}
	default:
		p.fields++
	}
	if !p.sentence && isSentence(line.label+" "+line.value) {
		p.sentence = true
		if p.story == "" {
			p.story = strings.TrimSpace(line.label + " " + line.value)
		}
	}
}

// table reads a table of fields: two columns, the label in the first.
func (p *proof) table(r *recognition, b *block) {
	row := rowReader{d: r.d}
	for _, line := range r.d.rowsOf(b.node) {
		row.read(line)
		if len(row.cells) != 2 {
			return
		}
		p.line(inlineLine{label: row.text(0), value: row.text(1)})
	}
}

func (p *proof) quote(r *recognition, b *block) {
	for n := b.node.FirstChild(); n != nil; n = n.NextSibling() {
		if isParagraph(n) {
			for _, line := range r.d.inlineLines(n) {
				p.line(line)
			}
		}
	}
}
