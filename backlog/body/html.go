package body

import (
	"bytes"
	stdhtml "html"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
	"golang.org/x/net/html"
)

// A splice is text of several lines without what belongs to the containers
// around it, such as the signs of a quote.
type splice struct {
	text   []byte
	pieces []markdown.Span // of the source
}

func spliceOf(src []byte, lines *markdown.Segments, more ...markdown.Segment) splice {
	var s splice
	add := func(l markdown.Segment) {
		if l.Start < 0 || l.Stop <= l.Start {
			return
		}
		if last := len(s.pieces) - 1; last >= 0 && s.pieces[last].End == l.Start {
			s.pieces[last].End = l.Stop
		} else {
			s.pieces = append(s.pieces, markdown.Span{Start: l.Start, End: l.Stop})
		}
		s.text = append(s.text, src[l.Start:l.Stop]...)
	}
	for i := range lines.Len() {
		add(lines.At(i))
	}
	for _, l := range more {
		add(l)
	}
	return s
}

// at returns where a part of s stands in the source.
func (s *splice) at(start, end int) []markdown.Span {
	var spans []markdown.Span
	offset := 0
	for _, p := range s.pieces {
		from, to := max(start, offset), min(end, offset+p.End-p.Start)
		if from < to {
			spans = append(spans, markdown.Span{Start: p.Start + from - offset, End: p.Start + to - offset})
		}
		offset += p.End - p.Start
	}
	return spans
}

// htmlBlock looks at the text and the tags of an HTML block.
func (w *rewriter) htmlBlock(n *markdown.HTMLBlock) {
	var closing []markdown.Segment
	if n.HasClosure() {
		closing = append(closing, n.ClosureLine)
	}
	w.lines = nil
	w.html(spliceOf(w.src, n.Lines(), closing...), true)
}

// An htmlToken is a tag, a comment, or what stands between them.
type htmlToken struct {
	kind       html.TokenType
	name       string // of a tag, in lower case
	start, end int    // in the splice
}

// html looks at the text and the tags of HTML. What is not text for people is
// left alone: comments, scripts and code. A block has lines of its own.
func (w *rewriter) html(s splice, block bool) {
	tokens := htmlTokens(s.text)
	code, link := -1, -1 // where the element ends that is open
	for i, t := range tokens {
		spans := s.at(t.start, t.end)
		if block && t.kind == html.TextToken {
			w.htmlActions(spans)
		}
		switch {
		case i < code || t.kind == html.TextToken && i > 0 && tokens[i-1].opens("script"):
		case t.kind == html.TextToken:
			var run []glyph
			for _, span := range spans {
				run = w.read(run, span.Start, span.End, inHTML)
			}
			if i < link {
				w.scan(run, inLinkText)
			} else {
				w.scan(run, inHTML)
			}
		case t.opens(codeTags...):
			code = i + closing(tokens[i:])
		case t.kind == html.StartTagToken || t.kind == html.SelfClosingTagToken:
			w.attributes(t.name, spans)
			if t.opens("a") {
				link = i + closing(tokens[i:])
			}
		}
	}
}

func htmlTokens(src []byte) []htmlToken {
	var tokens []htmlToken
	z := html.NewTokenizer(bytes.NewReader(src))
	for at := 0; ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			return tokens // the end, perhaps within a tag that is none
		}
		t := htmlToken{kind: kind, start: at, end: at + len(z.Raw())}
		if kind == html.StartTagToken || kind == html.EndTagToken || kind == html.SelfClosingTagToken {
			name, _ := z.TagName()
			t.name = string(name)
		}
		tokens = append(tokens, t)
		at = t.end
	}
}

// codeTags are the elements in which the services look for nothing.
var codeTags = []string{"code", "pre"}

func (t *htmlToken) opens(names ...string) bool {
	return t.kind == html.StartTagToken && slices.Contains(names, t.name)
}

// closing returns the index of the tag that closes the first of the tokens, 0 if
// it is not closed as it should be: parsers differ in what they make of that.
func closing(tokens []htmlToken) int {
	open := map[string]int{}
	for i, t := range tokens {
		switch t.kind {
		case html.StartTagToken:
			open[t.name]++
		case html.EndTagToken:
			if open[t.name]--; open[t.name] < 0 {
				return 0
			}
			if open[tokens[0].name] == 0 {
				return i
			}
		default: // neither opens nor closes anything
		}
	}
	return 0
}

// closingSibling returns the tag that closes an element which a tag in a
// paragraph opens, nil if it opens none of those named.
func closingSibling(n *markdown.RawHTML, src []byte, names ...string) markdown.Node {
	name := markdown.TagName(n, src)
	if !slices.Contains(names, name) {
		return nil
	}
	for c := n.NextSibling(); c != nil; c = c.NextSibling() {
		if end, ok := c.(*markdown.RawHTML); ok && markdown.TagName(end, src) == "/"+name {
			return end
		}
	}
	return nil
}

// htmlActions makes text of lines that begin as a command does.
func (w *rewriter) htmlActions(spans []markdown.Span) {
	if !w.rules.QuickActions {
		return
	}
	for _, span := range spans {
		for at := span.Start; at < span.End; at++ {
			if w.startsAction(at) {
				w.replace(at, at+1, "&#47;")
			}
			i := bytes.IndexByte(w.src[at:span.End], '\n')
			if i < 0 {
				break
			}
			at += i
		}
	}
}

// attributes looks at the destinations of a tag.
func (w *rewriter) attributes(tag string, spans []markdown.Span) {
	if len(spans) != 1 { // goes over several lines of a quote
		return
	}
	for name, value := range attributesOf(w.src[spans[0].Start:spans[0].End]) {
		image := name == "src" && slices.Contains([]string{"img", "video", "audio", "source"}, tag)
		if !image && (tag != "a" || name != "href") || value.Start == value.End {
			continue
		}
		start, end := spans[0].Start+value.Start, spans[0].Start+value.End
		if s, ok := w.destination(stdhtml.UnescapeString(string(w.src[start:end])), image); ok {
			w.replace(start, end, stdhtml.EscapeString(s))
		}
	}
}

// attributesOf yields the names of the attributes of a tag, in lower case, and
// where their values stand in it, without quotes.
func attributesOf(tag []byte) func(yield func(string, markdown.Span) bool) {
	const blanks = " \t\r\n\f/"
	skip := func(at int, what string) int {
		for at < len(tag) && strings.IndexByte(what, tag[at]) >= 0 {
			at++
		}
		return at
	}
	until := func(at int, what string) int {
		for at < len(tag) && strings.IndexByte(what, tag[at]) < 0 {
			at++
		}
		return at
	}
	return func(yield func(string, markdown.Span) bool) {
		at := until(1, blanks+">")
		for {
			at = skip(at, blanks)
			if at >= len(tag) || tag[at] == '>' {
				return
			}
			end := until(at+1, blanks+">=")
			name := strings.ToLower(string(tag[at:end]))
			at = skip(end, " \t\r\n\f")
			value := markdown.Span{Start: at, End: at}
			if at < len(tag) && tag[at] == '=' {
				at = skip(at+1, " \t\r\n\f")
				if at < len(tag) && (tag[at] == '"' || tag[at] == '\'') {
					value = markdown.Span{Start: at + 1, End: until(at+1, string(tag[at]))}
					at = value.End + 1
				} else {
					value = markdown.Span{Start: at, End: until(at, " \t\r\n\f>")}
					at = value.End
				}
			}
			if !yield(name, value) {
				return
			}
		}
	}
}
