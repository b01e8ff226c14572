package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/spf13/cobra"
)

type applyOptions struct {
	planFlags
	yes     bool
	noWrite bool
	output  string
	dedupe  bool
	anchor  bool
}

func (a *app) applyCommand() *cobra.Command {
	var opts applyOptions
	cmd := &cobra.Command{
		Use:   "apply FILE...|PLAN.json",
		Short: "Do what plan shows, and record it in the files",
		Long: `Apply makes milestones and issues of what the tracker lacks, writes what changed
in the files, and records the evidence in the files' ledgers. It shows the plan
and asks first when it talks to a terminal; elsewhere it needs --yes or a saved
plan. Run again after any failure: what was done is not done twice.

A saved plan brings its options along. It is refused if the files or the
tracker have changed since.
` + exitHelp,
		Args:              requireFiles,
		ValidArgsFunction: completeFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.apply(cmd.Context(), cmd, args, &opts)
		},
	}
	opts.add(a, cmd)
	f := cmd.Flags()
	f.BoolVarP(&opts.yes, "yes", "y", false, "do not ask")
	f.BoolVar(&opts.noWrite, "no-write", false, "leave the files alone: record nothing")
	f.StringVar(&opts.output, "output", "", "write the recorded backlog to this `file` instead")
	f.BoolVar(&opts.anchor, "anchor", false, "write a comment with its ID beside each item that has none, so that it keeps it when it is retitled")
	excludeFlag(cmd, "no-write", "output", "anchor")
	return cmd
}

// A job is what apply is to do.
type job struct {
	inputs  []*input
	backlog *backlog.Backlog
	conf    *config
	options tracker.Options
	saved   *tracker.Plan // nil without a saved plan
	target  string
	base    string
}

func (a *app) apply(ctx context.Context, cmd *cobra.Command, args []string, opts *applyOptions) error {
	j, err := a.prepare(cmd, args, opts)
	if err != nil {
		return err
	}
	if err := a.check(j.backlog, opts.strict); err != nil {
		return err
	}
	t, project, err := a.reach(ctx, j.target, j.base)
	if err != nil {
		return err
	}
	if project.ReadOnly != "" {
		return &tracker.Error{Target: project.Target, Op: "apply", Kind: tracker.ErrUnauthorized, Err: errors.New("nothing was sent"), Hint: project.ReadOnly}
	}
	store, err := a.openStore(ctx, project)
	if err != nil {
		return err
	}
	defer store.Close()
	o, err := tracker.Observe(ctx, t, project, j.backlog, store, &j.options)
	if err != nil {
		return err
	}
	p, err := j.plan(o, opts.noWrite)
	if err != nil {
		return err
	}
	if err := a.printPlan(a.stdout, j.backlog, p); err != nil {
		return err
	}
	if p.Summary.Pending() {
		if err := a.confirm(ctx, j, p, opts.yes); err != nil {
			return err
		}
		return a.carryOut(ctx, t, store, j, p, opts)
	}
	if opts.anchor {
		w := &writer{inputs: j.inputs, output: opts.output}
		if err := w.saveAnchors(); err != nil {
			return err
		}
	}
	if opts.output != "" { // who asked for the file counts on it
		if err := replaceFile(opts.output, j.inputs[0].file.Source(), 0o644); err != nil {
			return err
		}
	}
	return conflictsLeft(p)
}

// plan plans anew, and makes sure that a saved plan still says the same.
func (j *job) plan(o *tracker.Observed, noWrite bool) (*tracker.Plan, error) {
	options := j.options
	if j.saved != nil {
		p, err := tracker.NewPlan(j.backlog, o, &options)
		if err != nil {
			return nil, err
		}
		if err := j.saved.Matches(p); err != nil || !noWrite {
			return p, err
		}
	}
	options.NoWrite = noWrite
	return tracker.NewPlan(j.backlog, o, &options)
}

