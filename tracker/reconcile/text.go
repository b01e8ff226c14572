package reconcile

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/backlog/body"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// setText gives d the managed text that a file has for it: none where the text
// cannot be known in this run.
func (d *desired) setText(f *backlog.File, text string, rules *body.Rules) {
	if f.SourceMissing() || d.unsourced && text == "" {
		return
	}
	d.rules, d.source = rules, normalise(text)
	if text = d.source; text != "" {
		text = managed(rules.Rewrite(text))
	}
	d.text = &text
}

// sourceOf returns the digest of a managed text before it was written for the
// service: the text of the file, and the list of items that the engine added to
// it, whatever their addresses are.
func (d *desired) sourceOf(text string) string {
	list := strings.TrimPrefix(text, *d.text)
	var b strings.Builder
	b.WriteString(d.source)
	for list != "" {
		before, after, ok := strings.Cut(list, "](")
		b.WriteString(before)
		if _, list, _ = strings.Cut(after, ")"); !ok {
			break
		}
	}
	return digest(b.String())
}

// agreeText notes a text that both sides have, or agreed to differ in.
func (b *base) agreeText(source, file, tracker string) {
	b.agree(fieldText, digest(file), digest(tracker))
	b.agree(fieldSource, source, source)
}

// textValue compares managed text, as [merger.value] does other fields. That it
// is written for the service in another way than it was is not a change of the file:
// it goes out with the next change of the item.
func (g *merger) textValue(m *merge, d *desired, want, have string) {
	source, b := d.sourceOf(want), m.base.value(fieldText)
	there := digest(have) != b.tracker
	switch known := m.base.value(fieldSource).file; {
	case want == have || b == (agreed{}):
	case known == source, known == "" && (b.file == digest(want) || b.file == source):
		if b.file == b.tracker && !there {
			m.rendered = &want
			return
		}
		m.base.agree(fieldText, digest(want), b.tracker)
	case known != "" || there:
	case b.file == b.tracker && d.sameRendering(want, have):
		m.rendered = &want
		return
	case b.file == b.tracker || digest(want) == source || g.prefer == SideBacklog:
	// Below: the marker is of a version that noted the text as written only.
	case g.prefer == SideTracker:
		m.base.agreeText(source, want, have)
		m.agreed = append(m.agreed, Field{fieldText.String(), have, want})
		m.differs = true
		return
	default:
		m.conflict = append(m.conflict, Field{fieldText.String(), have, want})
		m.why = reason.TextUnclear{}
		return
	}
	before := m.base.value(fieldText)
	g.value(m, fieldText, want, have, func() { m.text = want })
	if m.base.value(fieldText) != before {
		m.base.agree(fieldSource, source, source)
	}
}

// sameRendering reports whether two texts are the same once both are written for
// the service as it is done today.
func (d *desired) sameRendering(a, b string) bool {
	render := func(s string) string { return managed(d.rules.Rewrite(normalise(body.OwnDefinitions(s)))) }
	return render(a) == render(b)
}

// sendRendered adds the text to an update that is sent for another reason.
func (m *merge) sendRendered(d *desired, have string) {
	if m.rendered == nil || len(m.update) == 0 {
		return
	}
	m.update = append(m.update, Field{fieldText.String(), have, *m.rendered})
	m.text = *m.rendered
	m.base.agreeText(d.sourceOf(m.text), m.text, m.text)
}

// titleFor returns a title as it is sent.
func (d *desired) titleFor() string {
	if d.rules == nil {
		return d.title
	}
	return d.rules.Title(d.title)
}
