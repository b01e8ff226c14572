package reading

import (
	"cmp"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// A schemeKey tells apart the schemes of IDs of a file: where they stand and
// what they look like.
type schemeKey struct {
	form  int
	level int // of headings
	class lexicon.CodeClass
	table *storyTable
	entry bool
}

// hasStories reports whether any story is accepted so far.
func (l *candidates) hasStories() bool {
	return slices.ContainsFunc(l.found, func(c *candidate) bool { return c.accepted && !c.Epic })
}

// hasEpics reports whether any epic is accepted so far.
func (l *candidates) hasEpics() bool {
	return slices.ContainsFunc(l.found, func(c *candidate) bool { return c.accepted && c.Epic })
}

// complete takes the ID and the title of a heading from below it, where the
// heading itself has none. A heading that is the title of another one is no more
// than that.
func (g *guess) complete() {
	split := make(map[int]bool)
	for _, c := range g.lines.found {
		if c.heading < 0 || c.dropped != notDropped {
			continue
		}
		if c.open() && c.Class == lexicon.ClassOrdinal { // "#### 1. Title" with "**Story ID:** US-5.1"
			if p := g.d.proofOf(c.heading); p.id != "" {
				c.Id, c.Rank, c.Story = p.id, lexicon.RankStory, true
			}
		}
		if c.Title != "" {
			continue
		}
		c.Title = g.d.titleBelow(c)
		if next := c.heading + 1; c.Title != "" && next < len(g.d.headings) && g.d.headings[next].title == c.Title {
			split[next] = true
		}
	}
	if len(split) == 0 {
		return
	}
	for _, c := range g.lines.found {
		if c.heading >= 0 && split[c.heading] && c.open() {
			c.drop(notPart)
		}
	}
}

// titleBelow returns the title of a heading that is nothing but an ID: that of
// the heading right below it, else the sentence.
func (d *document) titleBelow(c *candidate) string {
	story := d.proofOf(c.heading).story
	if next := c.heading + 1; next < len(d.headings) {
		h := &d.headings[next]
		label, title, labelled := strings.Cut(h.title, ":")
		role := lexicon.FieldOf(label)
		switch {
		case h.lists || h.ours || h.block != c.block+1 || h.level <= c.level:
		case role == lexicon.FieldTitle && labelled:
			return strings.TrimSpace(title)
		case role == lexicon.FieldTitle, story == "" && (role == lexicon.FieldStory || lexicon.IsTextLabel(label)):
			return d.firstTextBelow(next)
		case role == lexicon.FieldUnknown && !lexicon.IsTextLabel(label):
			return h.title
		}
	}
	return story
}

// groups reports whether a heading that is nothing but a code is that of a group:
// a stretch of time ("## Q1"), or a letter with a number ("## F1") where no field
// shows that the heading below it is its title.
func (d *document) groups(i int) bool {
	h := &d.headings[i]
	if lexicon.IsTimeTitle(lexicon.Fold(h.title)) {
		return true
	}
	if d.firstBelow(i) < 0 || len(h.title) > len("F12") || !lexicon.StartsWithDigit(h.title[1:]) {
		return false
	}
	p := d.proofOf(i)
	return p.fields == 0 && p.story == ""
}

// firstTextBelow returns the first sentence of the paragraph right below a heading.
func (d *document) firstTextBelow(i int) string {
	at := d.headings[i].block + 1
	if at >= len(d.Blocks) || d.Blocks[at].Kind != markdown.BlockParagraph {
		return ""
	}
	text, _, _ := strings.Cut(d.paragraph(at).plain(), "\n")
	if i := strings.Index(text, ". "); i > 0 {
		text = text[:i]
	}
	return strings.TrimSuffix(strings.TrimSpace(text), ".")
}

// hasSections reports whether a heading has others below it that are not fields.
func (d *document) hasSections(i int) bool {
	next := d.firstBelow(i)
	return next >= 0 && lexicon.FieldOf(d.headings[next].title) == lexicon.FieldUnknown
}

// firstBelow returns the index of the first heading below another one that is not of
// what is registered, -1 if there is none.
func (d *document) firstBelow(i int) int {
	for next := i + 1; next < len(d.headings); next++ {
		switch h := &d.headings[next]; {
		case h.lists || h.ours:
		case h.parent == i:
			return next
		default:
			return -1
		}
	}
	return -1
}

// holds reports whether a candidate that is wanted stands below the heading c.
func (l *candidates) holds(c *candidate, wanted func(*candidate) bool) bool {
	placed, end := l.byPlace(), l.d.headings[c.heading].end
	i, _ := slices.BinarySearchFunc(placed, c.line.Start+1, func(x *candidate, offset int) int { return cmp.Compare(x.line.Start, offset) })
	for ; i < len(placed) && placed[i].line.Start < end; i++ {
		if wanted(placed[i]) {
			return true
		}
	}
	return false
}
