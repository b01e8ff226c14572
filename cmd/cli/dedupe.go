package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

// A dedupeCommand is one run of the command dedupe: an apply whose plan looks at
// nothing but duplicates.
type dedupeCommand struct{ applyCommand }

func newDedupeCommand(a *app) *cobra.Command {
	c := &dedupeCommand{applyCommand{doer: doer{app: a, name: "dedupe"}}}
	cmd := &cobra.Command{
		Use:   "dedupe FILE...",
		Short: "Close duplicate items in the tracker",
		Long: `Dedupe looks for items of the files that exist more than once in the tracker. Tools
leave such duplicates behind when they lose a response or run twice at the same
time. On a terminal, dedupe shows what it would do and asks before it starts.
Elsewhere it needs --yes.

The oldest item of each ID stays. The others are closed as its duplicates, with a
link to it, and keep what people wrote in them. Issues move out of a milestone that
is closed, and ledger rows are updated.

Some items are reported but left alone: a copy that a person made together with its
hidden comment, and an item that only has the same title. Apply treats duplicates in
the same way.
`,
		Example: `  backlogsync dedupe --to github:acme/shop BACKLOG.md
  backlogsync dedupe --yes BACKLOG.md`,
		Args:              requireFiles,
		ValidArgsFunction: completeFiles,
		RunE:              func(cmd *cobra.Command, args []string) error { return c.run(cmd.Context(), args) },
	}
	c.addTargetFlags(a, cmd)
	addCheckboxFlag(cmd.Flags(), &c.checkbox)
	addLevelFlag(cmd.Flags(), &c.level)
	f := cmd.Flags()
	c.addYesFlag(f)
	f.BoolVar(&c.noWrite, "no-write", false, "do not write to the files: record nothing")
	return cmd
}

func (c *dedupeCommand) run(ctx context.Context, args []string) error {
	if saved, err := c.readPlan(args); err != nil {
		return err
	} else if saved != nil {
		return fmt.Errorf("dedupe: %s is a saved plan; name the backlog files", saved.file)
	}
	j, err := c.open(args, nil)
	if err != nil {
		return err
	}
	if err := c.aim(ctx, j); err != nil {
		return err
	}
	j.options.Dedupe = true
	return c.do(ctx, j)
}
