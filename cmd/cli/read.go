package cli

import (
	"context"
	"fmt"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/spf13/cobra"
)

// readFlags are the flags of commands that read a tracker and write nothing to
// it.
type readFlags struct{ planFlags }

func (r *readFlags) add(a *app, cmd *cobra.Command) {
	a.addAddressFlags(cmd, &r.to)
	addCheckboxFlag(cmd.Flags(), &r.checkbox)
	addLevelFlag(cmd.Flags(), &r.level)
	cmd.Flags().Var(&choice{&r.epics, epicsChoices}, "epics", "what an epic becomes")
	cmd.Flags().StringVar(&r.responsible, "responsible", "", "who the ledger names: creator, assignee, actor, or a `name`")
}

// A reading is a backlog and what a tracker holds of it.
type reading struct {
	inputs  []*input
	conf    *config
	backlog *backlog.Backlog
	options reconcile.Options
	seen    *reconcile.Observed // nil without a target
	plan    *reconcile.Plan     // with the reasons of the engine, which name no flag
}

// tellErrors prints the errors of a backlog, of which there are so many. What only
// reads goes on all the same. Warnings are for validate.
func (c *console) tellErrors(b *backlog.Backlog) int {
	n := 0
	for _, f := range b.Check() {
		if f.Severity == backlog.SeverityError {
			fmt.Fprintln(c.stderr, printable(f.String()))
			n++
		}
	}
	return n
}

// read reads files and, if a target is named, the tracker.
func (a *app) read(ctx context.Context, names []string, flags *readFlags) (*reading, error) {
	inputs, conf, err := a.load(names, readOptions{checkbox: flags.checkbox, level: flags.level})
	if err != nil {
		return nil, err
	}
	r := &reading{inputs: inputs, conf: conf}
	r.backlog, _ = reconcile.NewBacklog(inputs)
	a.tellErrors(r.backlog)
	t := a.target(flags.to, conf)
	if r.options, err = flags.options(a, t, conf, inputs); err != nil {
		return nil, err
	}
	if t.name != "" {
		c, err := a.reach(ctx, t)
		if err != nil {
			return nil, err
		}
		if r.seen, err = a.look(ctx, c, r.backlog, &r.options); err != nil {
			return nil, err
		}
	} else {
		a.noteNoTarget(": read from the files alone", inputs)
		a.noteMemory(r.backlog)
	}
	r.options.LookOnly = true
	if r.plan, err = reconcile.NewPlan(r.backlog, r.seen, &r.options); err != nil {
		return nil, inWords(err)
	}
	r.backlog = r.plan.Backlog()
	a.noteEmpty(r.backlog)
	return r, nil
}
