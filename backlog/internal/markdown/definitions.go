package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A definition gives a label its meaning anywhere in a document: the destination
// of links, or the text of a footnote. It is not text of what it stands in.
type definition struct {
	label string // as labels are compared; of a footnote with "^" in front
	text  string // as written, without what belongs to the containers around it
	lines []Span // of the document: whole lines, or what follows a sign of a list or quote
	link  parser.Reference
}

// Definitions are those of a document. A nil *definitions has none.
type Definitions struct {
	all    []definition          // in the order of the document; of two with one label the first counts
	byName map[string]definition // by label
	cuts   []Span                // their lines, in order
}

// DefinitionsOf finds the definitions of a document.
func DefinitionsOf(src []byte, root ast.Node) *Definitions {
	if !bytes.Contains(src, []byte("]:")) {
		return nil
	}
	defs := &Definitions{byName: make(map[string]definition)}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || n.Type() == ast.TypeInline {
			return ast.WalkSkipChildren, nil
		}
		switch n := n.(type) {
		case *ast.LinkReferenceDefinition:
			defs.add(src, definition{
				label: util.ToLinkReference(bytes.Clone(n.Label)), lines: linesOf(n.Lines()), link: parser.NewReference(n.Label, n.Destination, n.Title),
			})
		case *extast.Footnote:
			defs.add(src, definition{label: "^" + util.ToLinkReference(bytes.Clone(n.Ref)), lines: []Span{extent(src, n)}})
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	if len(defs.all) == 0 {
		return nil
	}
	slices.SortFunc(defs.cuts, func(a, b Span) int { return a.Start - b.Start })
	return defs
}

func linesOf(segments *text.Segments) []Span {
	var lines []Span
	for i := range segments.Len() {
		s := segments.At(i)
		lines = append(lines, Span{s.Start, s.Stop})
	}
	return lines
}

// extent returns the whole lines of a block, from where it begins.
func extent(src []byte, n ast.Node) Span {
	start := max(0, n.Pos())
	end := start
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if c.Type() == ast.TypeInline {
			return ast.WalkSkipChildren, nil
		}
		if lines := c.Lines(); entering && lines != nil && lines.Len() > 0 {
			end = max(end, lines.At(lines.Len()-1).Stop)
		}
		if _, ok := c.(*ast.FencedCodeBlock); ok && !entering { // its last line is not among its lines
			if next := bytes.IndexByte(src[end:], '\n'); next >= 0 && strings.Trim(string(src[end:end+next]), " \t\r>`~") == "" {
				end += next + 1
			}
		}
		return ast.WalkContinue, nil
	})
	if end > start && src[end-1] == '\n' {
		end--
	}
	return Span{start, LineEndAt(src, end)}
}

func (defs *Definitions) add(src []byte, d definition) {
	for i, line := range d.lines {
		line.End = LineEndAt(src, line.Start+len(bytes.TrimRight(src[line.Start:line.End], "\r\n")))
		if i > 0 {
			d.text += "\n"
		}
		d.text += strings.ReplaceAll(string(src[line.Start:line.End]), "\r\n", "\n")
		start := bytes.LastIndexByte(src[:line.Start], '\n') + 1
		if len(bytes.TrimLeft(src[start:line.Start], " \t")) == 0 {
			line.Start = start
			if next := bytes.IndexByte(src[line.End:], '\n'); next >= 0 {
				line.End += next + 1
			}
		}
		defs.cuts = append(defs.cuts, line)
	}
	if _, ok := defs.byName[d.label]; !ok {
		defs.byName[d.label] = d
		defs.all = append(defs.all, d)
	}
}

// CutsIn returns the edits that take the definitions out of a part of the
// document, with offsets in that.
func (defs *Definitions) CutsIn(part Span) []Edit {
	if defs == nil {
		return nil
	}
	var edits []Edit
	i, _ := slices.BinarySearchFunc(defs.cuts, part.Start, func(c Span, start int) int { return c.End - 1 - start })
	for end := part.Start; i < len(defs.cuts) && defs.cuts[i].Start < part.End; i++ {
		cut := Span{max(end, defs.cuts[i].Start), min(part.End, defs.cuts[i].End)}
		if cut.Start < cut.End {
			edits = append(edits, Edit{Span{cut.Start - part.Start, cut.End - part.Start}, ""})
			end = cut.End
		}
	}
	return edits
}

