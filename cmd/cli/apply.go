package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/files"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/spf13/cobra"
)

// An applyCommand is one run of the command apply, or of dedupe.
type applyCommand struct {
	*app

	planFlags
	yes     bool
	noWrite bool
	output  string
	dedupe  bool
	anchor  bool
	view    planView
}

func newApplyCommand(a *app) *cobra.Command {
	c := &applyCommand{app: a}
	cmd := &cobra.Command{
		Use:   "apply FILE...|PLAN.json",
		Short: "Do what plan shows, and record it in the files",
		Long: `Apply makes milestones and issues of what the tracker lacks, writes what changed
in the files, and records the evidence in the files' ledgers. It shows the plan
and asks first when it talks to a terminal; elsewhere it needs --yes or a saved
plan. Run again after any failure: what was done is not done twice.

A saved plan brings its options along. It is refused if the files or the
tracker have changed since.
`,
		Example: `  backlogsync apply --to github:acme/shop BACKLOG.md
  backlogsync apply --yes --prefer backlog BACKLOG.md`,
		Args:              requireFiles,
		ValidArgsFunction: completeFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.run(cmd.Context(), cmd, args)
		},
	}
	c.add(a, cmd)
	f := cmd.Flags()
	f.BoolVarP(&c.yes, "yes", "y", false, "do not ask")
	f.BoolVar(&c.noWrite, "no-write", false, "leave the files alone: record nothing")
	f.StringVar(&c.output, "out", "", "write the recorded backlog to this `file` instead")
	f.BoolVar(&c.anchor, "anchor", false, "write a comment with its ID beside each item that has none, so that it keeps it when it is retitled")
	c.view.addTo(f)
	excludeFlag(cmd, "no-write", "out", "anchor")
	return cmd
}

// A job is what apply is to do.
type job struct {
	inputs  []*input
	backlog *backlog.Backlog
	conf    *config
	options reconcile.Options
	saved   *savedPlan // nil without one
	target  *target
	strict  bool
}

