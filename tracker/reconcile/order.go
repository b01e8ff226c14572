package reconcile

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
)

// orderCloses puts what closes an issue before what closes those that it
// blocks: some services refuse to close an issue while one that blocks it is open
// (Gitea, "dependencies"). A circle is cut where it is met.
func (sp *scopePlan) orderCloses() {
	closes := make(map[string]int) // step by the name of the issue
	for i := range sp.steps {
		if name := nodeName(sp.steps[i].closes()); name != "" {
			closes[name] = i
		}
	}
	if len(closes) < 2 {
		return
	}
	ordered, placed := make([]step, 0, len(sp.steps)), make([]bool, len(sp.steps))
	var place func(i int)
	place = func(i int) {
		if placed[i] {
			return
		}
		placed[i] = true
		var first []int
		for name := range blockersIn(sp.steps[i].closes()) {
			if j, ok := closes[name]; ok {
				first = append(first, j)
			}
		}
		slices.Sort(first)
		for _, j := range first {
			place(j)
		}
		ordered = append(ordered, sp.steps[i])
	}
	for i := range sp.steps {
		place(i)
	}
	sp.steps = ordered
}

// closes returns the issue that a step closes because its story is done or gone,
// nil if it does nothing of the kind.
func (s *step) closes() *observed {
	switch {
	case s.Kind != tracker.KindIssue:
		return nil
	case s.close != nil && s.twin == nil:
		return s.close
	case s.merge != nil && s.merge.patch.State != nil && *s.merge.patch.State == tracker.Closed:
		return s.match.item
	}
	return nil
}

// blockersIn returns the names of the issues that block x, as its base knows them.
func blockersIn(x *observed) agreedSet {
	if x == nil || x.body.marker == nil {
		return nil
	}
	return x.body.marker.base.set(fieldBlockers)
}

// heldOpen names what blocks an issue that the service refuses to close. Trying
// again would not help.
func (r updater) heldOpen(scope string, x *observed, err error) error {
	if !errors.Is(err, tracker.ErrRejected) {
		return err
	}
	blockers := blockersIn(x)
	var open []*observed
	for _, y := range r.p.observed.order {
		if mk := y.body.marker; y.Kind == tracker.KindIssue && y.State == tracker.Open && mk != nil && mk.scope == scope && blockers.has(nodeName(y)) {
			open = append(open, y)
		}
	}
	if len(open) == 0 {
		return err
	}
	return fmt.Errorf("it is blocked by %s, which must be closed first; close that, or take the dependency out of the file: %w",
		strings.Join(urlsOf(open), " and "), err)
}
