package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// A pullCommand is one run of the command pull.
type pullCommand struct {
	doer

	fields fieldsFlag
	format format
	out    string
	failOn failFlag
}

func newPullCommand(a *app) *cobra.Command {
	c := &pullCommand{doer: doer{app: a, name: "pull"}, fields: fieldsFlag{backlog.PullState}}
	cmd := &cobra.Command{
		Use:   "pull FILE...|PLAN.json",
		Short: "Write changes made in the tracker back to the files",
		Long: `Pull is the reverse of apply: it writes what changed only in the tracker into the
checkboxes, status words, titles and fields of the files. It sends nothing to the
tracker. On a terminal, it shows the plan and asks before it starts. Elsewhere it
needs --yes or a saved plan.

--fields names what to take; the default is the state.

  - A text is taken as a whole. It is left alone where the file composes it, for
    example from the cells of a row.
  - Labels and assignees that people added or removed in the tracker are added to or
    removed from those in the file.
  - A change that the file has no place for is reported and left alone.
  - A change on both sides is a conflict, and neither side is written.
  - Where a checkbox means "registered", closing an item does not change its box.
  - Items are never moved in the file: an issue that was moved to another milestone
    is reported.
`,
		Example: `  backlogsync pull --to github:acme/shop BACKLOG.md
  backlogsync pull --yes --fields state,assignees,points BACKLOG.md`,
		Args:              requireFiles,
		ValidArgsFunction: completeFiles,
		RunE:              func(cmd *cobra.Command, args []string) error { return c.run(cmd.Context(), args) },
	}
	a.addAddressFlags(cmd, &c.to)
	f := pflag.NewFlagSet(cmd.Name(), pflag.ContinueOnError)
	f.Var(&c.fields, "fields", "the `fields` to take: "+strings.ReplaceAll(joinFields(backlog.PullFields), ",", ", ")+", or all")
	addStrictFlag(f, &c.strict)
	addCheckboxFlag(f, &c.checkbox)
	addLevelFlag(f, &c.level)
	f.Var(&c.only, "only", "take changes only of the items with these `IDs`")
	f.Var(&choice{&c.epics, epicsChoices}, "epics", "what an epic becomes")
	f.StringArrayVar(&c.labels, "label", nil, "`label` that every issue has (repeatable)")
	f.StringVar(&c.managedLabel, "managed-label", "", "`label` by which a large project is listed")
	cmd.Flags().AddFlagSet(f)
	c.planned = f
	own := cmd.Flags()
	c.addYesFlag(own)
	own.BoolVar(&c.noWrite, "no-write", false, "show what would be taken, without writing to the files")
	c.view.addTo(own)
	own.Var(c.format.flag(formatMarkdown), "format", "form of the output")
	own.StringVar(&c.out, "out", "", "save the plan to this `file`, for a later pull, without writing to the backlog")
	c.failOn.addTo(own)
	return cmd
}

func (c *pullCommand) run(ctx context.Context, args []string) error {
	j, err := c.openFilesOrPlan(args)
	if err != nil {
		return err
	}
	if err := c.aim(ctx, j); err != nil {
		return err
	}
	if j.saved == nil {
		j.options.Pull = c.fields
	}
	if err := c.checkGiven(j.backlog, j.strict); err != nil {
		return err
	}
	conn, err := c.reach(ctx, j.target)
	if err != nil {
		return err
	}
	o, store, err := c.observe(ctx, conn, j)
	if err != nil {
		return err
	}
	defer store.Close()
	p, err := c.plan(j, o, false)
	if err != nil {
		return err
	}
	if c.out != "" {
		if err := c.savePlan(c.out, p, j.inputs, conn.named); err != nil {
			return err
		}
	}
	only := p.Summary.Pull == 0 || c.noWrite || c.out != "" // the plan is all that comes of it
	if c.quiet && c.format == formatText && !only {
		err = c.tellProblems(p.Backlog(), p)
	} else {
		err = c.writePlan(c.format, p.Backlog(), p, &c.view)
	}
	if err != nil {
		return err
	}
	if only {
		if !c.noWrite && c.out == "" {
			if err := store.NotePull(p); err != nil {
				return err
			}
		}
		return c.outcome(p, j.conf)
	}
	s := &reconcile.Saver{Files: j.inputs}
	if err := s.Check(p); err != nil {
		return withHint(err, "make the file and its directory writable")
	}
	if err := c.confirm(ctx, j, p); err != nil {
		return err
	}
	if err := c.takeIn(store, s, p, c.format); err != nil {
		return err
	}
	done := *p
	done.Summary.Pull = 0 // what was pending is done
	return c.outcome(&done, j.conf)
}

// outcome is the error of a plan that holds what --fail-on names, else of one that
// leaves something to decide.
func (c *pullCommand) outcome(p *reconcile.Plan, conf *config) error {
	if err := c.failOn.check(p, conf, true); err != nil && codeOf(err) != exitConflict {
		return err
	}
	return conflictsLeft(p)
}

// takeIn writes the files. What is taken is noted first, since a note counts only
// while a file holds its value.
func (c *pullCommand) takeIn(store *reconcile.Store, s *reconcile.Saver, p *reconcile.Plan, f format) error {
	if err := store.NotePull(p); err != nil {
		return err
	}
	if err := s.Pull(p); err != nil {
		return err
	}
	for _, what := range s.Lost {
		fmt.Fprintf(c.stderr, "warning: %s\n", printable(what))
	}
	if f == formatText {
		fmt.Fprintf(c.stdout, "Done: %d pulled.\n", p.Summary.Pull)
	}
	return nil
}
