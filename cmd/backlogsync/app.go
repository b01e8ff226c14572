package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"
)

// An app is one run of the command: the only place that knows the environment
// and the terminal.
type app struct {
	stdin  *os.File
	stdout io.Writer
	stderr io.Writer
	getenv func(string) string

	quiet        bool
	verbose      bool
	apiURL       string
	milestones   string // of the configuration: whose milestones new ones are
	insecureHTTP bool

	progress progress // of the run that is going on
}

// main runs the command line and prints the error that it ends with.
func (a *app) main(ctx context.Context, args []string) exitCode {
	a.progress.a = a
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
		fmt.Fprintf(a.stderr, "backlogsync: %s\n", strings.ReplaceAll(printable(text), "\n", "\n  "))
	}
	if hint := hintOf(err); hint != "" {
		fmt.Fprintf(a.stderr, "  %s\n", strings.ReplaceAll(printable(hint), "\n", "\n  "))
	}
	return codeOf(err)
}

func (a *app) rootCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "backlogsync",
		Short: "Register a Markdown backlog in an issue tracker, exactly once, with proof",
		Long: `backlogsync makes a backlog in Markdown, the issue tracker and the ledger of
evidence in that same Markdown agree: epics become milestones, stories become
issues. It shows what it would do, does exactly that, never makes a duplicate
and never undoes what a person did.

  backlogsync validate BACKLOG.md
  backlogsync plan --to local:tracker BACKLOG.md
  backlogsync apply --to local:tracker BACKLOG.md
` + exitHelp,
		SilenceUsage:  true,
		SilenceErrors: true,
		Version:       version(),
		Args:          knownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.SetVersionTemplate(versionLine() + "\n")
	cmd.PersistentFlags().BoolVarP(&a.quiet, "quiet", "q", false, "print results and errors only")
	cmd.PersistentFlags().BoolVarP(&a.verbose, "verbose", "v", false, "log requests and what is unclear to stderr")
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return withHint(err, "see: "+cmd.CommandPath()+" --help")
	})
	cmd.AddCommand(a.validateCommand(), a.showCommand(), a.planCommand(), a.applyCommand(), a.dedupeCommand(),
		a.verifyCommand(), a.statusCommand(), a.reportCommand(), a.schemaCommand(), a.versionCommand())
	checkBuiltIn(cmd)
	for _, c := range cmd.Commands() {
		completeChoices(c)
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
	cmd.SuggestionsMinimumDistance = 2
	if similar := cmd.SuggestionsFor(args[0]); len(similar) > 0 {
		hint = "did you mean: " + cmd.CommandPath() + " " + strings.Join(similar, ", ") + "?"
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

// logger logs to stderr if the user wants that.
func (a *app) logger() *slog.Logger {
	if !a.verbose {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(a.stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// note tells people something that is not the result.
func (a *app) note(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.stderr, format+"\n", args...)
	}
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// color returns text in a color of ECMA-48, if out is a terminal and the user
// does not forbid it, see https://no-color.org.
func (a *app) color(out io.Writer, code, text string) string {
	if a.getenv("NO_COLOR") != "" || a.getenv("TERM") == "dumb" || !isTerminal(out) {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// printable takes out what could make a terminal do something: titles and
// errors are other people's text.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' {
			return '\ufffd'
		}
		return r
	}, s)
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
				return withHint(fmt.Errorf("--%s and --%s do not go together", name, other), "see: "+cmd.CommandPath()+" --help")
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
