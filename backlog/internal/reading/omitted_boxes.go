package reading

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// isGlued reports whether a line begins with a bullet and, without a blank between, a
// box: "-[ ] Title". To Markdown it is text of the line before it.
func isGlued(line string) bool {
	line = strings.TrimLeft(line, " \t")
	if line == "" || !strings.ContainsRune("-*+", rune(line[0])) {
		return false
	}
	_, rest, ok := lexicon.CutBox(line[1:])
	if !ok || strings.TrimSpace(rest) == "" {
		return false
	}
	return line[0] != '*' || strings.Count(line, "*") == 1 // else it is emphasis
}

// findGluedBoxes notes the lines with glued boxes below the titles of items of lists, and
// right before their lists.
func (o *omissions) findGluedBoxes(items []*candidate) {
	omission := &Omission{Why: notApart.String(), Mend: MendBox}
	last := -1
	for _, c := range items {
		if c.text == nil || c.form != formChecklist && c.form != formList && c.form != formOrdered {
			continue
		}
		if before := c.block - 1; c.block != last && before >= 0 && o.d.Blocks[before].Kind == markdown.BlockParagraph {
			omission.addGlued(o.d, o.declared.ignored, o.d.Blocks[before].Start, o.d.Blocks[before].End)
		}
		last = c.block
		if lines := c.text.Lines(); lines.Len() > 1 {
			omission.addGlued(o.d, o.declared.ignored, o.d.NextLine(c.line.Start), lines.At(lines.Len()-1).Stop)
		}
	}
	if len(omission.Lines) > 0 {
		o.f.Omissions = append(o.f.Omissions, omission)
	}
}

// addGlued adds the lines with glued boxes between two offsets that are not ignored.
func (m *Omission) addGlued(d *document, ignored ranges, start, end int) {
	for at := start; at < end; at = d.NextLine(at) {
		line := markdown.Span{Start: at, End: d.LineEnd(at)}
		text, _, _ := strings.Cut(d.Text[line.Start:line.End], "<!--")
		if isGlued(text) && !ignored.holds(line.Start) {
			_, title, _ := lexicon.CutBox(strings.TrimLeft(text, " \t")[1:])
			m.Lines = append(m.Lines, OmittedLine{At: line, Kind: lexicon.KindIssue, Text: strings.TrimSpace(title)})
		}
	}
}
