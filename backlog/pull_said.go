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

// said reports whether a file says a value.
func (p *puller) said(f *File, w *wanted) bool {
	if w.Kind == KindMilestone {
		e := findItem(f.epics, w.ID)
		if e == nil {
			return false
		}
		old := findItem(p.f.epics, w.ID)
		if f != p.f && old != nil && (e.Due != old.Due && !p.pulls(w.ItemRef, PullDue) ||
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
	s := findItem(f.stories, w.ID)
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

func findItem[T entry](items []T, id ID) (found T) {
	key := id.Key()
	for _, x := range items {
		if x.Key() == key {
			return x
		}
	}
	return found
}

// sameFields reports whether a story says what it said before, but for what is
// pulled: points may stand in a title, and any field in a text.
func (p *puller) sameFields(f *File, w *wanted, s *Story) bool {
	old := findItem(p.f.stories, w.ID)
	if old == nil || f == p.f {
		return true
	}
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
	for _, field := range differs {
		if !p.pulls(w.ItemRef, field) {
			return false
		}
	}
	return slices.Equal(s.DependsOn, old.DependsOn)
}

// pulls reports whether a field of an item is pulled, now or later.
func (p *puller) pulls(item ItemRef, field PullField) bool {
	return slices.Contains(p.later[item], field) || slices.ContainsFunc(p.wants, func(w wanted) bool {
		return w.ItemRef == item && w.Field == field && !w.given()
	})
}
