package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/spf13/cobra"
)

type planOptions struct {
	planFlags
	format   format
	out      string
	detailed bool
	offline  bool
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
` + exitHelp,
		Args:              requireFiles,
		ValidArgsFunction: completeFiles,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.plan(cmd.Context(), args, &opts) },
	}
	opts.add(a, cmd)
	f := cmd.Flags()
	f.Var(opts.format.flag(formatMarkdown), "format", "form of the output")
	f.StringVar(&opts.out, "out", "", "save the plan in this `file`, for apply")
	f.BoolVar(&opts.detailed, "detailed-exitcode", false, "exit with 2 if apply would do something")
	f.BoolVar(&opts.offline, "offline", false, "plan from the files alone")
	return cmd
}

func (a *app) plan(ctx context.Context, names []string, opts *planOptions) error {
	inputs, conf, err := a.load(names, readOptions{checkbox: opts.checkbox, level: opts.level})
	if err != nil {
		return err
	}
	b, _ := newBacklog(inputs)
	if err := a.check(b, opts.strict); err != nil {
		return err
	}
	options, err := opts.options(a, conf, inputs)
	if err != nil {
		return err
	}
	var o *tracker.Observed
	target, base := a.target(opts.to, conf)
	switch {
	case opts.offline:
	case target == "":
		a.note("No target is named (--to): planned from the files alone.")
	default:
		t, project, err := a.reach(ctx, target, base)
		if err != nil {
			return err
		}
		if project.Archived {
			return &tracker.Error{Target: project.Target, Op: "plan", Kind: tracker.ErrUnauthorized, Err: errors.New("nothing can be written there"), Hint: project.ReadOnly}
		}
		if o, err = a.look(ctx, t, project, b, &options); err != nil {
			return err
		}
	}
	p, err := tracker.NewPlan(b, o, &options)
	if err != nil {
		return err
	}
	if p.Offline() {
		p.Target = absoluteTarget(target, base)
	}
	if opts.out != "" {
		if err := savePlan(opts.out, p, inputs); err != nil {
			return err
		}
	}
	switch opts.format {
	case formatJSON:
		err = writeJSON(a.stdout, p)
	case formatMarkdown:
		err = writePlanMarkdown(a.stdout, p)
	default:
		err = a.printPlan(a.stdout, b, p)
	}
	if err != nil {
		return err
	}
	switch {
	case p.Summary.Conflicts > 0:
		return &codeError{code: exitConflict}
	case opts.detailed && p.Summary.Pending():
		return &codeError{code: exitPending}
	}
	return nil
}

// look reads a tracker, and what earlier runs on this machine remember.
func (a *app) look(ctx context.Context, t tracker.Tracker, project *tracker.Project, b *backlog.Backlog, opts *tracker.Options) (*tracker.Observed, error) {
	var store *tracker.Store
	if dir, err := a.stateDir(); err == nil {
		if store, err = tracker.ReadStore(dir, project); err != nil {
			return nil, err
		}
	}
	return tracker.Observe(ctx, t, project, b, store, opts)
}

// savePlan writes a plan for apply. It never writes over a backlog.
func savePlan(name string, p *tracker.Plan, inputs []*input) error {
	path, err := filepath.Abs(name)
	if err != nil {
		return err
	}
	for _, in := range inputs {
		if in.path == path {
			return withHint(fmt.Errorf("--out %s would overwrite the backlog", name), "name another file, such as plan.json")
		}
	}
	if data, err := os.ReadFile(path); err == nil && len(data) > 0 {
		if _, err := tracker.ReadPlan(data); err != nil {
			return withHint(fmt.Errorf("--out %s: the file exists and is no plan", name), "remove it or name another file")
		}
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	data, err := marshalPlan(p)
	if err != nil {
		return err
	}
	return replaceFile(path, data, 0o644)
}