func (c *applyCommand) run(ctx context.Context, cmd *cobra.Command, args []string) error {
	j, err := c.prepare(ctx, cmd, args)
	if err != nil {
		return err
	}
	if err := c.checkGiven(j.backlog, j.strict); err != nil {
		return err
	}
	conn, err := c.reach(ctx, j.target)
	if err != nil {
		return err
	}
	t, project := conn.tracker, conn.project
	if project.ReadOnly != "" {
		return &tracker.Error{Target: project.Target, Op: "apply", Kind: tracker.ErrUnauthorized, Err: errors.New("nothing was sent"), Hint: project.ReadOnly}
	}
	store, err := c.openStore(ctx, project)
	if err != nil {
		return err
	}
	defer store.Close()
	o, err := reconcile.Observe(ctx, t, project, j.backlog, store, &j.options)
	if err != nil {
		return err
	}
	for _, in := range j.inputs {
		in.Recall(o)
	}
	noWrite := c.noWrite || j.options.NoWrite // as a saved plan says
	p, err := j.plan(o, noWrite)
	if err != nil {
		return c.refusable(err)
	}
	if err := c.checkPlanned(p, j.strict); err != nil {
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
		return c.carryOut(ctx, t, store, j, p)
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

// plan plans anew, and makes sure that a saved plan still says the same.
func (j *job) plan(o *reconcile.Observed, noWrite bool) (*reconcile.Plan, error) {
	options := j.options
	if j.saved != nil {
		p, err := newPlan(j.backlog, o, &options)
		if err != nil {
			return nil, err
		}
		if err := j.saved.Matches(p); err != nil || !noWrite {
			return p, err
		}
	}
	options.NoWrite = noWrite
	return newPlan(j.backlog, o, &options)
}

// prepare reads the files, or the saved plan and the files that it names.
func (c *applyCommand) prepare(ctx context.Context, cmd *cobra.Command, args []string) (*job, error) {
	j := &job{}
	ro := readOptions{checkbox: c.checkbox, level: c.level}
	names := args
	if saved, err := c.readPlan(args); err != nil {
		return nil, err
	} else if saved != nil {
		if c.dedupe {
			return nil, fmt.Errorf("dedupe: %s is a saved plan; name the backlog files", args[0])
		}
		if err := c.refuseSettled(); err != nil {
			return nil, err
		}
		if saved.Pulls() != (cmd.Name() == "pull") {
			other := map[bool]string{true: "pull", false: "apply"}[saved.Pulls()]
			return nil, withHint(fmt.Errorf("%s is no plan for %s", args[0], cmd.Name()), "carry it out with: backlogsync "+other+" "+args[0])
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
	if j.inputs, j.conf, err = c.load(names, ro); err != nil {
		return nil, err
	}
	j.backlog, j.inputs = reconcile.NewBacklog(j.inputs)
	if c.output != "" && len(j.inputs) != 1 {
		return nil, errors.New("--out takes one backlog file, and there are several")
	}
	if err := checkOutput(c.output); err != nil {
		return nil, err
	}
	if j.saved != nil {
		j.options = j.saved.Options
		j.target, err = c.plannedTarget(j.saved, c.to, j.conf)
	} else {
		j.target = c.target(c.to, j.conf)
	}
	if err == nil && j.target.name == "" {
		j.target, err = c.askTarget(ctx, cmd.Name(), j.inputs)
	}
	if err == nil && j.saved == nil {
		j.strict = c.strict.or(j.conf.Strict)
		j.options, err = c.options(c.app, j.target, j.conf, j.inputs)
	}
	if err != nil {
		return nil, err
	}
	j.options.Dedupe = c.dedupe
	return j, nil
}

// checkOutput finds out before anything is sent that a file cannot be written.
func checkOutput(name string) error {
	if name == "" {
		return nil
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return withHint(fmt.Errorf("--out %s is a directory", name), "name a file in it")
	}
	if info, err := os.Stat(filepath.Dir(name)); err != nil || !info.IsDir() {
		return withHint(fmt.Errorf("--out %s: there is no directory %s", name, filepath.Dir(name)), "make it first")
	}
	err := checkPlace(name)
	if err == nil {
		err = files.CheckReplace(name)
	}
	if err != nil {
		return fmt.Errorf("--out %s cannot be written: %w", name, withoutPath(err))
	}
	return nil
}

// confirm asks before anything is written. A saved plan that was made against
// the tracker has been looked at already.
func (c *applyCommand) confirm(ctx context.Context, j *job, p *reconcile.Plan) error {
	if c.yes || j.saved != nil && !j.saved.Offline() {
		return nil
	}
	if !c.asks() {
		hint := "use --yes, or save the plan with: backlogsync plan --out plan.json, and apply that"
		switch {
		case j.options.Dedupe:
			hint = "use --yes to do it"
		case p.Pulls():
			hint = "use --yes, or save the plan with: backlogsync pull --out plan.json, and pull that"
		}
		return withHint(errors.New("there is no terminal to ask on, so nothing was done"), hint)
	}
	question := "Apply these changes to " + p.Target + "?"
	if p.Pulls() {
		question = "Write these changes into the files?"
	}
	answer, err := c.ask(ctx, fmt.Sprintf("\n%s [y/N] ", printable(question)))
	if err != nil {
		return err
	}
	if answer = strings.ToLower(answer); answer != "y" && answer != "yes" {
		return errors.New("nothing was done")
	}
	return nil
}

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

// outcome is the error that apply ends with.
func outcome(ctx context.Context, p *reconcile.Plan, r *reconcile.Result, err error) error {
	failed := failedInWords(r)
	if !errors.Is(failed, err) { // else it is said which item it was met at
		failed = errors.Join(err, failed)
	}
	switch {
	case r.Interrupted || ctx.Err() != nil:
		return &codeError{exitInterrupted, withHint(errors.Join(errors.New("interrupted"), failed),
			"run the same command again"+whenAgain(failed, time.Now())+" to do the rest")}
	case errors.Is(failed, tracker.ErrUnauthorized):
		return &codeError{exitUnauthorized, failed}
	case failed == nil:
		return conflictsLeft(p)
	case onlyConflicts(r) && err == nil:
		return &codeError{exitConflict, failed}
	}
	if r.Resumable() || err != nil && reconcile.Passing(err) {
		failed = withHint(failed, "run the same command again"+whenAgain(failed, time.Now())+" to do the rest")
	} else if hintOf(failed) == "" && len(r.Failed) > 0 {
		failed = withHint(failed, "correct what was refused, or it will be refused again")
	}
	if err == nil && len(r.Unknown) == 0 && r.Created+r.Updated+r.Recorded+r.Closed+r.Agreed == 0 {
		return failed
	}
	return &codeError{exitPartial, failed}
}

// onlyConflicts reports whether nothing failed but for what people changed at
// the same time.
func onlyConflicts(r *reconcile.Result) bool {
	for _, f := range r.Failed {
		if !errors.Is(f.Err, tracker.ErrConflict) {
			return false
		}
	}
	left := slices.ContainsFunc(r.Dropped, func(d reconcile.Drop) bool { return d.Whole })
	return len(r.Unknown)+len(r.Skipped) == 0 && !left
}

// conflictsLeft says with which code a plan ends that was carried out.
func conflictsLeft(p *reconcile.Plan) error {
	n, them := p.Summary.Unknown, "them"
	if n == 1 {
		them = "it"
	}
	switch {
	case p.Summary.Conflicts > 0:
		return &codeError{exitConflict, fmt.Errorf("%s left for a person to decide", count(p.Summary.Conflicts, "conflict is", "conflicts are"))}
	case n > 0:
		return &codeError{exitPartial, fmt.Errorf("of %s it cannot be told whether the tracker holds %s", count(n, "item", "items"), them)}
	}
	return nil
}
