package gitlab

import (
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// storedTitle returns the title of a milestone, or the name of a label, without
// what the service takes out of it: tags, so that "List<T>" becomes "List", and
// entities, for which it puts what they stand for (gitlab-org/gitlab,
// app/models/concerns/timebox.rb, app/models/label.rb: Sanitize.clean, then
// CGI.unescape_html). It does so with each title that it is sent, so this is
// repeated until nothing changes. Titles of issues are only trimmed.
func storedTitle(kind tracker.Kind, title string) string {
	for kind != tracker.KindIssue {
		plain := withoutTags(title)
		if plain == title {
			break
		}
		title = plain
	}
	return strings.TrimSpace(title)
}

// withoutTags returns the text of a piece of HTML. Blanks take the place of
// elements that begin a line, as they do in Sanitize; a blank that does not
// break is a common one, since the service makes it an entity.
func withoutTags(s string) string {
	if !strings.ContainsAny(s, "<&\u00a0") {
		return s
	}
	nodes, err := html.ParseFragment(strings.NewReader(s), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return s
	}
	var text strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			text.WriteString(n.Data)
		}
		blank := ""
		if n.Type == html.ElementNode && breaksLine[n.DataAtom] {
			blank = " "
		}
		text.WriteString(blank)
		for c := range n.ChildNodes() {
			walk(c)
		}
		if n.FirstChild != nil {
			text.WriteString(blank)
		}
	}
	for _, n := range nodes {
		walk(n)
	}
	return strings.ReplaceAll(text.String(), "\u00a0", " ")
}

// breaksLine are the elements that Sanitize surrounds with blanks (rgrove/sanitize,
// lib/sanitize/config/default.rb).
var breaksLine = map[atom.Atom]bool{
	atom.Address: true, atom.Article: true, atom.Aside: true, atom.Blockquote: true, atom.Br: true, atom.Dd: true, atom.Div: true, atom.Dl: true,
	atom.Dt: true, atom.Footer: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
	atom.Header: true, atom.Hgroup: true, atom.Hr: true, atom.Li: true, atom.Nav: true, atom.Ol: true, atom.P: true, atom.Pre: true,
	atom.Section: true, atom.Ul: true,
}
