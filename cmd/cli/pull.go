package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

type pullOptions struct {
	applyOptions
	fields fieldsFlag
	format format
	out    string
	failOn failFlag
}

func (a *app) pullCommand() *cobra.Command {
	opts := pullOptions{fields: fieldsFlag{backlog.PullState}}
	cmd := &cobra.Command{
		Use:   "pull FILE...|PLAN.json",
		Short: "Take what changed in the tracker into the files",
		Long: `Pull is the way back of apply: what changed in the tracker only is written into the
boxes, status words, titles and fields of the files. It sends nothing. It shows the
plan and asks first when it talks to a terminal; elsewhere it needs --yes or a saved
plan.

It takes what --fields names, the state if nothing else is said. A text is taken as a
whole, and left where the file composes it, as from the cells of a row. Labels and
assignees that people added or removed are added to and removed from those of the
file. What the file has no place for is told, and left.

What changed on both sides is a conflict, and neither side is written. Where a box
means registered, an item that was closed changes no box. Text stays where people put
it: an issue that was moved to another milestone is reported.
`,
		Example: `  backlogsync pull --to github:acme/shop BACKLOG.md
  backlogsync pull --yes --fields state,assignees,points BACKLOG.md`,
		Args:              requireFiles,
		ValidArgsFunction: completeFiles,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.pull(cmd.Context(), cmd, args, &opts) },
	}
	a.addAddressFlags(cmd, &opts.to)
	f := pflag.NewFlagSet(cmd.Name(), pflag.ContinueOnError)
	f.Var(&opts.fields, "fields", "the `fields` to take: "+strings.ReplaceAll(joinFields(backlog.PullFields), ",", ", ")+", or all")
	addStrictFlag(f, &opts.strict)
	addCheckboxFlag(f, &opts.checkbox)
	addLevelFlag(f, &opts.level)
	f.Var(&opts.only, "only", "take nothing but what changed of these `IDs`")
	f.Var(&choice{&opts.epics, epicsChoices}, "epics", "what an epic becomes")
	f.StringArrayVar(&opts.labels, "label", nil, "`label` that every issue has (repeatable)")
	f.StringVar(&opts.managedLabel, "managed-label", "", "`label` by which a large project is listed")
	cmd.Flags().AddFlagSet(f)
	opts.settled = f
	own := cmd.Flags()
	own.BoolVarP(&opts.yes, "yes", "y", false, "do not ask")
	own.BoolVar(&opts.noWrite, "no-write", false, "show what would be taken, and leave the files alone")
	opts.view.addTo(own)
	own.Var(opts.format.flag(formatMarkdown), "format", "form of the output")
	own.StringVar(&opts.out, "out", "", "save the plan in this `file`, for another pull, and leave the backlog alone")
	opts.failOn.addTo(own)
	return cmd
}

func (a *app) pull(ctx context.Context, cmd *cobra.Command, args []string, opts *pullOptions) error {
	j, err := a.prepare(ctx, cmd, args, &opts.applyOptions)
	if err != nil {
		return err
	}
	if j.saved == nil {
		j.options.Pull = opts.fields
	}
	if err := a.checkGiven(j.backlog, j.strict); err != nil {
		return err
	}
	c, err := a.reach(ctx, j.target)
	if err != nil {
		return err
	}
	store, err := a.openStore(ctx, c.project)
	if err != nil {
		return err
	}
	defer store.Close()
	o, err := reconcile.Observe(ctx, c.tracker, c.project, j.backlog, store, &j.options)
	if err != nil {
		return err
	}
	for _, in := range j.inputs {
		in.Recall(o)
	}
	p, err := j.plan(o, false)
	if err != nil {
		return a.refusable(err)
	}
	if err := a.checkPlanned(p, j.strict); err != nil {
		return err
	}
	if opts.out != "" {
		if err := a.savePlan(opts.out, p, j.inputs, c.named); err != nil {
			return err
		}
	}
	only := p.Summary.Pull == 0 || opts.noWrite || opts.out != "" // the plan is all that comes of it
	if a.quiet && opts.format == formatText && !only {
		err = a.tellProblems(p.Backlog(), p)
	} else {
		err = a.writePlan(opts.format, p.Backlog(), p, &opts.view)
	}
	if err != nil {
		return err
	}
	if only {
		return opts.outcome(p, j.conf)
	}
	s := &reconcile.Saver{Files: j.inputs}
	if err := s.Check(p); err != nil {
		return withHint(err, "make the file and its directory writable")
	}
	if err := a.confirm(ctx, j, p, opts.yes); err != nil {
		return err
	}
	if err := a.takeIn(store, s, p, opts.format); err != nil {
		return err
	}
	done := *p
	done.Summary.Pull = 0 // what was pending is done
	return opts.outcome(&done, j.conf)
}

// outcome is the error of a plan that holds what --fail-on names, else of one that
// leaves something to decide.
func (o *pullOptions) outcome(p *reconcile.Plan, conf *config) error {
	if err := o.failOn.check(p, conf, true); err != nil && codeOf(err) != exitConflict {
		return err
	}
	return conflictsLeft(p)
}

// takeIn writes the files. What is taken is noted first, since a note counts only
// while a file holds its value.
func (a *app) takeIn(store *reconcile.Store, s *reconcile.Saver, p *reconcile.Plan, f format) error {
	if err := store.NotePull(p); err != nil {
		return err
	}
	if err := s.Pull(p); err != nil {
		return err
	}
	for _, what := range s.Lost {
		fmt.Fprintf(a.stderr, "warning: %s\n", printable(what))
	}
	if f == formatText {
		fmt.Fprintf(a.stdout, "Done: %d pulled.\n", p.Summary.Pull)
	}
	return nil
}

// writePlan prints a plan in one of the forms.
func (a *app) writePlan(f format, b *backlog.Backlog, p *reconcile.Plan, view *planView) error {
	switch f {
	case formatJSON:
		return writeJSON(a.stdout, p)
	case formatMarkdown:
		return writePlanMarkdown(a.stdout, b, p, view)
	default: // text
	}
	if a.quiet {
		if err := a.tellProblems(b, p); err != nil {
			return err
		}
	}
	return a.printPlan(a.stdout, b, p, view)
}

// A fieldsFlag is a list of fields to pull.
type fieldsFlag []backlog.PullField

func (f *fieldsFlag) String() string { return joinFields(*f) }
func (f *fieldsFlag) Type() string   { return "fields" }

func joinFields(fields []backlog.PullField) string {
	words := make([]string, len(fields))
	for i, x := range fields {
		words[i] = string(x)
	}
	return strings.Join(words, ",")
}

// Set implements pflag.Value.
func (f *fieldsFlag) Set(s string) error {
	*f = nil
	for word := range strings.SplitSeq(s, ",") {
		switch name := backlog.PullField(strings.TrimSpace(word)); {
		case name == "all":
			*f = slices.Clone(backlog.PullFields)
		case !slices.Contains(backlog.PullFields, name):
			return errors.New("it is a list of " + joinFields(backlog.PullFields) + ", or all")
		case !slices.Contains(*f, name):
			*f = append(*f, name)
		}
	}
	return nil
}
