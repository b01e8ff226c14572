package body

import (
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// Rules say what to change in Markdown that is sent to a tracker. Code is never
// changed, and the rendered text stays the same. The zero Rules change nothing.
type Rules struct {
	Mentions     bool // "@name" would notify somebody; make it plain text
	References   bool // "#1", "GH-1" and commit hashes would become links; make them plain text
	MoreSigns    bool // with References: what GitLab links beside them, such as "!1", "&1", "%1", "$1", "~label" and "GL-1"
	QuickActions bool // a line that begins with "/name" would be executed; make it plain text
	Titles       bool // Mentions and References apply to titles, too

	// Address, if set, is used with References. It reports whether the service
	// treats address as a reference to an item, and returns an address of the
	// same page that is not a reference. If there is none, quiet is "", and the
	// address is written as code.
	Address func(address string) (quiet string, reference bool)

	// Repository turns destinations that are paths into addresses. The zero
	// Repository leaves them as they are.
	Repository Repository
}

// Rewrite returns s changed according to the rules. It is idempotent.
func (r Rules) Rewrite(s string) string {
	if !r.concern(s) {
		return s
	}
	src := make([]byte, len(s)+1)
	copy(src, s)
	src[len(s)] = '\n' // goldmark reads a last line without line ending differently
	w := rewriter{rules: r, src: src}
	root := markdown.ParseText(src)
	w.note(root)
	w.block(root)
	return strings.TrimSuffix(w.edited(), "\n")
}

// concern reports whether anything in a text may be a concern of the rules: most
// texts need not be parsed.
func (r Rules) concern(s string) bool {
	paths := r.Repository.Page != ""
	for i := range len(s) {
		next := byte(0)
		if i+1 < len(s) {
			next = s[i+1]
		}
		switch c := s[i]; {
		case c == '&' && (next == '#' || markdown.IsASCIILetter(next)): // an entity
			if r.Mentions || r.References {
				return true
			}
		case c == '.' && r.References && r.Address != nil && i > 2 && s[i-3:i] == "www",
			c == '@' && r.Mentions && startsName(rune(next)),
			c == '#' && r.References && markdown.IsDigit(next),
			r.References && r.MoreSigns && startsReference(rune(c), rune(next)),
			(c == '-' || c == ':') && r.References && r.word(s, i),
			c == '/' && r.QuickActions && markdown.IsASCIILetter(next) && (i == 0 || s[i-1] == '\n'),
			paths && (c == ']' && (next == '(' || next == ':') || c == '<' && markdown.IsASCIILetter(next)):
			return true
		case r.References && isHex(c) && (i == 0 || !isWord(rune(s[i-1]))) && hexRun(s[i:]) >= shortCommit:
			return true
		}
	}
	return false
}

// word reports whether the sign at i may stand behind a word that makes a
// reference of what follows.
func (r Rules) word(s string, i int) bool {
	if s[i] == '-' {
		return i > 1 && r.prefix(s[i-2:i]) && i+1 < len(s) && markdown.IsDigit(s[i+1])
	}
	rest := s[i+1:]
	return r.Address != nil && strings.HasPrefix(rest, "//") ||
		r.MoreSigns && i > 0 && markdown.IsASCIILetter(s[i-1]) && rest != "" && (markdown.IsDigit(rest[0]) || rest[0] == '"')
}

// A rewriter collects the changes of one text.
type rewriter struct {
	rules Rules
	src   []byte
	edits []markdown.Edit

	labels map[string]bool    // of the footnotes
	images map[string]bool    // labels of the definitions that images use
	lines  *markdown.Segments // of the paragraph at work
	opaque int                // end of the address at work: a sign in one means nothing
	ticks  string             // what code is put between
	marked int                // end of the last word that markup was put in the place of
	run    []glyph            // reused
}

// edited returns the text with the changes made. Where the parser sees one
// thing in two ways the first change counts.
func (w *rewriter) edited() string {
	slices.SortStableFunc(w.edits, func(a, b markdown.Edit) int { return a.Start - b.Start })
	kept, end := w.edits[:0], 0
	for _, e := range w.edits {
		if e.Start >= end && e.End <= len(w.src) {
			kept, end = append(kept, e), e.End
		}
	}
	out, err := markdown.Apply(w.src, kept...)
	if err != nil {
		panic("unreachable: " + err.Error())
	}
	return string(out)
}

func (w *rewriter) replace(start, end int, s string) {
	w.edits = append(w.edits, markdown.Edit{Span: markdown.Span{Start: start, End: end}, New: s})
}

// note looks for the labels of a text.
func (w *rewriter) note(root markdown.Node) {
	w.labels, w.images = make(map[string]bool), make(map[string]bool)
	_ = markdown.Walk(root, func(n markdown.Node, entering bool) (markdown.WalkStatus, error) {
		switch n := n.(type) {
		case *markdown.Footnote:
			w.labels[markdown.LabelKey(n.Ref)] = true
		case *markdown.Image:
			if n.Reference != nil {
				w.images[markdown.LabelKey(n.Reference.Value)] = true
			}
		}
		return markdown.WalkContinue, nil
	})
}

// block looks at a block and what is in it.
func (w *rewriter) block(n markdown.Node) {
	switch n := n.(type) {
	case *markdown.CodeBlock, *markdown.FencedCodeBlock:
	case *markdown.HTMLBlock:
		w.htmlBlock(n)
	case *markdown.LinkReferenceDefinition:
		w.quickActions(n)
		w.definition(n)
	default:
		if c := n.FirstChild(); c != nil && c.Type() == markdown.TypeInline {
			w.quickActions(n)
			w.lines = n.Lines()
			w.inline(n, inMarkdown)
			return
		}
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			w.block(c)
		}
	}
}

// inline looks at what stands in a paragraph, or in a node in it. The services
// look at the text that comes out: an element in it, such as emphasis, ends one
// text and begins another.
func (w *rewriter) inline(parent markdown.Node, m markup) {
	var runs []glyph
	var linkEnd markdown.Node // tag that closes a link written in HTML
	outer := m
	flush := func() {
		w.scan(runs, m)
		runs = nil
	}
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*markdown.Text); ok {
			if runs == nil {
				runs = w.run[:0]
			}
			if t.IsRaw() {
				runs = w.readRaw(runs, t.Segment.Start, t.Segment.Stop)
			} else {
				runs = w.read(runs, t.Segment.Start, t.Segment.Stop, m)
			}
			if t.SoftLineBreak() || t.HardLineBreak() {
				runs = append(runs, glyph{'\n', t.Segment.Stop, t.Segment.Stop})
			}
			w.run = runs
			continue
		}
		flush()
		switch n := c.(type) {
		case *markdown.CodeSpan:
		case *markdown.RawHTML:
			w.html(spliceOf(w.src, n.Segments), false)
			if end := closingSibling(n, w.src, codeTags...); end != nil {
				c = end
			} else if end := closingSibling(n, w.src, "a"); end != nil {
				m, linkEnd, outer = inLinkText, end, m
			} else if c == linkEnd {
				m = outer
			}
		case *markdown.AutoLink:
			if m != inLinkText {
				w.autoLink(n)
			}
		case *markdown.Link:
			w.link(n, n.Destination, n.Reference, false)
			if n.Reference == nil || n.Reference.Type == markdown.ReferenceLinkFull { // else the text is the label, too
				w.inline(n, inLinkText)
			}
		case *markdown.Image:
			w.link(n, n.Destination, n.Reference, true)
		default:
			w.inline(n, m)
		}
	}
	flush()
}
