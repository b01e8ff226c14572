package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

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
		return withHint(fmt.Errorf("%s: no file was named", cmd.Name()), unnamedHint(cmd.CommandPath()))
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
