package reconcile

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/backlog/body"
	"github.com/backlogsync/backlogsync/tracker"
)

// formerly is how version 1 of the rules wrote texts, as far as these cases go.
var formerly = strings.NewReplacer("@ana", "@\u200bana", "](img/x.png)", "](https://x.example/blob/img/x.png)")

// TestRendering makes sure that a text which is written for the service in
// another way than before is not a change, whatever the version of the marker, and
// that a change of the file or of a person still is one.
func TestRendering(t *testing.T) {
	t.Parallel()
	rules := body.Rules{
		Mentions: true, References: true,
		Repository: body.Repository{Path: "b.md", Page: "https://x.example/blob/", Raw: "https://x.example/raw/"},
	}
	const text = "See @ana, ![x](img/x.png)\n\n<p>@bo</p>\n\n[unused]: https://x.example"
	const edited = "Edited.\n\n" + text
	const foreign = "Text of a person"
	old := formerly.Replace(text)
	noted := func(s string) agreed { return agreed{digest(s), digest(s)} }
	for _, c := range []struct {
		name   string
		file   string // text of the story
		have   string // managed text in the tracker
		base   agreed // of the text
		source string // digest of the text as the base knows it
		prefer Side
		want   string // verdict
	}{
		{"marker of old, nothing changed", text, old, noted(old), "", "", "rendering"},
		{"marker of old, file changed", edited, old, noted(old), "", "", "update"},
		{"marker of old, tracker changed", "plain", foreign, noted("plain"), "", "", "drift"},
		{"marker of old, both changed", edited, foreign, noted(old), "", "", "conflict"},
		{"marker of old, agreed to differ", "plain", foreign, agreed{digest("plain"), digest(foreign)}, "", "", "differs"},
		{"marker of old, agreed to differ, plain text changed", "plain!", foreign, agreed{digest("plain"), digest(foreign)}, "", "", "update"},
		{"marker of old, agreed to differ, perhaps changed", text, foreign, agreed{digest(old), digest(foreign)}, "", "", "conflict"},
		{"marker of old, agreed to differ, tracker preferred", text, foreign, agreed{digest(old), digest(foreign)}, "", SideTracker, "agreed"},
		{"marker of old, agreed to differ, backlog preferred", text, foreign, agreed{digest(old), digest(foreign)}, "", SideBacklog, "update"},
		{"source known, nothing changed", text, old, noted(old), digest(text), "", "rendering"},
		{"source known, backlog preferred", text, old, noted(old), digest(text), SideBacklog, "rendering"},
		{"source known, file changed", edited, old, noted(old), digest(text), "", "update"},
		{"source known, tracker changed", text, foreign, noted(old), digest(text), "", "drift"},
		{"source known, both changed", edited, foreign, noted(old), digest(text), "", "conflict"},
		{"source known, agreed to differ", text, foreign, agreed{digest(old), digest(foreign)}, digest(text), "", "differs"},
		{"source known, agreed to differ, backlog preferred", text, foreign, agreed{digest(old), digest(foreign)}, digest(text), SideBacklog, "update"},
		{"source known, agreed to differ, file changed", edited, foreign, agreed{digest(old), digest(foreign)}, digest(text), "", "update"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := &desired{kind: tracker.KindIssue, id: "US-1", title: "US-1 A"}
			d.setText(&backlog.File{}, body.OwnDefinitions(c.file), &rules)
			mk := &marker{id: d.id, nonce: "n"}
			mk.base.agree(fieldTitle, digest(d.title), digest(d.title))
			mk.base.agree(fieldText, c.base.file, c.base.tracker)
			if c.source != "" {
				if c.source == digest(text) {
					c.source = digest(body.OwnDefinitions(text))
				}
				mk.base.agree(fieldSource, c.source, c.source)
			}
			item := &observed{Item: tracker.Item{Content: tracker.Content{Title: d.title}, State: tracker.Open}, body: itemBody{marker: mk, text: c.have}}
			m := (&merger{prefer: c.prefer}).merge(&match{desired: d, item: item})
			got := "nothing"
			switch {
			case len(m.conflict) > 0:
				got = "conflict"
			case len(m.drift) > 0:
				got = "drift"
			case len(m.update) > 0:
				got = "update"
			case len(m.agreed) > 0:
				got = "agreed"
			case m.differs:
				got = "differs"
			case m.rendered != nil:
				got = "rendering"
			}
			if got != c.want {
				t.Errorf("%s, want %s: %+v", got, c.want, m)
			}
			if got == "update" && m.base.value(fieldSource).file != digest(d.source) {
				t.Error("the base does not know the text that was sent")
			}
		})
	}
}

// A new way to write a text goes out with the next real change of the item, as a
// line of the plan.
func TestRenderingGoesAlong(t *testing.T) {
	t.Parallel()
	d := &desired{kind: tracker.KindIssue, id: "US-1", title: "US-1 B"}
	d.setText(&backlog.File{}, "<p>@ana</p>", &body.Rules{Mentions: true})
	mk := &marker{id: d.id, nonce: "n"}
	mk.base.agree(fieldTitle, digest("US-1 A"), digest("US-1 A"))
	mk.base.agreeText(digest(d.source), d.source, d.source)
	item := &observed{Item: tracker.Item{Content: tracker.Content{Title: "US-1 A"}, State: tracker.Open}, body: itemBody{marker: mk, text: d.source}}
	m := (&merger{}).merge(&match{desired: d, item: item})
	if len(m.update) != 2 || m.update[1].Name != "text" || m.text != *d.text || m.base.value(fieldText).tracker != digest(*d.text) {
		t.Errorf("%+v", m)
	}
}

// Links relative to the backlog file become addresses where the text is shown on
// pages, and stay where it is a file beside it.
func TestTextRules(t *testing.T) {
	t.Parallel()
	f := backlog.Parse("docs/b.md", []byte("# Plan\n"), &backlog.Options{Rooted: true})
	opts := &Options{SourceURL: "https://git.example/acme/shop/blob/main/"}
	for url, want := range map[string]bool{"https://git.example/acme/shop": true, "http://localhost/shop": true, "tracker": false, "": false} {
		if rules := textRules(f, &tracker.Project{URL: url}, opts); (rules.Repository.Page != "") != want {
			t.Errorf("a project at %q: %+v", url, rules.Repository)
		}
	}
}
