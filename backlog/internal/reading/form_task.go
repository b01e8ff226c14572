package reading

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// findTaskFile finds the one item of a file that is one: its front matter has
// an ID, a title and a status, as Backlog.md writes its tasks.
func findTaskFile(s *search) {
	m := s.f.Metadata
	id, title := m["id"], m["title"]
	if id == "" || title == "" || cmp.Or(m["status"], m["state"]) == "" || s.f.Syntax.Start == 0 {
		return
	}
	at := s.f.Syntax.Metadata["title"]
	start := bytes.LastIndexByte(s.f.src[:at.Start], '\n') + 1
	c := candidate{
		Match: lexicon.Match{Id: lexicon.ID(id), Class: lexicon.ClassWord, Title: title, Rank: lexicon.RankStory, Story: true, Sep: true},
		found: true, form: s.form, block: -1, section: -2, heading: -1,
		line: markdown.Span{Start: start, End: markdown.LineEndAt(s.f.src, start)}, body: markdown.Span{Start: s.f.Syntax.Start, End: len(s.d.Src)}, front: true,
	}
	status, _ := lexicon.ReadStatus(cmp.Or(m["status"], m["state"]))
	c.setStatus(status)
	s.lines.add(&c)
}

// isTaskFile reports whether the front matter of the file is that of a task.
func (l *candidates) isTaskFile() bool {
	return slices.ContainsFunc(l.found, func(c *candidate) bool { return c.front && c.dropped == notDropped })
}
