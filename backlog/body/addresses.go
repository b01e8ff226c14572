package body

import (
	"bytes"
	"html"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// startsWWW reports whether an address without a scheme begins at i.
func startsWWW(run []glyph, i int) bool {
	return hasText(run[i:], "www.") && isWord(at(run, i+4)) && (i == 0 || strings.ContainsRune(" \t\n*_~(", run[i-1].r))
}

// address passes over the address that a run begins with, and returns how many
// of the characters belong to it: up to a blank, "<" or the end of the line, less
// signs of punctuation, as in GitHub Flavored Markdown. One that the service
// takes for a reference is changed.
func (w *rewriter) address(run []glyph, scheme string, m markup) (n int) {
	start := run[0].start
	end := w.endOfLine(start)
	if i := bytes.IndexAny(w.src[start:end], " \t\r\n\v\f<"); i >= 0 {
		end = start + i
	}
	if m == inHTML || m == inLinkText {
		end = min(end, run[len(run)-1].end)
	}
	end = start + len(trimAddress(w.src[start:end]))
	w.opaque = max(w.opaque, end)
	for n < len(run) && run[n].start < end {
		n++
	}
	if w.rules.Address == nil || !w.rules.References || m == inLinkText {
		return n
	}
	raw := string(w.src[start:end])
	quiet, is := w.rules.Address(scheme + raw)
	switch {
	case !is:
	case m == inTitle:
		colon := slices.IndexFunc(run[:n], func(g glyph) bool { return g.r == ':' || g.r == '.' })
		w.join(run[max(0, colon)]) // no address any more
	case m == inHTML && quiet != "":
		w.replace(start, start, `<a href="`+html.EscapeString(quiet)+`">`)
		w.replace(end, end, `</a>`)
	case m == inMarkdown && quiet != "" && strings.Trim(raw, addressSigns) == "":
		w.markUp(start, end, "["+raw+"]("+quiet+")")
	default:
		w.codeSpan(start, end, raw, m)
	}
	return n
}

// addressSigns are the signs that mean the same in Markdown and outside.
const addressSigns = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz:/.-?=#%+,"

// trimAddress takes off what belongs to the sentence that an address stands in.
func trimAddress(s []byte) []byte {
	for len(s) > 0 {
		switch c := s[len(s)-1]; {
		case bytes.IndexByte([]byte("?!.,:*_~'\"`]"), c) >= 0,
			c == ')' && bytes.Count(s, []byte(")")) > bytes.Count(s, []byte("(")):
			s = s[:len(s)-1]
		case c == ';':
			i := len(s) - 2
			for i >= 0 && (markdown.IsASCIILetter(s[i]) || markdown.IsDigit(s[i])) {
				i--
			}
			if i < 0 || s[i] != '&' {
				return s
			}
			s = s[:i]
		default:
			return s
		}
	}
	return s
}

// endOfLine returns the end of the line, or cell, of an offset.
func (w *rewriter) endOfLine(at int) int {
	if w.lines != nil {
		for i := range w.lines.Len() {
			if l := w.lines.At(i); at >= l.Start && at < l.Stop {
				return l.Stop
			}
		}
	}
	if i := bytes.IndexByte(w.src[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(w.src)
}

// autoLink changes an address in angle brackets that is a reference.
func (w *rewriter) autoLink(n *markdown.AutoLink) {
	span, ok := w.place(n.Label(w.src))
	if !ok || !w.rules.References || w.rules.Address == nil || n.AutoLinkType != markdown.AutoLinkURL ||
		span.Start == 0 || w.src[span.Start-1] != '<' || w.src[span.End] != '>' {
		return
	}
	raw := string(w.src[span.Start:span.End])
	quiet, is := w.rules.Address(raw)
	switch {
	case !is:
	case quiet != "" && strings.Trim(raw, addressSigns) == "":
		w.replace(span.Start-1, span.Start, "[")
		w.replace(span.End, span.End+1, "]("+quiet+")")
	default:
		w.codeSpan(span.Start-1, span.End+1, raw, inMarkdown)
	}
}