// prepare reads the files, or the saved plan and the files that it names.
func (a *app) prepare(cmd *cobra.Command, args []string, opts *applyOptions) (*job, error) {
	j := &job{}
	ro := readOptions{checkbox: opts.checkbox, level: opts.level}
	names := args
	if saved, err := readPlan(args); err != nil {
		return nil, err
	} else if saved != nil {
		if opts.dedupe {
			return nil, fmt.Errorf("dedupe: %s is a saved plan; name the backlog files", args[0])
		}
		if err := noPlanFlags(cmd); err != nil {
			return nil, err
		}
		j.saved = saved
		names, ro.planned = nil, make(map[string]string)
		for _, f := range saved.Files {
			names = append(names, f.Name)
			ro.planned[f.Name] = string(f.Checkbox)
			ro.level = string(f.Level)
		}
	}
	var err error
	if j.inputs, j.conf, err = a.load(names, ro); err != nil {
		return nil, err
	}
	j.backlog, j.inputs = newBacklog(j.inputs)
	if opts.output != "" && len(j.inputs) != 1 {
		return nil, errors.New("--output takes one backlog file, and there are several")
	}
	if err := checkOutput(opts.output); err != nil {
		return nil, err
	}
	j.target, j.base = a.target(opts.to, j.conf)
	if j.saved != nil {
		j.options = j.saved.Options
		if j.saved.Target != "" && opts.to == "" {
			j.target, j.base = j.saved.Target, ""
		}
	} else if j.options, err = opts.options(a, j.conf, j.inputs); err != nil {
		return nil, err
	}
	j.options.Dedupe = opts.dedupe
	if j.target == "" {
		return nil, noTarget(cmd.Name(), j.inputs)
	}
	return j, nil
}

// checkOutput finds out before anything is sent that a file cannot be written.
func checkOutput(name string) error {
	if name == "" {
		return nil
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return withHint(fmt.Errorf("--output %s is a directory", name), "name a file in it")
	}
	if info, err := os.Stat(filepath.Dir(name)); err != nil || !info.IsDir() {
		return withHint(fmt.Errorf("--output %s: there is no directory %s", name, filepath.Dir(name)), "make it first")
	}
	return nil
}

// readPlan returns the saved plan that is the only argument, nil if it is a
// backlog.
func readPlan(args []string) (*tracker.Plan, error) {
	for _, name := range args {
		data, err := os.ReadFile(name)
		if err != nil || !bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
			continue // reading backlogs reports what is wrong
		}
		if len(args) > 1 {
			return nil, fmt.Errorf("%s is a plan, which stands alone", name)
		}
		p, err := tracker.ReadPlan(data)
		if err != nil {
			return nil, withHint(fmt.Errorf("%s: %w", name, err), "make one with: backlogsync plan --out "+name+" BACKLOG.md")
		}
		return p, nil
	}
	return nil, nil
}

// noPlanFlags refuses flags that a saved plan has settled.
func noPlanFlags(cmd *cobra.Command) error {
	settled := []string{"strict", "checkbox", "level", "open-only", "adopt", "prune", "prefer", "only", "recreate", "retarget", "moved-from",
		"renumbered", "epics", "label", "managed-label", "responsible", "write-interval", "settle"}
	for _, name := range settled {
		if cmd.Flags().Changed(name) {
			return withHint(fmt.Errorf("--%s does not go with a saved plan, which has settled it", name), "say it when making the plan")
		}
	}
	return nil
}

func (a *app) openStore(ctx context.Context, project *tracker.Project) (*tracker.Store, error) {
	dir, err := a.stateDir()
	if err != nil {
		return nil, err
	}
	store, err := tracker.OpenStore(ctx, dir, project, &tracker.StoreOptions{Waiting: func() {
		a.note("Another run is working on %s; waiting for it to end.", project.Target)
	}})
	if err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		return nil, withHint(fmt.Errorf("nothing was sent, because the journal cannot be kept: %w", err), "make "+dir+" writable, or name another place with XDG_STATE_HOME")
	}
	return store, nil
}

