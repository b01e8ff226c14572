package cli

import (
	"context"
	"errors"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/spf13/cobra"
)

type planOptions struct {
	planFlags
	format  format
	out     string
	offline bool
	noWrite bool
	failOn  failFlag
	view    planView
}

func (a *app) planCommand() *cobra.Command {
	var opts planOptions
	cmd := &cobra.Command{
		Use:   "plan FILE...",
		Short: "Show what apply would do",
		Long: `Plan compares the files with the tracker and shows what apply would do. It
writes nothing. Without a target, or with --offline, it plans from the files
alone: their ledgers and boxes say what is registered.

  + create   ~ update   = record   x close   ! conflict   ? unknown
`,
		Example: `  backlogsync plan --to github:acme/shop BACKLOG.md
  backlogsync plan --out plan.json BACKLOG.md && backlogsync apply plan.json`,
		Args:              requireFiles,
		ValidArgsFunction: completeFiles,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.plan(cmd.Context(), args, &opts) },
	}
	opts.add(a, cmd)
	f := cmd.Flags()
	f.Var(opts.format.flag(formatMarkdown), "format", "form of the output")
	f.StringVar(&opts.out, "out", "", "save the plan in this `file`, for apply")
	opts.view.addTo(f)
	f.BoolVar(&opts.noWrite, "no-write", false, "plan as if apply left the files alone")
	opts.failOn.addTo(f)
	f.Var(detailedFlag{&opts.failOn}, "detailed-exitcode", "the same as --fail-on pending")
	f.Lookup("detailed-exitcode").NoOptDefVal = "true"
	f.BoolVar(&opts.offline, "offline", false, "plan from the files alone")
	return cmd
}

func (a *app) plan(ctx context.Context, names []string, opts *planOptions) error {
	inputs, conf, err := a.load(names, readOptions{checkbox: opts.checkbox, level: opts.level})
	if err != nil {
		return err
	}
	b, _ := reconcile.NewBacklog(inputs)
	strict := opts.strict.or(conf.Strict)
	if err := a.checkGiven(b, strict); err != nil {
		return err
	}
	t := a.target(opts.to, conf)
	options, err := opts.options(a, t, conf, inputs)
	if err != nil {
		return err
	}
	options.NoWrite = opts.noWrite
	var o *reconcile.Observed
	named := ""
	switch {
	case opts.offline:
	case t.name == "":
		a.noteNoTarget("", inputs) // the plan itself says what it is made of
	default:
		c, err := a.reach(ctx, t)
		if err != nil {
			return err
		}
		if c.project.Archived {
			return &tracker.Error{
				Target: c.project.Target, Op: "plan", Kind: tracker.ErrUnauthorized,
				Err: errors.New("nothing can be written there"), Hint: c.project.ReadOnly,
			}
		}
		if o, err = a.look(ctx, c, b, &options); err != nil {
			return err
		}
		named = c.named
	}
	p, err := newPlan(b, o, &options)
	if err != nil {
		return a.refusable(err)
	}
	if err := a.checkPlanned(p, strict); err != nil {
		return err
	}
	if p.Offline() {
		a.noteMemory(b)
		p.Target = absoluteTarget(t)
	}
	if opts.out != "" {
		if err := a.savePlan(opts.out, p, inputs, named); err != nil {
			return err
		}
	}
	if err := a.writePlan(opts.format, p.Backlog(), p, &opts.view); err != nil {
		return err
	}
	return opts.failOn.check(p, conf, true)
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
