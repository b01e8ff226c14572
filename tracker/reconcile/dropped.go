package reconcile

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
)

// A Drop is the part of a write that a service left out without refusing the
// write. The difference then counts as agreed: it is reported once, and not
// sent again.
type Drop struct {
	Change Change
	URL    string
	Fields []Field // before: what the item has; after: what was sent
	Whole  bool    // one of the fields was left out entirely, for example for lack of permission

	Assignees []string // logins that the service refused: the item was written without them; Fields is empty
}

// String says what was left out.
func (d *Drop) String() string {
	if len(d.Assignees) > 0 {
		return fmt.Sprintf("%s:%d: %s %s: %s cannot be assigned, so %s was written without; "+
			"correct the assignees in the file, or give them access to the project: they are tried again when the file names others",
			d.Change.File, d.Change.Line, d.Change.Kind, d.Change.ID, strings.Join(d.Assignees, ", "), d.URL)
	}
	words := make([]string, len(d.Fields))
	for i, f := range d.Fields {
		words[i] = fmt.Sprintf("%s is %q, not %q", f.Name, f.Before, f.After)
	}
	return fmt.Sprintf("%s %s: the service left out a part of what was sent: %s; it is not sent again: "+
		"set it in %s, or check what the credentials may do",
		d.Change.Kind, d.Change.ID, strings.Join(words, ", "), d.URL)
}

// A DropError says that a service left out a field entirely.
type DropError struct{ Drop }

// Error says what was left out.
func (e *DropError) Error() string { return e.String() }

// asked is what was sent for a new item.
func (r *run) asked(m *match) *tracker.Patch {
	p := &tracker.Patch{}
	if m.milestone != "" {
		if key, err := r.milestone(m); err == nil {
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
	if logins := r.assignable(m, m.assignees); len(logins) > 0 {
		p.Assignees = &logins
	}
	return p
}

// dropped compares an item with what was sent for it and notes what the service
// left out. It returns how the base is to change, so that it is not fought over.
func (r *run) dropped(s *step, sent *tracker.Patch, item *tracker.Item) []func(*base) {
	b := splitBody(item.Body)
	if b.marker == nil || b.broken {
		return nil
	}
	c := dropCheck{drop: Drop{Change: s.Change, URL: item.URL}}
	if item.Kind == tracker.KindIssue {
		g := &merger{milestones: r.epics(s.match.in), former: s.match.in.merger.former, titles: s.match.in.merger.titles, observed: r.p.observed}
		if sent.Milestone != nil && *sent.Milestone != item.Milestone {
			c.value(fieldMilestone, string(s.match.milestone), string(g.epicOf(item.Milestone)), g)
		}
		c.set(fieldLabels, sent.Labels, item.Labels)
		c.set(fieldAssignees, sent.Assignees, item.Assignees)
		if sent.Points != nil && *sent.Points != item.Points {
			c.value(fieldPoints, *sent.Points, item.Points, g)
		}
	}
	if sent.Due != nil && *sent.Due != item.Due {
		c.value(fieldDue, *sent.Due, item.Due, s.match.in.merger)
	}
	if len(c.drop.Fields) > 0 {
		r.result.Dropped = append(r.result.Dropped, c.drop)
	}
	return c.agree
}

// amend changes what the marker of an item says, and what p sets, with one
// request; none if there is nothing to change. item is the answer to the last
// write. If it had to wait, or the item is changed at this moment, it is read
// again first, so that what people write into its text stays.
func (r updater) amend(ctx context.Context, item *tracker.Item, p tracker.Patch, agree []func(*base)) (*tracker.Item, error) {
	old := splitBody(item.Body).marker
	if len(agree) == 0 || old == nil {
		return item, nil
	}
	seen := r.now()
	for try := 1; ; try++ {
		amended, err := r.write(ctx, ActionUpdate, func(sending context.Context) (*tracker.Item, error) {
			if try > 1 || r.now().Sub(seen) >= fresh {
				now, err := r.t.Get(ctx, item.Ref)
				if err != nil {
					return nil, err
				}
				item, seen = now, r.now()
			}
			b := splitBody(item.Body)
			if b.marker == nil || b.broken || b.marker.nonce != old.nonce {
				return nil, changedMeanwhile(item)
			}
			mk := *b.marker
			for _, change := range agree {
				change(&mk.base)
			}
			p.Body, p.Version = new(compose(b, &mk, &merge{text: b.text})), item.Version
			return r.t.Update(sending, item.Ref, p)
		})
		if errors.Is(err, tracker.ErrChanged) && try < maxChanges {
			continue
		}
		return r.answer(item.Ref, amended, err)
	}
}

// epics returns which epic each milestone stands for, new ones too.
func (r *run) epics(sp *scopePlan) map[string]idKey {
	known := r.milestones[sp].exist
	epics := make(map[string]idKey, len(known))
	for epic, key := range known {
		epics[key] = epic
	}
	return epics
}

// A dropCheck collects what is missing.
type dropCheck struct {
	agree []func(*base) // what the base is to say of it
	drop  Drop
}

func (c *dropCheck) value(f field, want, have string, g *merger) {
	c.agree = append(c.agree, func(b *base) { b.agree(f, digest(want), digest(have)) })
	c.drop.Fields = append(c.drop.Fields, Field{f.String(), g.show(f, have), g.show(f, want)})
	c.drop.Whole = true
}

func (c *dropCheck) set(f field, sent *[]string, have []string) {
	if sent == nil {
		return
	}
	var missing []string
	for _, name := range *sent {
		if !containsFold(have, name) {
			missing = append(missing, name)
		}
	}
	if len(missing) == 0 {
		return
	}
	c.agree = append(c.agree, func(b *base) {
		set := maps.Clone(b.set(f))
		for _, name := range missing {
			if key := digest(strings.ToLower(name)); set.has(key) {
				set[key] = absent
			}
		}
		b.agreeSet(f, set)
	})
	c.drop.Fields = append(c.drop.Fields, Field{f.String(), join(have), join(*sent)})
	c.drop.Whole = c.drop.Whole || len(missing) == len(*sent)
}

// dropErrors returns an error for each field that a service left out wholly.
func (r *Result) dropErrors() []error {
	var errs []error
	for i := range r.Dropped {
		if r.Dropped[i].Whole {
			errs = append(errs, &DropError{r.Dropped[i]})
		}
	}
	return errs
}
