package backlog

// findChecklists finds stories that are items of a checklist:
// "- [ ] US-1.1 Title". Their text is what is indented below them.
func findChecklists(r *recognition) {
	for i := range r.d.blocks {
		b := &r.d.blocks[i]
		if b.kind != blockList || r.skip[i] {
			continue
		}
		for it := range r.d.items(b.node, b.end) {
			if it.box < 0 {
				continue
			}
			m, ok := scanID(r.d.plain(it.text))
			if !ok || m.epic {
				continue
			}
			c := candidate{
				idMatch: m, form: r.form, block: i,
				line: Span{it.start, r.d.lineEnd(it.start)},
				box:  Span{it.box, it.box + 1},
			}
			c.setTitle()
			c.marked = r.checked(it.checked)
			if it.text.NextSibling() != nil {
				c.item = it.node
				c.body = Span{r.d.nextLine(max(it.start, it.title.End-1)), it.end}
			}
			r.items[i] = true
			r.add(c)
		}
	}
}
