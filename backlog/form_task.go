package backlog

import "cmp"

// findTaskFile finds the one item of a file that is one: its front matter has
// an ID, a title and a status, as Backlog.md writes its tasks.
func findTaskFile(r *recognition) {
	m := r.f.metadata
	id, title := m["id"], m["title"]
	if id == "" || title == "" || cmp.Or(m["status"], m["state"]) == "" || r.f.syntax.start == 0 {
		return
	}
	at := r.f.syntax.metadata["title"]
	start := at.Start - r.f.Position(at.Start).Column + 1
	c := candidate{
		idMatch: idMatch{id: ID(id), class: classWord, title: title, rank: rankStory, story: true, sep: true},
		found:   true, form: r.form, block: -1, section: -2, heading: -1,
		line: Span{start, lineEndAt(r.f.src, start)}, body: Span{r.f.syntax.start, len(r.d.src)}, front: true,
	}
	s, _ := readStatus(cmp.Or(m["status"], m["state"]))
	c.setStatus(s)
	r.add(c)
}
