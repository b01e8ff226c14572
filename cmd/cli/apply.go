package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/spf13/cobra"
)

// An applyCommand is one run of the command apply.
type applyCommand struct {
	doer

	output string
	anchor bool
}

func newApplyCommand(a *app) *cobra.Command {
	c := &applyCommand{doer: doer{app: a, name: "apply"}}
	cmd := &cobra.Command{
		Use:   "apply FILE...|PLAN.json",
		Short: "Carry out the plan and record the results in the files",
		Long: `Apply creates the milestones and issues that the tracker lacks, updates those that
changed in the files, and records the evidence in the ledgers of the files.

On a terminal, it shows the plan and asks before it starts. Elsewhere it needs --yes
or a saved plan. After a failure, run it again: nothing is done twice.

A saved plan includes the options it was made with. Apply refuses it if the files or
the tracker have changed since.
`,
		Example: `  backlogsync apply --to github:acme/shop BACKLOG.md
  backlogsync apply --yes --prefer backlog BACKLOG.md`,
		Args:              requireFiles,
		ValidArgsFunction: completeFiles,
		RunE:              func(cmd *cobra.Command, args []string) error { return c.run(cmd.Context(), args) },
	}
	c.add(a, cmd)
	f := cmd.Flags()
	c.addYesFlag(f)
	f.BoolVar(&c.noWrite, "no-write", false, "do not write to the files: record nothing")
	f.StringVar(&c.output, "out", "", "write the recorded backlog to this `file` instead")
	f.BoolVar(&c.anchor, "anchor", false, "write a comment with the ID beside each item that has none, so that the item keeps its ID when it is retitled")
	c.view.addTo(f)
	excludeFlag(cmd, "no-write", "out", "anchor")
	return cmd
}

func (c *applyCommand) run(ctx context.Context, args []string) error {
	j, err := c.openFilesOrPlan(args)
	if err != nil {
		return err
	}
	if c.output != "" && len(j.inputs) != 1 {
		return errors.New("--out takes one backlog file, and there are several")
	}
	if err := checkOutput(c.output); err != nil {
		return err
	}
	if c.output != "" && j.inputs[0].LedgerPath() != "" {
		return withHint(fmt.Errorf("--out takes a file with a ledger of its own, and that of %s is in %s", j.inputs[0].Name, j.inputs[0].File().LedgerName()),
			"leave --out out, or use --no-write")
	}
	if err := c.aim(ctx, j); err != nil {
		return err
	}
	return c.do(ctx, j)
}

// do shows the plan of a job, and carries it out if that is wanted.
func (c *applyCommand) do(ctx context.Context, j *job) error {
	if err := c.checkGiven(j.backlog, j.strict); err != nil {
		return err
	}
	conn, err := c.reach(ctx, j.target)
	if err != nil {
		return err
	}
	if project := conn.project; project.ReadOnly != "" {
		return &tracker.Error{Target: project.Target, Op: "apply", Kind: tracker.ErrUnauthorized, Err: errors.New("nothing was sent"), Hint: project.ReadOnly}
	}
	o, store, err := c.observe(ctx, conn, j)
	if err != nil {
		return err
	}
	defer store.Close()
	noWrite := c.noWrite || j.options.NoWrite // as a saved plan says
	p, err := c.plan(j, o, noWrite)
	if err != nil {
		return err
	}
	if err := c.showPlan(p); err != nil {
		return err
	}
	// What is agreed is noted by who may write anyway; nobody is bothered for it.
	if p.Summary.Pending() || !p.Summary.Idle() && (c.yes || j.saved != nil || c.asks()) {
		if !noWrite {
			if err := c.saver(j.inputs).Check(p); err != nil {
				return withHint(err, "make the file and its directory writable, or use --no-write or --out FILE")
			}
		}
		if err := c.confirm(ctx, j, p); err != nil {
			return err
		}
		return c.carryOut(ctx, conn.tracker, store, j, p)
	}
	if c.anchor {
		if err := c.saver(j.inputs).SaveAnchors(); err != nil {
			return err
		}
	}
	if c.output != "" { // who asked for the file counts on it
		if err := replaceFile(c.output, j.inputs[0].File().Source()); err != nil {
			return err
		}
	}
	return conflictsLeft(p)
}

// showPlan prints what apply is about to do. A quiet run prints what it did.
func (c *applyCommand) showPlan(p *reconcile.Plan) error {
	if !c.quiet || p.Summary.Idle() {
		return c.writePlan(formatText, p.Backlog(), p, &c.view)
	}
	return c.tellProblems(p.Backlog(), p)
}
