package main

import (
	"context"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/spf13/cobra"
)

// readFlags are the flags of commands that read a tracker and write nothing to
// it.
type readFlags struct{ planFlags }

func (r *readFlags) add(a *app, cmd *cobra.Command) {
	a.addAddressFlags(cmd, &r.to)
	addCheckboxFlag(cmd, &r.checkbox)
	addLevelFlag(cmd, &r.level)
	cmd.Flags().Var(&choice{&r.epics, epicsChoices}, "epics", "what an epic becomes")
	cmd.Flags().StringVar(&r.responsible, "responsible", "", "who the ledger names: creator, assignee, actor, or a `name`")
}

// A reading is a backlog and what a tracker holds of it.
type reading struct {
	inputs  []*input
	backlog *backlog.Backlog
	options tracker.Options
	seen    *tracker.Observed // nil without a target
	plan    *tracker.Plan
}

// read reads files and, if a target is named, the tracker.
func (a *app) read(ctx context.Context, names []string, flags *readFlags) (*reading, error) {
	inputs, conf, err := a.load(names, readOptions{checkbox: flags.checkbox, level: flags.level})
	if err != nil {
		return nil, err
	}
	r := &reading{inputs: inputs}
	r.backlog, _ = newBacklog(inputs)
	if err := a.checkErrors(r.backlog); err != nil {
		return nil, err
	}
	if r.options, err = flags.options(a, conf, inputs); err != nil {
		return nil, err
	}
	if target, base := a.target(flags.to, conf); target != "" {
		t, project, err := a.reach(ctx, target, base)
		if err != nil {
			return nil, err
		}
		if r.seen, err = a.look(ctx, t, project, r.backlog, &r.options); err != nil {
			return nil, err
		}
	} else {
		a.note("No target is named (--to): read from the files alone.")
	}
	r.plan, err = tracker.NewPlan(r.backlog, r.seen, &r.options)
	return r, err
}
