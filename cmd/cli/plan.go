package cli

import (
	"context"
	"errors"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/spf13/cobra"
)

// A planCommand is one run of the command plan.
type planCommand struct {
	*app

	planFlags
	format  format
	out     string
	offline bool
	noWrite bool
	failOn  failFlag
	view    planView
}

func newPlanCommand(a *app) *cobra.Command {
	c := &planCommand{app: a}
	cmd := &cobra.Command{
		Use:   "plan FILE...",
		Short: "Show what apply would do",
		Long: `Plan compares the files with the tracker and shows what apply would do. It writes
nothing to either.

Without a target, or with --offline, it plans from the files alone: their ledgers and
checkboxes say what is registered.

  + create   ~ update   = record   x close   ! conflict   ? unknown
`,
		Example: `  backlogsync plan --to github:acme/shop BACKLOG.md
  backlogsync plan --out plan.json BACKLOG.md && backlogsync apply plan.json`,
		Args:              requireFiles,
		ValidArgsFunction: completeFiles,
		RunE:              func(cmd *cobra.Command, args []string) error { return c.run(cmd.Context(), args) },
	}
	c.add(a, cmd)
	f := cmd.Flags()
	f.Var(c.format.flag(formatMarkdown), "format", "form of the output")
	f.StringVar(&c.out, "out", "", "save the plan to this `file`, for apply")
	c.view.addTo(f)
	f.BoolVar(&c.noWrite, "no-write", false, "plan as if apply did not write to the files")
	c.failOn.addTo(f)
	f.Var(detailedFlag{&c.failOn}, "detailed-exitcode", "the same as --fail-on pending")
	f.Lookup("detailed-exitcode").NoOptDefVal = "true"
	f.BoolVar(&c.offline, "offline", false, "plan from the files alone")
	return cmd
}

func (c *planCommand) run(ctx context.Context, names []string) error {
	inputs, conf, err := c.load(names, readOptions{checkbox: c.checkbox, level: c.level, movedFrom: c.movedFrom})
	if err != nil {
		return err
	}
	b, _ := reconcile.NewBacklog(inputs)
	strict := c.strict.or(conf.Strict)
	if err := c.checkGiven(b, strict); err != nil {
		return err
	}
	t := c.target(c.to, conf)
	options, err := c.options(c.app, t, conf, inputs)
	if err != nil {
		return err
	}
	options.NoWrite, options.Former = c.noWrite, reconcile.FormerFile(inputs, options.MovedFrom)
	var o *reconcile.Observed
	named := ""
	switch {
	case c.offline:
	case t.name == "":
		c.noteNoTarget("", inputs) // the plan itself says what it is made of
	default:
		conn, err := c.reach(ctx, t)
		if err != nil {
			return err
		}
		if conn.project.Archived {
			return &tracker.Error{
				Target: conn.project.Target, Op: "plan", Kind: tracker.ErrUnauthorized,
				Err: errors.New("nothing can be written there"), Hint: conn.project.ReadOnly,
			}
		}
		if o, err = c.look(ctx, conn, b, &options); err != nil {
			return err
		}
		named = conn.named
	}
	p, err := newPlan(b, o, &options)
	if err != nil {
		return c.refusable(err)
	}
	if err := c.checkPlanned(p, strict); err != nil {
		return err
	}
	if p.Offline() {
		c.noteMemory(b)
		p.Target = absoluteTarget(t)
	}
	if c.out != "" {
		if err := c.savePlan(c.out, p, inputs, named); err != nil {
			return err
		}
	}
	if err := c.writePlan(c.format, p.Backlog(), p, &c.view); err != nil {
		return err
	}
	return c.failOn.check(p, conf, true)
}

// look reads a tracker, and what earlier runs on this machine remember.
func (a *app) look(ctx context.Context, c *connection, b *backlog.Backlog, opts *reconcile.Options) (*reconcile.Observed, error) {
	store, err := a.readStore(c)
	if err != nil {
		return nil, err
	}
	return reconcile.Observe(ctx, c.tracker, c.project, b, store, opts)
}

// readStore reads what earlier runs remember of a project, nil if there is no place
// for that.
func (a *app) readStore(c *connection) (*reconcile.Store, error) {
	dir, err := a.stateDir()
	if err != nil {
		return nil, nil //nolint:nilerr,nilnil // then nothing is remembered
	}
	store, err := reconcile.ReadStore(dir, c.project)
	if err != nil {
		return nil, storeError("what earlier runs did cannot be read", err, dir)
	}
	return store, nil
}