// With returns a text with the definitions that it uses below it.
func (defs *Definitions) With(text string) string {
	if defs == nil || len(defs.candidates(text)) == 0 {
		return text
	}
	used := make(map[string]bool)
	for queue := []string{text}; len(queue) > 0; queue = queue[1:] {
		for _, label := range defs.usedIn(queue[0]) {
			if d := defs.byName[label]; !used[label] {
				used[label] = true
				if d.link == nil {
					queue = append(queue, d.text)
				}
			}
		}
	}
	var b strings.Builder
	last := ""
	for _, d := range defs.all {
		if !used[d.label] {
			continue
		}
		if last == "" {
			b.WriteString(Close(text))
			b.WriteString("\n")
		}
		if last == "" || d.link == nil || last[0] == '^' {
			b.WriteString("\n")
		}
		b.WriteString(d.text + "\n")
		last = d.label
	}
	if last == "" {
		return text
	}
	return strings.TrimRight(b.String(), " \t\n")
}

// candidates returns the labels of definitions that stand in a text, in code
// perhaps.
func (defs *Definitions) candidates(s string) []string {
	var labels []string
	start := -1 // of a label, if one has begun
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			start = i + 1
		case ']':
			if start >= 0 {
				if label := normalLabel(s[start:i]); defs.byName[label].label != "" {
					labels = append(labels, label)
				}
			}
			start = -1
		}
	}
	return labels
}

// normalLabel returns a label as labels are compared.
func normalLabel(label string) string {
	if rest, ok := strings.CutPrefix(label, "^"); ok {
		return "^" + util.ToLinkReference([]byte(rest))
	}
	return util.ToLinkReference([]byte(label))
}

// usedIn returns the labels of the definitions that a text uses.
func (defs *Definitions) usedIn(s string) []string {
	pc := parser.NewContext()
	for _, label := range defs.candidates(s) {
		if link := defs.byName[label].link; link != nil {
			pc.AddReference(link)
		}
	}
	src := []byte(s + "\n")
	var labels []string
	root := textParser().Parse(text.NewReader(src), parser.WithContext(pc))
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		reference := func(r *ast.ReferenceLink) {
			if r != nil {
				labels = append(labels, util.ToLinkReference(bytes.Clone(r.Value)))
			}
		}
		switch n := n.(type) {
		case *ast.CodeSpan:
			return ast.WalkSkipChildren, nil
		case *ast.Link:
			reference(n.Reference)
		case *ast.Image:
			reference(n.Reference)
		case *ast.Text:
			if p, ok := n.PreviousSibling().(*ast.Text); !ok || p.SoftLineBreak() || p.HardLineBreak() {
				labels = append(labels, defs.footnotesIn(n, src)...)
			}
		}
		return ast.WalkContinue, nil
	})
	return labels
}

// footnotesIn returns the labels of the footnotes that a line of text, which
// begins with n, refers to.
func (defs *Definitions) footnotesIn(n *ast.Text, src []byte) []string {
	var line strings.Builder
	for t, ok := n, true; ok; t, ok = t.NextSibling().(*ast.Text) {
		line.Write(t.Segment.Value(src))
		if t.SoftLineBreak() || t.HardLineBreak() {
			break
		}
	}
	var labels []string
	rest := line.String()
	for {
		open := strings.Index(rest, "[^")
		if open < 0 {
			return labels
		}
		rest = rest[open+2:]
		if end := strings.IndexByte(rest, ']'); end > 0 {
			if label := "^" + util.ToLinkReference([]byte(rest[:end])); defs.byName[label].label != "" {
				labels = append(labels, label)
			}
		}
	}
}

// OwnDefinitions returns a text as that of an item is made of a document: the
// definitions that it uses stand at its end, others are left out. Doing so again
// changes nothing.
func OwnDefinitions(s string) string {
	if !strings.Contains(s, "]:") {
		return s
	}
	src := []byte(s + "\n")
	defs := DefinitionsOf(src, ParseText(src))
	if defs == nil {
		return s
	}
	own, err := Apply(src, defs.CutsIn(Span{0, len(s)})...)
	if err != nil {
		panic("unreachable: " + err.Error())
	}
	return defs.With(TrimText(string(own)))
}

// TrimText takes blank lines off the beginning and blanks off the end. The
// indent of the first line stays, since it may be code.
func TrimText(s string) string {
	s = strings.TrimRight(s, " \t\r\n")
	for {
		i := strings.IndexByte(s, '\n')
		if i < 0 || strings.TrimSpace(s[:i]) != "" {
			return s
		}
		s = s[i+1:]
	}
}
