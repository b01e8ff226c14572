package cli

import (
	"context"
	"fmt"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// carryOut applies the plan and reports what came of it.
func (c *applyCommand) carryOut(ctx context.Context, t tracker.Tracker, store *reconcile.Store, j *job, p *reconcile.Plan) error {
	progress := &c.progress
	progress.derived = derivedIDs(p.Backlog())
	w := c.saver(j.inputs)
	apply := &reconcile.ApplyOptions{Store: store, Report: progress.report, Logger: c.logger()}
	noWrite := p.Options.NoWrite
	if !noWrite {
		apply.Save = w.Save
	}
	flying, done := c.interrupts.flight(ctx)
	defer done()
	r, err := reconcile.Apply(flying, t, p, apply)
	progress.finish()
	for _, f := range w.Findings {
		fmt.Fprintln(c.stderr, printable(f.String()))
	}
	for i := range r.Dropped {
		if d := &r.Dropped[i]; !d.Whole { // else it is part of the error
			fmt.Fprintf(c.stderr, "warning: %s\n", printable(dropText(d)))
		}
	}
	for _, what := range w.Lost {
		fmt.Fprintf(c.stderr, "warning: %s\n", printable(what))
	}
	unplaced := 0
	if !noWrite && err == nil {
		unplaced = c.tellUnplaced(r, w.Files) + w.Findings.Count(backlog.SeverityError) // those refuse an address
	}
	agreed := ""
	if r.Agreed > 0 {
		agreed = fmt.Sprintf("; %d agreed", r.Agreed)
	}
	if r.Nameless != nil {
		fmt.Fprintf(c.stderr, "warning: %s\n", errorText(r.Nameless))
	}
	fmt.Fprintf(c.stdout, "Done: %d created, %d updated, %d recorded, %d closed%s.\n", r.Created, r.Updated, r.Recorded, r.Closed, agreed)
	if err := outcome(flying, p, r, err); err != nil || unplaced == 0 {
		return err
	}
	return &codeError{exitPartial, fmt.Errorf("the evidence of %s could not be recorded", count(unplaced, "item", "items"))}
}

// tellUnplaced says of which items the files have no place for the evidence any
// more, and returns how many they are.
func (c *applyCommand) tellUnplaced(r *reconcile.Result, inputs []*input) int {
	now := make([]*backlog.File, len(inputs))
	for i, in := range inputs {
		now[i] = in.File()
	}
	items := r.Unplaced(now...)
	for _, x := range items {
		fmt.Fprintf(c.stderr, "warning: %s\n", printable(fmt.Sprintf(
			"%s does not define %s %s any more, so its evidence is not recorded (%s); put it back and run again", x.File, x.Kind, x.ID, x.URL)))
	}
	return len(items)
}

// saver returns what records results in the files, or in the one that --out names
// instead.
func (c *applyCommand) saver(inputs []*input) *reconcile.Saver {
	s := &reconcile.Saver{Files: inputs, Anchor: c.anchor}
	if c.output != "" {
		s.Write = func(data []byte) error { return replaceFile(c.output, data) }
	}
	return s
}
