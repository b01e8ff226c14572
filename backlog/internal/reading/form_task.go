package reading

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// findTaskFile finds the one item of a file that is one: its front matter has
// an ID, a title and a status, as Backlog.md writes its tasks.
func findTaskFile(s *search) {
	m := s.f.Metadata
	if m["id"] != "" && cmp.Or(m["status"], m["state"]) != "" {
		addTask(s.f, s.lines)
	}
}

// addTask adds what a file as a whole is, if its front matter has a title.
func addTask(f *Result, lines *candidates) {
	m := f.Metadata
	if m["title"] == "" || f.Syntax.Start == 0 {
		return
	}
	at := f.Syntax.Metadata["title"]
	start := bytes.LastIndexByte(f.src[:at.Start], '\n') + 1
	c := candidate{
		Match: lexicon.Match{Title: m["title"], Rank: lexicon.RankStory, Story: true, Sep: true}, form: formTask, block: -1, section: -2, heading: -1,
		line: markdown.Span{Start: start, End: markdown.LineEndAt(f.src, start)}, body: markdown.Span{Start: f.Syntax.Start, End: len(lines.d.Src)}, front: true,
	}
	if id, ok := lexicon.NewID(m["id"]); ok {
		c.Id, c.Class, c.found = id, lexicon.ClassWord, true
	}
	status, _ := lexicon.ReadStatus(cmp.Or(m["status"], m["state"]))
	c.setStatus(status)
	lines.add(&c)
}

// addTask finds the file as a whole if a pattern is of its front matter, whatever else that
// has.
func (p *declared) addTask() {
	isTask := func(x *linePattern) bool { return strings.HasPrefix(x.text, "title:") }
	if slices.ContainsFunc(p.patterns[roleStory], isTask) && !slices.ContainsFunc(p.lines.found, func(c *candidate) bool { return c.front }) {
		addTask(p.f, p.lines)
	}
}

// isTaskFile reports whether the front matter of the file is that of a task.
func (l *candidates) isTaskFile() bool {
	return slices.ContainsFunc(l.found, func(c *candidate) bool { return c.front && c.dropped == notDropped })
}
