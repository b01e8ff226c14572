package cli

import (
	"github.com/spf13/cobra"
)

func newDedupeCommand(a *app) *cobra.Command {
	c := &applyCommand{app: a, dedupe: true}
	cmd := &cobra.Command{
		Use:   "dedupe FILE...",
		Short: "Close what was registered more than once",
		Long: `Dedupe looks for items of the files that exist more than once, as tools leave
them behind that lose answers or run twice at the same time. It shows what it
would do and asks first when it talks to a terminal; elsewhere it needs --yes.

The oldest item of an ID stays. The others are closed as its duplicates with a
link to it, and what people wrote into them stays there; issues move out of a
milestone that is closed; ledger rows follow. A copy that a person made together
with its hidden comment, and an item that only has the same title, is named and
left alone. Apply does the same where it meets duplicates.
`,
		Example: `  backlogsync dedupe --to github:acme/shop BACKLOG.md
  backlogsync dedupe --yes BACKLOG.md`,
		Args:              requireFiles,
		ValidArgsFunction: completeFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.run(cmd.Context(), cmd, args)
		},
	}
	c.addTargetFlags(a, cmd)
	addCheckboxFlag(cmd.Flags(), &c.checkbox)
	addLevelFlag(cmd.Flags(), &c.level)
	f := cmd.Flags()
	f.BoolVarP(&c.yes, "yes", "y", false, "do not ask")
	f.BoolVar(&c.noWrite, "no-write", false, "leave the files alone: record nothing")
	return cmd
}
