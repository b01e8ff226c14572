package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/spf13/pflag"
)

// A doer is what the commands share that do what a plan says: apply, dedupe and
// pull.
type doer struct {
	*app

	planFlags
	name    string // of the command
	yes     bool
	noWrite bool
	view    planView
}

func (d *doer) addYesFlag(f *pflag.FlagSet) { f.BoolVarP(&d.yes, "yes", "y", false, "do not ask") }

// A job is what such a command is to do.
type job struct {
	inputs  []*input
	backlog *backlog.Backlog
	conf    *config
	options reconcile.Options
	saved   *savedPlan // nil without one
	target  *target
	strict  bool
}

// savedPlan returns the saved plan that is named instead of files, nil if files are.
func (d *doer) savedPlan(args []string) (*savedPlan, error) {
	saved, err := d.readPlan(args)
	if saved == nil || err != nil {
		return nil, err
	}
	if err := d.refusePlanned(); err != nil {
		return nil, err
	}
	command := "apply"
	if saved.Pulls() {
		command = "pull"
	}
	if command != d.name {
		return nil, withHint(fmt.Errorf("%s is no plan for %s", saved.file, d.name), "carry it out with: backlogsync "+command+" "+saved.file)
	}
	return saved, nil
}

// openFilesOrPlan reads the files that are named, or those of the saved plan that is.
func (d *doer) openFilesOrPlan(args []string) (*job, error) {
	saved, err := d.savedPlan(args)
	if err != nil {
		return nil, err
	}
	return d.open(args, saved)
}

// open reads the files, or those that the saved plan names.
func (d *doer) open(names []string, saved *savedPlan) (*job, error) {
	j := &job{saved: saved}
	ro := readOptions{checkbox: d.checkbox, level: d.level, movedFrom: d.movedFrom}
	if saved != nil {
		names, ro.planned, ro.movedFrom = nil, make(map[string]string), saved.Options.MovedFrom
		for _, f := range saved.Files {
			names = append(names, f.Name)
			ro.planned[f.Name] = string(f.Checkbox)
			ro.level = string(f.Level)
		}
	}
	var err error
	if j.inputs, j.conf, err = d.load(names, ro); err != nil {
		return nil, err
	}
	j.backlog, j.inputs = reconcile.NewBacklog(j.inputs)
	return j, nil
}

// aim finds the target of a job, and asks for it if nobody named one, and the
// options: those of the flags, or of the saved plan.
func (d *doer) aim(ctx context.Context, j *job) (err error) {
	if j.saved != nil {
		j.options = j.saved.Options
		j.target, err = d.plannedTarget(j.saved, d.to, j.conf)
	} else {
		j.target = d.target(d.to, j.conf)
	}
	if err == nil && j.target.name == "" {
		j.target, err = d.askTarget(ctx, d.name, j.inputs, j.conf)
	}
	if err == nil && j.saved == nil {
		j.strict = d.strict.or(j.conf.Strict)
		j.options, err = d.options(d.app, j.target, j.conf, j.inputs)
	}
	j.options.Former = reconcile.FormerFile(j.inputs, j.options.MovedFrom)
	return err
}

// observe reads the tracker, and tells the files what it holds of them. The store is
// to be closed.
func (d *doer) observe(ctx context.Context, c *connection, j *job) (*reconcile.Observed, *reconcile.Store, error) {
	store, err := d.openStore(ctx, c.project)
	if err != nil {
		return nil, nil, err
	}
	o, err := reconcile.Observe(ctx, c.tracker, c.project, j.backlog, store, &j.options)
	if err != nil {
		_ = store.Close() // what went wrong before is what counts
		return nil, nil, err
	}
	for _, in := range j.inputs {
		in.Recall(o)
	}
	return o, store, nil
}

// plan plans a job, and stops where the backlog is not fit for that.
func (d *doer) plan(j *job, o *reconcile.Observed, noWrite bool) (*reconcile.Plan, error) {
	p, err := j.plan(o, noWrite)
	if err != nil {
		return nil, d.refusable(err)
	}
	return p, d.checkPlanned(p, j.strict)
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

// confirm asks before anything is written. A saved plan that was made against
// the tracker has been looked at already.
func (d *doer) confirm(ctx context.Context, j *job, p *reconcile.Plan) error {
	if d.yes || j.saved != nil && !j.saved.Offline() {
		return nil
	}
	if !d.asks() {
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
	answer, err := d.ask(ctx, fmt.Sprintf("\n%s [y/N] ", printable(question)))
	if err != nil {
		return err
	}
	if answer = strings.ToLower(answer); answer != "y" && answer != "yes" {
		return errors.New("nothing was done")
	}
	return nil
}
