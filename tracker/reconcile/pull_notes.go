package reconcile

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/files"
	"github.com/backlogsync/backlogsync/tracker"
)

// A pullNote remembers a value that was taken into a file. While the file holds it,
// file and tracker agreed on it then, although the marker does not say so yet: what
// people change in the tracker after that is a change of theirs.
type pullNote struct {
	noteKey
	Time    time.Time `json:"time"`
	File    string    `json:"file,omitempty"`    // digest of what the file wants
	Tracker string    `json:"tracker,omitempty"` // of what the tracker had
	Source  string    `json:"source,omitempty"`  // of a text that was taken, which fields in it may have changed since
	Members []string  `json:"members,omitempty"` // of a set: what the file wants, as digests
	Marked  string    `json:"marked,omitempty"`  // what the marker said of the field
	Agreed  []string  `json:"agreed,omitempty"`  // what both sides agree on of it, as in the base; if missing, that is Members
}

// A noteKey names a field of an item.
type noteKey struct {
	Scope string       `json:"scope"`
	Kind  tracker.Kind `json:"kind"`
	ID    idKey        `json:"id"`
	Field string       `json:"field"`
}

// pullNotes are the notes of a project.
type pullNotes map[noteKey]pullNote

const pullNotesName = "pulled.json"

// readPullNotes reads the notes. Without them more looks like changed on both sides,
// and nothing is done that should not be.
func readPullNotes(dir string) (pullNotes, error) {
	notes := make(pullNotes)
	data, err := files.Read(filepath.Join(dir, pullNotesName))
	if errors.Is(err, fs.ErrNotExist) {
		return notes, nil
	}
	var list []pullNote
	if err == nil {
		err = json.Unmarshal(data, &list)
	}
	if err != nil {
		return nil, fmt.Errorf("what was pulled cannot be read: %w", err)
	}
	for _, n := range list {
		notes[n.noteKey] = n
	}
	return notes, nil
}

// NotePull remembers the values that a plan takes into the files. Call it
// before the files are written; a note counts only while a file holds its
// value. Call it also for a plan that takes nothing, because it drops notes
// that are out of date.
func (s *Store) NotePull(p *Plan) error {
	now, taken := s.now(), false
	notes := make(pullNotes)
	for k, n := range s.pulled {
		if now.Sub(n.Time) < remembered {
			notes[k] = n
		}
	}
	for _, sp := range p.scopes {
		notes.forgetMarked(sp.matches)
		for i := range sp.pulls {
			n := sp.pulls[i].note(sp.scope.Name)
			n.Time, taken = now, true
			notes[n.noteKey] = n
		}
	}
	if !taken && len(notes) == len(s.pulled) {
		return nil
	}
	return s.savePulled(notes)
}

// forgetPulled drops the notes of fields of which the markers say since this run what
// both sides agree on. A file that comes to hold such a value again has changed.
func (s *Store) forgetPulled(r *Result) error {
	notes := maps.Clone(s.pulled)
	for _, sp := range r.p.scopes {
		notes.forgetMarked(sp.matches)
		for _, st := range sp.steps {
			if st.merge == nil || r.items[st.match] == nil || r.items[st.match].body.marker == nil {
				continue
			}
			old, now := &st.merge.before, &r.items[st.match].body.marker.base
			for _, f := range pullFields {
				moved := f >= fieldLabels && !maps.Equal(old.set(f), now.set(f)) || f < fieldLabels && old.value(f) != now.value(f)
				if moved || slices.Contains(st.merge.noted, f) {
					delete(notes, st.match.noteOf(f))
				}
			}
		}
	}
	if len(notes) == len(s.pulled) {
		return nil
	}
	return s.savePulled(notes)
}

// forgetMarked drops the notes of fields of which the markers say something else than
// when they were noted: a run on another machine wrote them.
func (notes pullNotes) forgetMarked(matches []match) {
	if len(notes) == 0 {
		return
	}
	for i := range matches {
		for _, f := range pullFields {
			key := matches[i].noteOf(f)
			if n, ok := notes[key]; ok && n.Marked != matches[i].marked(f) {
				delete(notes, key)
			}
		}
	}
}

// noteOf returns what a note of a field of the item is kept under.
func (m *match) noteOf(f field) noteKey { return noteKey{m.scope, m.kind, m.key, f.String()} }

// marked returns what the marker of the item says of a field, "" if it says nothing.
func (m *match) marked(f field) string {
	if m.item == nil || m.item.body.marker == nil {
		return ""
	}
	return m.item.body.marker.base.word(f)
}

func (s *Store) savePulled(notes pullNotes) error {
	list := make([]pullNote, 0, len(notes))
	for _, n := range notes {
		list = append(list, n)
	}
	slices.SortFunc(list, func(a, b pullNote) int {
		return strings.Compare(fmt.Sprint(a.noteKey), fmt.Sprint(b.noteKey))
	})
	data, err := json.Marshal(list)
	if err == nil {
		_, err = files.Replace(filepath.Join(s.dir, pullNotesName), data, 0o600)
	}
	if err != nil {
		return fmt.Errorf("what is pulled cannot be remembered: %w", err)
	}
	s.pulled = notes
	return nil
}

