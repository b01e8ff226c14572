package cli

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// A manCommand is one run of the command man.
type manCommand struct{ *app }

func newManCommand(a *app) *cobra.Command {
	c := &manCommand{app: a}
	var out string
	cmd := &cobra.Command{
		Use:   "man [COMMAND]",
		Short: "Print a manual page, or write all of them",
		Long: `Man prints the manual page of a command, or of backlogsync itself, in the format of
man(1). With --out, it writes the pages of all commands into a directory.
`,
		Example: `  backlogsync man plan | man -l -
  backlogsync man --out ~/.local/share/man/man1`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: completeCommands(false),
		RunE:              func(cmd *cobra.Command, args []string) error { return c.run(cmd.Root(), args, out) },
	}
	cmd.Flags().StringVar(&out, "out", "", "write the pages of all commands into this `directory`")
	return cmd
}

func (c *manCommand) run(root *cobra.Command, args []string, out string) error {
	root.DisableAutoGenTag = true
	header := &doc.GenManHeader{Title: "BACKLOGSYNC", Section: "1", Source: "backlogsync " + built().Version, Manual: "backlogsync"}
	if out != "" {
		if info, err := os.Stat(out); err != nil || !info.IsDir() {
			return withHint(fmt.Errorf("--out %s is no directory", out), "make it first")
		}
		header.Title = "" // each page has that of its command
		return doc.GenManTree(root, header, out)
	}
	cmd, rest, err := root.Find(args)
	if err != nil || len(rest) > 0 {
		return knownCommand(root, args)
	}
	if cmd != root {
		header.Title = ""
	}
	return doc.GenMan(cmd, header, c.stdout)
}
