package body

import (
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// quickActions puts a backslash before the slash that begins a line of a
// paragraph, which looks the same and is not a command. Of a link or a comment
// that goes over several lines the lines count, too; code in the text does not.
func (w *rewriter) quickActions(n markdown.Node) {
	if !w.rules.QuickActions {
		return
	}
	lines := n.Lines()
	for i := range lines.Len() {
		if at := lines.At(i).Start; w.startsAction(at) && !inCodeSpan(n, at) {
			w.replace(at, at, `\`)
		}
	}
}

// startsAction reports whether a line begins at an offset as a command does.
func (w *rewriter) startsAction(at int) bool {
	return (at == 0 || w.src[at-1] == '\n') && at+1 < len(w.src) && w.src[at] == '/' && markdown.IsASCIILetter(w.src[at+1])
}

// inCodeSpan reports whether a place in a paragraph is within code.
func inCodeSpan(paragraph markdown.Node, at int) bool {
	found := false
	_ = markdown.Walk(paragraph, func(n markdown.Node, entering bool) (markdown.WalkStatus, error) {
		if n.Kind() != markdown.KindCodeSpan || !entering {
			return markdown.WalkContinue, nil
		}
		first, _ := n.FirstChild().(*markdown.Text)
		last, _ := n.LastChild().(*markdown.Text)
		if first != nil && last != nil && at >= first.Segment.Start && at < last.Segment.Stop {
			found = true
			return markdown.WalkStop, nil
		}
		return markdown.WalkSkipChildren, nil
	})
	return found
}
