package cli

import (
	"context"
	"fmt"
	"strings"

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
		Long: `Teams keep their backlog as Markdown in the repository: epics, user stories, and a
table of evidence. backlogsync carries it into an issue tracker: epics become
milestones, stories become issues, each exactly once, and the proof is recorded in
that same Markdown. It shows what it would do, does exactly that, never makes a
duplicate and never undoes what a person did.
`,
		Example: `  backlogsync validate BACKLOG.md
  backlogsync plan --to local:tracker BACKLOG.md
  backlogsync apply --to local:tracker BACKLOG.md`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Version:       version(),
		Args:          knownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.SetVersionTemplate(versionLine() + "\n")
	cmd.PersistentFlags().BoolVarP(&a.quiet, "quiet", "q", false, "print the last line only, and what needs a person")
	cmd.PersistentFlags().BoolVarP(&a.verbose, "verbose", "v", false, "log requests and what is unclear to stderr")
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

// knownCommand is the check of arguments of commands that have only commands
// below them.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := "see: " + cmd.CommandPath() + " --help"
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	if near := nearest(args[0], names); len(near) > 0 {
		hint = "did you mean: " + cmd.CommandPath() + " " + strings.Join(near, ", ") + "?"
	}
	return withHint(fmt.Errorf("unknown command %q for %q", args[0], cmd.CommandPath()), hint)
}

// noArguments is the check of arguments of commands that take none.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return withHint(fmt.Errorf("%s takes no arguments, such as %q", cmd.Name(), args[0]), "see: "+cmd.CommandPath()+" --help")
}

// requireFiles is the check of arguments of all commands that read backlogs.
func requireFiles(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return withHint(fmt.Errorf("%s: no file was named", cmd.Name()), "name the Markdown files, such as: "+cmd.CommandPath()+" BACKLOG.md")
	}
	return nil
}

// excludeFlag refuses a flag together with others. The check of cobra lists
// groups of flags where it could name two.
func excludeFlag(cmd *cobra.Command, name string, others ...string) {
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		for _, other := range others {
			if cmd.Flags().Changed(name) && cmd.Flags().Changed(other) {
				return withHint(fmt.Errorf("--%s and --%s cannot be used together", name, other), "see: "+cmd.CommandPath()+" --help")
			}
		}
		return nil
	}
}

// completeFiles completes the names of Markdown files.
func completeFiles(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return []string{"md", "markdown"}, cobra.ShellCompDirectiveFilterFileExt
}

// completeChoices completes the words of flags that take one of a few.
func completeChoices(cmd *cobra.Command) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if c, ok := f.Value.(*choice); ok {
			// The only error is that of a flag that has a completion already.
			_ = cmd.RegisterFlagCompletionFunc(f.Name, cobra.FixedCompletions(c.words, cobra.ShellCompDirectiveNoFileComp))
		}
	})
}