// confirm asks before anything is written. A saved plan that was made against
// the tracker has been looked at already.
func (a *app) confirm(ctx context.Context, j *job, p *tracker.Plan, yes bool) error {
	if yes || j.saved != nil && !j.saved.Offline() {
		return nil
	}
	if !isTerminal(a.stdin) || !isTerminal(a.stderr) {
		hint := "say --yes, or save the plan with: backlogsync plan --out plan.json, and apply that"
		if j.options.Dedupe {
			hint = "say --yes to do it"
		}
		return withHint(errors.New("this is no terminal to ask on, so nothing was done"), hint)
	}
	fmt.Fprintf(a.stderr, "\nApply these changes to %s? [y/N] ", printable(p.Target))
	answers := make(chan string, 1)
	go func() { // a read from a terminal cannot be called off: it ends with the process
		line, err := bufio.NewReader(a.stdin).ReadString('\n')
		if err != nil {
			fmt.Fprintln(a.stderr)
		}
		answers <- strings.ToLower(strings.TrimSpace(line))
	}()
	select {
	case answer := <-answers:
		if answer == "y" || answer == "yes" {
			return nil
		}
		return errors.New("nothing was done")
	case <-ctx.Done():
		return &codeError{exitInterrupted, errors.New("interrupted: nothing was done")}
	}
}

// carryOut applies the plan and reports what came of it.
func (a *app) carryOut(ctx context.Context, t tracker.Tracker, store *tracker.Store, j *job, p *tracker.Plan, opts *applyOptions) error {
	progress := &a.progress
	w := &writer{inputs: j.inputs, output: opts.output, anchor: opts.anchor}
	apply := &tracker.ApplyOptions{Store: store, Report: progress.report, Logger: a.logger()}
	if !opts.noWrite {
		apply.Save = w.save
	}
	r, err := tracker.Apply(ctx, t, p, apply)
	progress.finish()
	for _, f := range w.findings {
		fmt.Fprintln(a.stderr, printable(f.String()))
	}
	for i := range r.Dropped {
		if d := &r.Dropped[i]; !d.Whole { // else it is part of the error
			fmt.Fprintf(a.stderr, "warning: %s\n", printable(d.String()))
		}
	}
	fmt.Fprintf(a.stdout, "Done: %d created, %d updated, %d recorded, %d closed.\n", r.Created, r.Updated, r.Recorded, r.Closed)
	return outcome(ctx, p, r, err)
}

// outcome is the error that apply ends with.
func outcome(ctx context.Context, p *tracker.Plan, r *tracker.Result, err error) error {
	failed := r.Err()
	if !errors.Is(failed, err) { // else it is said which item it was met at
		failed = errors.Join(err, failed)
	}
	switch {
	case r.Interrupted || ctx.Err() != nil:
		return &codeError{exitInterrupted, withHint(errors.Join(errors.New("interrupted"), failed), "run the same command again to do the rest")}
	case errors.Is(failed, tracker.ErrUnauthorized):
		return &codeError{exitUnauthorized, failed}
	case failed == nil:
		return conflictsLeft(p)
	case onlyConflicts(r) && err == nil:
		return &codeError{exitConflict, failed}
	case err == nil && len(r.Unknown) == 0 && r.Created+r.Updated+r.Recorded+r.Closed == 0:
		return failed
	case err == nil && len(r.Failed)+len(r.Unknown)+len(r.Skipped) == 0:
		return &codeError{exitPartial, failed} // what the service left out is not tried again
	default:
		return &codeError{exitPartial, withHint(failed, "run the same command again to do the rest")}
	}
}

// onlyConflicts reports whether nothing failed but for what people changed at
// the same time.
func onlyConflicts(r *tracker.Result) bool {
	for _, f := range r.Failed {
		if !errors.Is(f.Err, tracker.ErrConflict) {
			return false
		}
	}
	return len(r.Unknown)+len(r.Skipped)+len(r.Dropped) == 0
}

// conflictsLeft says with which code a plan ends that was carried out.
func conflictsLeft(p *tracker.Plan) error {
	switch {
	case p.Summary.Conflicts > 0:
		return &codeError{exitConflict, fmt.Errorf("%s left for a person to decide", count(p.Summary.Conflicts, "conflict is", "conflicts are"))}
	case p.Summary.Unknown > 0:
		return &codeError{exitPartial, fmt.Errorf("of %s it cannot be told whether the tracker holds it", count(p.Summary.Unknown, "item", "items"))}
	}
	return nil
}
