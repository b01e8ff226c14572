package backlog

import (
	"cmp"
	"slices"
	"strings"
)

// bump gives what was misread its next form, and reports whether there was one.
// What is read beside the items stands in the text of the item that owns the
// line; an item that is not read may be hidden by the text of the one before it.
// How other lines are written comes last, since a file is read as a whole.
func (w *composer) bump(f *File) bool {
	b := &bumper{w: w, bumped: make(map[itemKey]bool)}
	for _, line := range w.surplus(f) {
		b.text(w.ownerOf(line))
	}
	if len(b.bumped) > 0 {
		return true // what else is misread may come from that
	}
	epics, stories := itemsByKey(f)
	index := make(map[itemKey]int, len(w.owners))
	for i, o := range w.owners {
		index[o.key] = i
	}
	wrong := w.misread(f)
	for _, k := range wrong {
		var line int
		if e := epics[k.Key]; e != nil && k.Kind == KindMilestone {
			line = e.Pos.Line
		}
		if s := stories[k.Key]; s != nil && k.Kind == KindIssue {
			line = s.Pos.Line
		}
		switch i := index[k]; {
		case line == 0 && i > 0:
			b.text(w.owners[i-1].key)
		case line > 0 && w.ownerOf(line) != k:
			b.text(w.ownerOf(line))
		case !w.wrongTitle(epics, stories, k): // which no text changes
			b.text(k)
		}
	}
	if len(b.bumped) > 0 {
		return true
	}
	for _, k := range wrong {
		if w.wrongLine(epics, stories, k) {
			b.line(k)
		}
	}
	return len(b.bumped) > 0
}

// wrongLine reports whether what an item's own line says was misread: another form
// of it helps no label that cannot be written.
func (w *composer) wrongLine(epics map[string]*Epic, stories map[string]*Story, k itemKey) bool {
	if k.Kind == KindMilestone {
		return epics[k.Key] == nil || w.wrongTitle(epics, stories, k)
	}
	got := stories[k.Key]
	return got == nil || !got.says(w.stories[k.Key], true)
}

// wrongTitle reports whether an item was read with another title.
func (w *composer) wrongTitle(epics map[string]*Epic, stories map[string]*Story, k itemKey) bool {
	if e := epics[k.Key]; k.Kind == KindMilestone {
		return e != nil && e.Title != w.epics[k.Key].Title
	}
	s := stories[k.Key]
	return s != nil && s.Title != w.stories[k.Key].Title
}

// A bumper gives items their next form, each once.
type bumper struct {
	w      *composer
	bumped map[itemKey]bool
}

func (b *bumper) text(k itemKey) {
	if form := b.w.forms[k]; !b.bumped[k] && form.text < leftOut && b.w.texts[k] {
		form.text++
		b.w.forms[k], b.bumped[k] = form, true
	}
}

func (b *bumper) line(k itemKey) {
	form := b.w.forms[k]
	if form.settled {
		return
	}
	if form.line++; form.line == len(lineForms) {
		form.line, form.settled = 0, true
	}
	b.w.forms[k], b.bumped[k] = form, true
}

// ownerOf returns the item whose part of the file a line is in.
func (w *composer) ownerOf(line int) itemKey {
	i, exact := slices.BinarySearchFunc(w.owners, line, func(o owner, line int) int { return cmp.Compare(o.line, line) })
	if !exact {
		i--
	}
	if i < 0 {
		return itemKey{}
	}
	return w.owners[i].key
}

// surplus returns the lines of items that the composition does not have.
func (w *composer) surplus(f *File) []int {
	var lines []int
	for _, e := range f.epics {
		if k := (itemKey{Kind: KindMilestone, Key: e.key}); w.ids[k] == "" {
			lines = append(lines, e.Pos.Line)
		}
	}
	for _, s := range f.stories {
		if k := (itemKey{Kind: KindIssue, Key: s.key}); w.ids[k] == "" {
			lines = append(lines, s.Pos.Line)
		}
	}
	for _, x := range f.findings {
		if x.Severity == SeverityError {
			lines = append(lines, x.Pos.Line)
			for _, r := range x.Related {
				lines = append(lines, r.Pos.Line)
			}
		}
	}
	for _, e := range f.evidence {
		lines = append(lines, e.Pos.Line)
	}
	return lines
}

// misread returns the items that do not read as the composition has them.
func (w *composer) misread(f *File) []itemKey {
	epics, stories := itemsByKey(f)
	var wrong []itemKey
	for i := range w.c.Epics {
		want := &w.c.Epics[i]
		key := want.ID.Key()
		if got := epics[key]; got == nil || got.ID != want.ID || got.Title != want.Title || got.Milestone != CellText(want.Milestone) || got.Due != want.Due {
			wrong = append(wrong, itemKey{Kind: KindMilestone, Key: key})
		}
	}
	for i := range w.c.Stories {
		want := &w.c.Stories[i]
		key := want.ID.Key()
		if got := stories[key]; got == nil || !got.says(want, w.c.Managed[ItemRef{Kind: KindIssue, ID: want.ID}]) {
			wrong = append(wrong, itemKey{Kind: KindIssue, Key: key})
		}
	}
	return wrong
}

// says reports whether a story was read as it was meant, but for its text. What a
// managed text says beside that is meant, too.
func (s *Story) says(want *Story, managed bool) bool {
	done := func(s *Story) bool { return s.Checked != nil && *s.Checked }
	points := func(s *Story) float64 {
		if s.Points == nil {
			return -1
		}
		return *s.Points
	}
	switch same := s.Dropped == want.Dropped && s.ID == want.ID && s.Title == want.Title && s.Epic == want.Epic && done(s) == done(want); {
	case !same || managed:
		return same
	case points(s) != points(want) || s.Due != want.Due || len(s.DependsOn) > 0:
		return false
	}
	return sameSet(s.Labels, want.Labels) && sameSet(s.Assignees, want.Assignees)
}

func sameSet(a, b []string) bool {
	fold := func(s []string) []string {
		s = slices.Clone(s)
		for i := range s {
			s[i] = strings.ToLower(s[i])
		}
		slices.Sort(s)
		return slices.Compact(s)
	}
	return slices.Equal(fold(a), fold(b))
}