// note returns what is to be remembered of a field.
func (p *pulled) note(scope string) pullNote {
	n := pullNote{noteKey: noteKey{scope, p.Kind, p.match.key, p.field.String()}, Marked: p.match.marked(p.field)}
	if p.field >= fieldLabels {
		for _, name := range p.Set {
			n.Members = append(n.Members, digest(strings.ToLower(stored(&p.match.in.o.project, tracker.KindLabel, name))))
		}
		for _, name := range p.match.in.opts.allLabels() {
			if p.field == fieldLabels {
				n.Members = append(n.Members, digest(strings.ToLower(stored(&p.match.in.o.project, tracker.KindLabel, name))))
			}
		}
		slices.Sort(n.Members)
		n.Members, n.Agreed = slices.Compact(n.Members), p.members
		return n
	}
	x, value := p.match.item, p.Value
	have := value
	switch p.Field {
	case backlog.PullTitle:
		have = x.Title
		if s := p.match.story(); s != nil {
			value = issueTitle(&backlog.Story{ID: s.ID, DerivedID: s.DerivedID, Anchored: s.Anchored, Title: value})
		}
		value = stored(&p.match.in.o.project, p.Kind, value)
	case backlog.PullState:
		value, have = string(x.State), string(x.State)
	case backlog.PullText:
		n.Source = digest(normalise(value))
		value, have = p.final, x.body.text
	default: // the same on both sides
	}
	n.File, n.Tracker = digest(value), digest(have)
	return n
}

// overlay takes into the base what was pulled since the marker was written, where
// the file still holds it, and returns these fields.
func (g *merger) overlay(m *merge, r *match) []field {
	if len(g.pulled) == 0 {
		return nil
	}
	var noted []field
	for _, f := range pullFields {
		n, ok := g.pulled[r.noteOf(f)]
		switch {
		case !ok, n.Marked != r.marked(f):
		case f >= fieldLabels:
			set, wanted := make(agreedSet), make(map[string]bool)
			for _, key := range n.Members {
				set[key] = present
			}
			for _, name := range r.members(f) {
				wanted[digest(strings.ToLower(name))] = true
			}
			if set.of(wanted) {
				if n.Agreed != nil {
					set = setOfMarked(n.Agreed)
				}
				m.base.agreeSet(f, set)
				noted = append(noted, f)
			}
		case f == fieldText:
			if r.text != nil && n.File == digest(r.source) && m.base.value(f).tracker != n.Tracker {
				g.overlayText(m, r, &n)
				noted = append(noted, f)
			}
		case n.File == digest(r.value(f)) && m.base.value(f) != (agreed{n.File, n.Tracker}):
			m.base.agree(f, n.File, n.Tracker)
			noted = append(noted, f)
		}
	}
	slices.Sort(noted)
	return noted
}

// overlayText is overlay for a text. Where fields in it were pulled, too, the text
// of the file is not the one that was taken, and goes out.
func (g *merger) overlayText(m *merge, r *match, n *pullNote) {
	if n.Source != n.File {
		m.base.agree(fieldText, n.Tracker, n.Tracker)
		m.base.agree(fieldSource, n.Source, n.Source)
		return
	}
	want := g.graph.listed(r, &m.base, func(m *match) *observed { return m.item })
	m.base.agree(fieldText, digest(want), n.Tracker)
	source := r.sourceOf(want)
	m.base.agree(fieldSource, source, source)
}

// agreeNoted lists as agreed what was pulled and is not in the marker yet, unless
// there is more to say of the field.
func (m *merge) agreeNoted(r *match) {
	old := &base{}
	if mk := r.item.body.marker; mk != nil {
		old = &mk.base
	}
	for _, f := range m.noted {
		named := func(list []Field) bool {
			return slices.ContainsFunc(list, func(x Field) bool { return x.Name == f.String() })
		}
		if named(m.agreed) || named(m.update) || named(m.drift) || named(m.conflict) {
			continue
		}
		if f >= fieldLabels {
			if !maps.Equal(old.set(f), m.base.set(f)) {
				m.agreed = append(m.agreed, Field{f.String(), join(r.item.members(f)), join(r.members(f))})
			}
		} else if old.value(f) != m.base.value(f) {
			m.agreed = append(m.agreed, Field{f.String(), r.item.value(f), r.value(f)})
		}
	}
}

// value returns what the backlog wants of a field with one value.
func (d *desired) value(f field) string {
	switch f {
	case fieldTitle:
		return d.title
	case fieldState:
		return string(d.state)
	case fieldDue:
		return d.due
	case fieldPoints:
		return d.points
	case fieldText:
		return *d.text
	default:
		panic("unreachable: a field that is not pulled")
	}
}

// value returns what the tracker has of such a field.
func (x *observed) value(f field) string {
	switch f {
	case fieldTitle:
		return x.Title
	case fieldState:
		return string(x.State)
	case fieldDue:
		return x.Due
	case fieldPoints:
		return x.Points
	case fieldText:
		return x.body.text
	default:
		panic("unreachable: a field that is not pulled")
	}
}

// members returns the members of a set that the backlog wants.
func (d *desired) members(f field) []string {
	if f == fieldLabels {
		return d.labels
	}
	return d.assignees
}

// members returns the members of a set that the tracker has.
func (x *observed) members(f field) []string {
	if f == fieldLabels {
		return x.Labels
	}
	return x.Assignees
}
