package reading

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
	"github.com/backlogsync/backlogsync/backlog/internal/pattern"
)

// A caption is a line of text in the place of a heading: what stands below it, up to
// the next text or heading, begins with a list or table.

// captionSpan returns where a caption begins and what is below it ends; ok is false for
// blocks that are none.
func (d *document) captionSpan(block int) (span markdown.Span, ok bool) {
	b := &d.Blocks[block]
	if b.Kind != markdown.BlockParagraph || block+1 == len(d.Blocks) {
		return span, false
	}
	if next := d.Blocks[block+1].Kind; next != markdown.BlockList && next != markdown.BlockTable {
		return span, false
	}
	span.Start = b.Start
	for i := block + 1; i < len(d.Blocks) && !d.endsCaption(i); i++ {
		span.End = d.Blocks[i].End
	}
	return span, true
}

func (d *document) endsCaption(block int) bool {
	kind := d.Blocks[block].Kind
	return kind == markdown.BlockHeading || kind == markdown.BlockParagraph
}

// captionText returns the text of a caption, with the asterisks of what is in bold if
// they are wanted.
func (d *document) captionText(block int, bold bool) string {
	return strings.TrimSpace(textFrom(d, d.Blocks[block].Node.FirstChild(), len(d.Src), bold, false))
}

// captionsOf returns the captions, with what is below them, that fit a pattern.
func (d *document) captionsOf(p *pattern.Pattern) (out ranges) {
	if p.Kind != pattern.Paragraph {
		return nil
	}
	for i := range d.Blocks {
		if span, ok := d.captionSpan(i); ok {
			if _, ok := p.Match(d.captionText(i, p.Bold)); ok {
				out = append(out, span)
			}
		}
	}
	return out
}

// captionAbove returns the block that is the caption of a site, -1 if there is none.
func (d *document) captionAbove(x *site) int {
	if x.heading >= 0 || x.flows() || x.block < 0 {
		return -1
	}
	if d.captions == nil {
		d.captions = d.findCaptions()
	}
	return d.captions[x.block]
}

// findCaptions returns by block the caption above it, a line in bold or with a colon at
// its end, -1 where there is none.
func (d *document) findCaptions() []int {
	out := make([]int, len(d.Blocks))
	last := -1
	for i := range d.Blocks {
		if out[i] = last; !d.endsCaption(i) {
			continue
		}
		out[i], last = -1, -1
		if _, ok := d.captionSpan(i); ok && d.isLabel(i) {
			last = i
		}
	}
	return out
}

func (d *document) isLabel(block int) bool {
	text := strings.TrimRight(d.paragraph(block).plain(), " *")
	return wholeBold(d.Blocks[block].Node) || strings.HasSuffix(text, ":") || strings.HasSuffix(text, "：")
}

// captionPattern returns the pattern of a caption, "" if it cannot be said.
func (d *document) captionPattern(block int) string {
	text := d.captionText(block, wholeBold(d.Blocks[block].Node))
	text = literal(text)
	p, err := pattern.Parse(text)
	if err != nil || p.Kind != pattern.Paragraph || strings.ContainsRune(text, '\n') {
		return ""
	}
	if _, ok := p.Match(d.captionText(block, p.Bold)); !ok {
		return ""
	}
	return text
}

// captionRefuses reports whether the caption of a site says that what follows is no work.
func (d *document) captionRefuses(x *site) bool {
	block := d.captionAbove(x)
	if block < 0 {
		return false
	}
	title := strings.Trim(lexicon.Fold(d.paragraph(block).plain()), " :*")
	return lexicon.IsRefusalTitle(title) || lexicon.IsAsideTitle(title) || lexicon.SpeaksAside(title)
}
