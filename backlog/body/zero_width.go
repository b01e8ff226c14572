package body

import "strings"

// zeroWidth is put between a sign and what it would apply to. Nobody sees it.
const zeroWidth = "\u200b"

// escape keeps the tildes that a text ends in what they are: what is put behind them may
// make them strike out what follows.
func (w *rewriter) escape(run []glyph) {
	for i := len(run) - 1; i >= 0 && run[i].r == '~' && run[i].end-run[i].start == 1; i-- {
		w.replace(run[i].start, run[i].start, `\`)
	}
}

func (w *rewriter) join(g glyph) { w.replace(g.end, g.end, zeroWidth) }

// joinName is join for the sign before a name. Underscores that the name begins with
// are escaped where emphasis begins behind them, since behind zeroWidth it would not.
func (w *rewriter) joinName(run []glyph, i int) {
	end := i + 1
	for end < len(run) && run[end].r == '_' {
		end++
	}
	last := run[end-1]
	if end == i+1 || last.end >= len(w.src) || w.src[last.end] != '_' {
		w.join(run[i])
		return
	}
	w.replace(run[i].end, last.end, zeroWidth+strings.Repeat(`\_`, end-i-1))
}
