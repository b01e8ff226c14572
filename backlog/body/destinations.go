package body

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// A Repository says where the files of a repository are on the web. It is
// needed for texts that are read elsewhere, where relative paths lead nowhere.
type Repository struct {
	Path string // slash-separated path of the file that a text comes from, relative to the root of the repository
	Page string // prefix of the address of a file's page: "https://github.com/acme/shop/blob/HEAD/"
	Raw  string // prefix of the address of a file's bytes, for images; if empty, Page is used
}

// address returns the address of a destination: a path relative to the file or,
// with a slash in front, to the root of the repository, or an anchor in the file.
// ok is false if it is not one of these.
func (r *Repository) address(dest string, image bool) (address string, ok bool) {
	if r.Page == "" || dest == "" || dest[0] == '?' {
		return "", false
	}
	if file, isPage := strings.CutPrefix(dest, r.Page); isPage && image && r.Raw != "" { // a page is not an image
		return r.Raw + file, true
	}
	if hasScheme(dest) {
		return "", false
	}
	name, rest := strings.ReplaceAll(dest, `\`, "/"), ""
	if i := strings.IndexAny(name, "?#"); i >= 0 {
		name, rest = name[:i], dest[i:]
	}
	switch {
	case strings.HasPrefix(name, "//"):
		return "", false // of another server
	case name == "":
		name = escapePath(r.Path)
	case name[0] != '/':
		name = path.Join("/", escapePath(path.Dir(r.Path)), name)
	default:
		name = path.Clean(name)
	}
	base := r.Page
	if image && r.Raw != "" {
		base = r.Raw
	}
	return strings.TrimSuffix(base, "/") + "/" + escapeAddress(strings.TrimPrefix(name, "/")+rest), true
}

// hasScheme reports whether a destination is an address: "https:", "mailto:".
func hasScheme(dest string) bool {
	for i := range len(dest) {
		switch c := dest[i]; {
		case c == ':':
			return i > 0
		case markdown.IsASCIILetter(c), i > 0 && (markdown.IsDigit(c) || c == '+' || c == '-' || c == '.'):
		default:
			return false
		}
	}
	return false
}

// escapePath makes the path of a file part of an address.
func escapePath(name string) string {
	return strings.NewReplacer("%", "%25", "?", "%3F", "#", "%23").Replace(name)
}

// escapeAddress escapes what an address cannot have, in Markdown and in HTML.
func escapeAddress(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("\"'<>\\^`{|}()*", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// destination returns what has to stand for a destination. ok is false if it can
// stay.
func (w *rewriter) destination(dest string, image bool) (address string, ok bool) {
	if address, ok = w.rules.Repository.address(dest, image); ok {
		return address, true
	}
	if image || !w.rules.References || w.rules.Address == nil {
		return "", false
	}
	quiet, is := w.rules.Address(dest)
	return quiet, is && quiet != ""
}

// link replaces the destination of a link or image that is written in place.
// That of one with a label stands in the definition.
func (w *rewriter) link(n markdown.Node, dest []byte, label *markdown.ReferenceLink, image bool) {
	if label != nil {
		return
	}
	if address, ok := w.destination(markdown.Unescape(dest), image); ok {
		if span, ok := w.place(dest); ok {
			w.replace(span.Start, span.End, address)
		} else if span, ok = w.find(n, dest); ok {
			w.replace(span.Start, span.End, address)
		}
	}
}

// definition replaces the destination of a definition: that of an image, if any
// image uses it.
func (w *rewriter) definition(n *markdown.LinkReferenceDefinition) {
	address, ok := w.destination(markdown.Unescape(n.Destination), w.images[markdown.LabelKey(bytes.Clone(n.Label))])
	if !ok {
		return
	}
	if span, ok := w.place(n.Destination); ok {
		w.replace(span.Start, span.End, address)
	}
}

// place returns where a part of the source stands in it. ok is false if part is
// a copy, which the parser makes of a line that begins within a tab.
func (w *rewriter) place(part []byte) (at markdown.Span, ok bool) {
	start := cap(w.src) - cap(part)
	if len(part) == 0 || start < 0 || start+len(part) > len(w.src) || &w.src[start] != &part[0] {
		return markdown.Span{}, false
	}
	return markdown.Span{Start: start, End: start + len(part)}, true
}

// find looks for the destination of a link behind its text.
func (w *rewriter) find(n markdown.Node, dest []byte) (at markdown.Span, ok bool) {
	after := max(0, n.Pos())
	_ = markdown.Walk(n, func(c markdown.Node, _ bool) (markdown.WalkStatus, error) {
		if t, ok := c.(*markdown.Text); ok {
			after = max(after, t.Segment.Stop)
		}
		return markdown.WalkContinue, nil
	})
	open := bytes.Index(w.src[after:], []byte("]("))
	if open < 0 {
		return markdown.Span{}, false
	}
	start := after + open + len("](")
	start += len(w.src[start:]) - len(bytes.TrimLeft(w.src[start:], " <"))
	if !bytes.HasPrefix(w.src[start:], dest) {
		return markdown.Span{}, false
	}
	return markdown.Span{Start: start, End: start + len(dest)}, true
}
