package backlog

import (
	"fmt"
	"slices"
)

// sameItems reports whether two files define the same items.
func sameItems(a, b *File) bool {
	ids := func(f *File) []string {
		var all []string
		for _, e := range f.epics {
			all = append(all, "epic "+string(e.ID))
		}
		for _, s := range f.stories {
			all = append(all, string(s.ID)+" of "+string(s.Epic))
		}
		return all
	}
	return slices.Equal(ids(a), ids(b))
}

// A keyedFile is a file with its items by their keys.
type keyedFile struct {
	*File
	epic  map[string]*Epic
	story map[string]*Story
}

func keyed(f *File) keyedFile {
	epics, stories := itemsByKey(f)
	return keyedFile{f, epics, stories}
}

// said reports whether a file says a value.
func (p *puller) said(f keyedFile, w *wanted) bool {
	if w.Kind == KindMilestone {
		e := f.epic[w.ID.Key()]
		if e == nil {
			return false
		}
		old := p.f.epic[w.ID.Key()]
		if f.File != p.f.File && old != nil && (e.Due != old.Due && !p.pulls(w.ItemRef, PullDue) ||
			e.Milestone != old.Milestone && !p.pulls(w.ItemRef, PullTitle)) {
			return false
		}
		switch w.Field {
		case PullTitle:
			return e.Milestone == w.Value
		case PullText:
			return plainText(e.Text) == plainText(w.Value)
		default:
			return w.Field == PullDue && e.Due == w.Value
		}
	}
	s := f.story[w.ID.Key()]
	if s == nil {
		return false
	}
	return p.saysOf(s, w) && p.sameFields(f, w, s)
}

// saysOf reports whether a story says a value.
func (p *puller) saysOf(s *Story, w *wanted) bool {
	switch w.Field {
	case PullState:
		switch Status(w.Value) {
		case StatusDropped:
			return s.Dropped
		case StatusDone:
			return s.Checked != nil && *s.Checked
		default:
			return s.Checked != nil && !*s.Checked
		}
	case PullTitle:
		return s.Title == w.Value
	case PullLabels:
		return sameSet(s.Labels, w.Set)
	case PullAssignees:
		return sameSet(s.Assignees, w.Set)
	case PullDue:
		return s.Due == w.Value
	case PullText:
		return plainText(s.Text) == plainText(w.Value)
	case PullPoints:
		return s.Points != nil && pointsText(*s.Points) == w.Value || s.Points == nil && w.Value == ""
	default:
		return false
	}
}

// sameFields reports whether a story says what it said before, but for what is
// pulled: points may stand in a title, and any field in a text.
func (p *puller) sameFields(f keyedFile, w *wanted, s *Story) bool {
	old := p.f.story[w.ID.Key()]
	if old == nil || f.File == p.f.File {
		return true
	}
	for _, field := range differingFields(s, old) {
		if !p.pulls(w.ItemRef, field) {
			return false
		}
	}
	return slices.Equal(s.DependsOn, old.DependsOn)
}

// differingFields returns the fields but the text in which two stories differ.
func differingFields(s, old *Story) []PullField {
	var differs []PullField
	note := func(field PullField, same bool) {
		if !same {
			differs = append(differs, field)
		}
	}
	state := func(s *Story) string { return fmt.Sprint(s.Dropped, s.Checked != nil, s.Checked != nil && *s.Checked) }
	note(PullState, state(s) == state(old))
	note(PullTitle, s.Title == old.Title)
	note(PullLabels, sameSet(s.Labels, old.Labels))
	note(PullAssignees, sameSet(s.Assignees, old.Assignees))
	note(PullDue, s.Due == old.Due)
	note(PullPoints, (s.Points == nil) == (old.Points == nil) && (s.Points == nil || *s.Points == *old.Points))
	return differs
}

// changes reports whether a story says something else in a field than it did.
func (f *File) changes(g *File, item ItemRef, field PullField) bool {
	old, now := keyed(f).story[item.ID.Key()], keyed(g).story[item.ID.Key()]
	return item.Kind == KindIssue && old != nil && now != nil && slices.Contains(differingFields(now, old), field)
}

// pulls reports whether a field of an item is pulled, now or later.
func (p *puller) pulls(item ItemRef, field PullField) bool {
	if slices.Contains(p.later[item], field) {
		return true
	}
	for _, i := range p.of[item] {
		if w := &p.wants[i]; w.Field == field && !w.given() {
			return true
		}
	}
	return false
}
