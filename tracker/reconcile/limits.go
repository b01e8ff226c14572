package reconcile

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
)

// What a target is known to refuse is found out when planning, all at once and
// with its line: a refusal met in the middle of a run leaves half of the work
// done, and never passes.

// A limiter finds what is beyond the limits of a target.
type limiter struct {
	target   string
	limits   tracker.Limits
	findings backlog.Findings
}

func (l *limiter) find(pos backlog.Position, code backlog.Code, format string, args ...any) {
	l.findings = append(l.findings, backlog.Finding{
		Pos: pos, Severity: backlog.SeverityError, Code: code, Message: fmt.Sprintf(format, args...),
	})
}

// labels looks at the labels of all stories, and at what the options say of
// labels.
func (l *limiter) labels(b *backlog.Backlog, opts *Options) {
	for i, f := range b.Files() {
		at := backlog.Position{File: f.Name()}
		l.names(at, "the labels for every issue", opts.allLabels())
		if i == 0 { // the configuration is the same for all
			l.styles(at, opts.LabelStyles)
		}
		for _, s := range f.Stories() {
			l.names(s.Pos, string(s.ID), s.Labels)
		}
	}
}

func (l *limiter) styles(at backlog.Position, styles []tracker.Label) {
	for _, style := range styles {
		l.names(at, "the looks of labels", []string{style.Name})
		if n, most := utf8.RuneCountInString(style.Description), l.limits.LabelDescriptionRunes; most > 0 && n > most {
			l.find(at, "bad-label", "the description of the label %q has %d characters, and %s takes %d; shorten it in the configuration",
				style.Name, n, l.target, most)
		}
	}
}

func (l *limiter) names(pos backlog.Position, of string, labels []string) {
	for _, name := range labels {
		if i := strings.IndexAny(name, l.limits.LabelForbids); i >= 0 {
			l.find(pos, "bad-label", "%s: the label %q has a %q, which names of labels in %s cannot have; rename it", of, name, name[i:i+1], l.target)
		}
		if n, most := utf8.RuneCountInString(name), l.limits.LabelRunes; most > 0 && n > most {
			l.find(pos, "bad-label", "%s: the label %q has %d characters, and %s takes %d; rename it", of, name, n, l.target, most)
		}
	}
}

// items looks at what the steps of a scope write of the file.
func (l *limiter) items(sp *scopePlan) {
	for i := range sp.steps {
		s := &sp.steps[i]
		m := s.match
		switch {
		case m == nil:
		case s.Action == ActionCreate:
			l.title(m)
			if m.text != nil {
				l.text(m, *m.text, m.initialBase())
			}
		case s.merge != nil:
			if s.merge.patch.Title != nil {
				l.title(m)
			}
			l.text(m, s.merge.text, s.merge.base)
		}
	}
}

func (l *limiter) title(m *match) {
	if n, most := utf8.RuneCountInString(m.title), l.limits.TitleRunes; most > 0 && n > most {
		l.find(m.at, backlog.CodeTitleTooLong, "the title of %s has %d characters, and %s takes %d; shorten it", m.id, n, l.target, most)
	}
}

// text looks at a text as it is written: with its marker.
func (l *limiter) text(m *match, text string, b base) {
	const markerRoom = 4 << 10 // far more than a marker takes
	longer := func(most int) bool { return most > 0 && len(text)+markerRoom > most }
	if !longer(l.limits.BodyBytes) && !longer(l.limits.BodyRunes) {
		return
	}
	body := (&itemBody{}).join(&marker{id: m.id, scope: m.scope, nonce: newNonce(), base: b}, text)
	if tooLong(&l.limits, body) {
		l.find(m.at, "text-too-long", "the text of %s has %s; shorten it, or move a part of it into a document that it links to",
			m.id, excess(&l.limits, body, l.target))
	}
}

// tooLong reports whether a text with its marker is longer than allowed.
func tooLong(l *tracker.Limits, text string) bool {
	return l.BodyBytes > 0 && len(text) > l.BodyBytes ||
		l.BodyRunes > 0 && len(text) > l.BodyRunes && utf8.RuneCountInString(text) > l.BodyRunes
}

// excess says how long such a text is, and may be.
func excess(l *tracker.Limits, text, target string) string {
	if l.BodyBytes > 0 && len(text) > l.BodyBytes {
		return fmt.Sprintf("%d bytes with its marker, and %s takes %d", len(text), target, l.BodyBytes)
	}
	return fmt.Sprintf("%d characters with its marker, and %s takes %d", utf8.RuneCountInString(text), target, l.BodyRunes)
}
