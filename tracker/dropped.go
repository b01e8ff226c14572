package tracker

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A Drop is what a service left out of a write without refusing it. File and
// tracker then agree to differ, so that it is reported once and not fought.
type Drop struct {
	Change Change
	URL    string
	Fields []Field // before: what the item has; after: what was sent
	Whole  bool    // nothing was kept of one of the fields, as without the right to set it
}

// String says what was left out.
func (d *Drop) String() string {
	words := make([]string, len(d.Fields))
	for i, f := range d.Fields {
		words[i] = fmt.Sprintf("%s is %q, not %q", f.Name, f.Before, f.After)
	}
	return fmt.Sprintf("%s %s: the service left out a part of what was sent: %s; it is not sent again: set it in %s, or check what the credentials may do and say --prefer backlog",
		d.Change.Kind, d.Change.ID, strings.Join(words, ", "), d.URL)
}

// asked is what was sent for a new item.
func (r *run) asked(m *match) *Patch {
	p := &Patch{}
	if m.milestone != "" {
		if key, err := r.milestone(m.desired); err == nil {
			p.Milestone = &key
		}
	}
	if m.due != "" {
		p.Due = &m.due
	}
	if m.points != "" {
		p.Points = &m.points
	}
	if len(m.labels) > 0 {
		p.Labels = &m.labels
	}
	if len(m.assignees) > 0 {
		p.Assignees = &m.assignees
	}
	return p
}

// checkDropped compares an item with what was sent for it. What is missing is
// noted in the marker with one more write, which also makes change.
func (r *run) checkDropped(s *step, sent *Patch, item *Item, change Patch) (*Item, error) {
	b := splitBody(item.Body)
	if b.marker == nil || b.broken {
		return item, nil
	}
	c := dropCheck{b: b.marker.base, drop: Drop{Change: s.Change, URL: item.URL}}
	if item.Kind == KindIssue {
		g := &merger{milestones: r.epics(s.match.scope), titles: r.merger(s.match).titles, observed: r.p.observed}
		if sent.Milestone != nil && *sent.Milestone != item.Milestone {
			c.value(fieldMilestone, s.match.milestone, g.epicOf(item.Milestone), g)
		}
		c.set(fieldLabels, sent.Labels, item.Labels)
		c.set(fieldAssignees, sent.Assignees, item.Assignees)
		if sent.Points != nil && *sent.Points != item.Points {
			c.value(fieldPoints, *sent.Points, item.Points, g)
		}
	}
	if sent.Due != nil && *sent.Due != item.Due {
		c.value(fieldDue, *sent.Due, item.Due, r.merger(s.match))
	}
	if len(c.drop.Fields) == 0 {
		return item, nil
	}
	r.result.Dropped = append(r.result.Dropped, c.drop)
	mk := *b.marker
	mk.base = c.b
	text := compose(b, &mk, &merge{text: b.text})
	change.Body, change.Version = &text, item.Version
	noted, err := r.change(ActionUpdate, item.Ref, change)
	if err != nil {
		return item, fmt.Errorf("the service left out a part of what was sent, which could not be noted: %w", err)
	}
	return noted, nil
}

// epics returns which epic each milestone stands for, new ones too.
func (r *run) epics(scope string) map[string]string {
	epics := make(map[string]string, len(r.milestones[scope]))
	for epic, key := range r.milestones[scope] {
		epics[key] = epic
	}
	return epics
}

// A dropCheck collects what is missing.
type dropCheck struct {
	b    base
	drop Drop
}

func (c *dropCheck) value(f field, want, have string, g *merger) {
	c.b.agree(f, digest(want), digest(have))
	c.drop.Fields = append(c.drop.Fields, Field{f.String(), g.show(f, have), g.show(f, want)})
	c.drop.Whole = true
}

func (c *dropCheck) set(f field, sent *[]string, have []string) {
	if sent == nil {
		return
	}
	set := maps.Clone(c.b.set(f))
	missing := 0
	for _, name := range *sent {
		if slices.ContainsFunc(have, func(n string) bool { return strings.EqualFold(n, name) }) {
			continue
		}
		missing++
		if key := digest(strings.ToLower(name)); set[key] {
			set[key] = false
		}
	}
	if missing == 0 {
		return
	}
	c.b.agreeSet(f, set)
	c.drop.Fields = append(c.drop.Fields, Field{f.String(), join(have), join(*sent)})
	c.drop.Whole = c.drop.Whole || missing == len(*sent)
}

// dropErrors returns an error for each field that a service left out wholly.
func (r *Result) dropErrors() []error {
	var errs []error
	for i := range r.Dropped {
		if r.Dropped[i].Whole {
			errs = append(errs, errors.New(r.Dropped[i].String()))
		}
	}
	return errs
}
