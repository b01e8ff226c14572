package backlog

import "strings"

// findParagraphs finds sentences of user stories that stand as paragraphs, or
// as lines of one, without an ID: "As a user, I want …".
func findParagraphs(r *recognition) {
	for i := range r.d.blocks {
		b := &r.d.blocks[i]
		if b.kind != blockParagraph || r.skip[i] || r.items[i] || b.node.Lines().Len() == 0 {
			continue
		}
		first := string(r.d.src[b.start:min(b.start+longestOpener, b.end)])
		if !mayOpen(strings.TrimLeft(first, " *_\"“„")) && !strings.Contains(first, ":") {
			continue
		}
		r.paragraph(b, i)
	}
}

// paragraph adds the lines of a paragraph that are sentences; one sentence may
// go on over several lines.
func (r *recognition) paragraph(b *block, i int) {
	lines := r.d.inlineLines(b.node)
	sentences := 0
	for _, line := range lines {
		if storyOf(line.text()) != "" {
			sentences++
		}
	}
	if sentences < 2 {
		if text := storyOf(r.d.plain(b.node)); text != "" {
			r.addSentence(i, b.start, r.d.nextLine(b.node.Lines().At(b.node.Lines().Len()-1).Start), text)
		}
		return
	}
	for _, line := range lines {
		if text := storyOf(line.text()); text != "" && line.start >= b.start {
			r.addSentence(i, line.start, r.d.nextLine(line.start), text)
		}
	}
}

// storyOf returns the sentence of a user story that a text is, without a label
// in front: "User story: As a …"; "" if it is none. A role alone is not enough,
// since text may begin so: "As a rule, …".
func storyOf(text string) string {
	if _, want := scanSentence(text); want {
		return text
	}
	label, rest, ok := strings.Cut(text, ":")
	if !ok || len(label) > 32 || fieldOf(label) != fieldStory {
		return ""
	}
	if rest = strings.TrimSpace(rest); isSentence(rest) {
		return rest
	}
	return ""
}

// addSentence adds a sentence that stands at an offset; its text begins at body.
func (r *recognition) addSentence(block, at, body int, text string) {
	start := r.d.lineStart(at)
	c := candidate{
		idMatch: idMatch{title: text}, form: r.form, block: block, section: -2, heading: -1, sentence: true,
		line: Span{start, r.d.lineEnd(start)}, body: Span{body, body},
	}
	c.setTitle()
	r.add(c)
}
