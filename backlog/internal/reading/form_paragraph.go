package reading

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// findParagraphs finds sentences of user stories that stand as paragraphs, or
// as lines of one, without an ID: "As a user, I want …".
func findParagraphs(s *search) {
	for i := range s.d.Blocks {
		b := &s.d.Blocks[i]
		if b.Kind != markdown.BlockParagraph || s.skip[i] || s.lines.items[i] || b.Node.Lines().Len() == 0 {
			continue
		}
		first := string(s.d.Src[b.Start:min(b.Start+lexicon.LongestOpener, b.End)])
		if !lexicon.MayOpen(strings.TrimLeft(first, " *_\"“„")) && !strings.Contains(first, ":") {
			continue
		}
		s.paragraph(b, i)
	}
}

// paragraph adds the lines of a paragraph that are sentences; one sentence may
// go on over several lines.
func (s *search) paragraph(b *markdown.Block, i int) {
	whole := s.d.paragraph(i)
	if !severalSentences(whole.lines) {
		if text := storyOf(whole.plain()); text != "" {
			s.addSentence(i, b.Start, s.d.NextLine(b.Node.Lines().At(b.Node.Lines().Len()-1).Start), text)
		}
		return
	}
	for _, line := range whole.lines {
		if text := storyOf(line.Text()); text != "" && line.Start >= b.Start {
			s.addSentence(i, line.Start, s.d.NextLine(line.Start), text)
		}
	}
}

// severalSentences reports whether more than one of some lines is a sentence.
func severalSentences(lines []markdown.InlineLine) bool {
	if len(lines) < 2 {
		return false
	}
	n := 0
	for i := range lines {
		if storyOf(lines[i].Text()) != "" {
			n++
		}
	}
	return n > 1
}

// storyOf returns the sentence of a user story that a text is, without a label
// in front: "User story: As a …"; "" if it is not one. A role alone is not enough,
// since text may begin so: "As a rule, …".
func storyOf(text string) string {
	if _, want := lexicon.ScanSentence(text); want {
		return text
	}
	label, rest, ok := strings.Cut(text, ":")
	if !ok || len(label) > 32 || lexicon.FieldOf(label) != lexicon.FieldStory {
		return ""
	}
	if rest = strings.TrimSpace(rest); lexicon.IsSentence(rest) {
		return rest
	}
	return ""
}

// addSentence adds a sentence that stands at an offset; its text begins at body.
func (s *search) addSentence(block, at, body int, text string) {
	start := s.d.LineStart(at)
	c := candidate{
		Match: lexicon.Match{Title: text}, form: s.form, block: block, section: -2, heading: -1, sentence: true,
		line: markdown.Span{Start: start, End: s.d.LineEnd(start)}, body: markdown.Span{Start: body, End: body},
	}
	c.setTitle()
	s.lines.add(&c)
}
