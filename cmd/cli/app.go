package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// An app is one run of the command: the only place that knows the environment
// and the terminal. What one command does is a type of its own, which has the app.
type app struct {
	targets
	interrupts interrupts
}

// main runs the command line and prints the error that it ends with.
func (a *app) main(ctx context.Context, args []string) exitCode {
	a.progress.c = &a.console
	cmd := a.rootCommand() //nolint:contextcheck // commands get theirs from cobra
	cmd.SetArgs(args)
	cmd.SetIn(a.stdin)
	cmd.SetOut(a.stdout)
	cmd.SetErr(a.stderr)
	err := cmd.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	if text := err.Error(); text != "" {
		fmt.Fprintf(a.stderr, "backlogsync: %s\n", printableLines(text))
	}
	if hint := hintOf(err); hint != "" {
		fmt.Fprintf(a.stderr, "  %s\n", printableLines(hint))
	}
	return codeOf(err)
}

func (a *app) rootCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "backlogsync",
		Short: "Register a Markdown backlog in an issue tracker, exactly once, with proof",
		Long: `Many teams keep their backlog as Markdown in the repository: epics, user stories,
and a table of evidence. backlogsync registers that backlog in an issue tracker.
Each epic becomes one milestone, each story becomes one issue, and the evidence is
recorded in the same Markdown file.

It shows its plan first and then does exactly what the plan says. It never creates
a duplicate and never undoes what a person did.
`,
		Example: `  backlogsync validate BACKLOG.md
  backlogsync plan --to local:tracker BACKLOG.md
  backlogsync apply --to local:tracker BACKLOG.md`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Version:       built().Version,
		Args:          knownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.SetVersionTemplate(built().String() + "\n")
	cmd.PersistentFlags().BoolVarP(&a.quiet, "quiet", "q", false, "print only the last line and whatever needs a decision")
	cmd.PersistentFlags().BoolVarP(&a.verbose, "verbose", "v", false, "log requests and ambiguities to stderr")
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return withHint(err, flagHint(cmd, err)) })
	cmd.SetHelpFunc(func(cmd *cobra.Command, _ []string) { a.printHelp(cmd, a.stdout) })
	cmd.AddCommand(topics()...)
	cmd.AddCommand(
		newValidateCommand(a), newShowCommand(a), newPlanCommand(a), newApplyCommand(a), newPullCommand(a), newDeriveCommand(a),
		newImportCommand(a), newDedupeCommand(a), newVerifyCommand(a), newStatusCommand(a), newReportCommand(a), newConfigCommand(a),
		newSchemaCommand(a), newVersionCommand(a), newManCommand(a), newInitCommand(a), newListCommand(a), newOpenCommand(a),
	)
	cmd.SetGlobalNormalizationFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if name == "output" { // what --out of apply was called
			name = "out"
		}
		return pflag.NormalizedName(name)
	})
	checkBuiltIn(cmd)
	for _, c := range cmd.Commands() {
		completeChoices(c)
		a.completeValues(c)
	}
	return cmd
}

// checkBuiltIn has the commands that come with cobra refuse what they do not
// know: they print their help instead, and succeed.
func checkBuiltIn(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd("completion")
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "help":
			cmd.ValidArgsFunction = completeCommands(true)
			cmd.Args = func(_ *cobra.Command, args []string) error {
				found, rest, _ := root.Find(args)
				if found == nil || len(rest) == 0 {
					return nil
				}
				return knownCommand(found, rest)
			}
		case "completion":
			cmd.Args = knownCommand
			cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		}
	}
}
