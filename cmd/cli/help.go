package cli

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// flagGroups are the headings of flags in the help, in their order.
var flagGroups = []struct {
	heading string
	flags   []string
}{
	{"Where the tracker is", []string{"to", "api-url", "insecure-http"}},
	{"How files are read", []string{"checkbox", "level", "read", "reading", "strict", "fix", "fields", "explain", "offline"}},
	{"What is registered", []string{
		"only", "open-only", "open", "epic", "assignee", "epics",
		"label", "managed-label", "mentions", "lang", "state", "milestone", "scope",
	}},
	{"What exists already", []string{
		"prefer", "adopt", "create", "recreate", "rerecord", "prune", "renumbered", "retarget", "moved-from",
	}},
	{"What is recorded", []string{"no-write", "anchor", "responsible"}},
	{"Pace", []string{"write-interval", "settle"}},
	{"Output", []string{"format", "out", "summary", "no-diff", "fail-on", "detailed-exitcode", "bundle", "yes", "quiet", "verbose", "help", "version"}},
}

// The widest text that is easy to read, and the width where there is no terminal.
const (
	widestHelp = 100
	plainHelp  = 80
)

// printHelp prints what a command does, with its flags in groups, as wide as the
// terminal is.
func (c *console) printHelp(cmd *cobra.Command, w io.Writer) {
	columns := plainHelp
	if isTerminal(w) {
		columns = min(columnsOf(w), widestHelp)
	}
	out := bufio.NewWriter(w)
	defer out.Flush() //nolint:errcheck // there is nobody to tell
	about := cmd.Long
	if about == "" {
		about = cmd.Short
	}
	fmt.Fprintf(out, "%s\n", wrapText(strings.TrimSpace(about), columns))
	if cmd.Runnable() || cmd.HasAvailableSubCommands() {
		c.printUsage(cmd, out, columns)
	}
}

func (c *console) printUsage(cmd *cobra.Command, out io.Writer, columns int) {
	use := cmd.UseLine()
	if cmd.HasAvailableSubCommands() {
		use = cmd.CommandPath() + " COMMAND"
	}
	fmt.Fprintf(out, "\nUsage:\n  %s\n", use)
	if cmd.Example != "" {
		fmt.Fprintf(out, "\nExamples:\n%s\n", strings.TrimRight(cmd.Example, "\n"))
	}
	var commands, topics []*cobra.Command
	for _, c := range cmd.Commands() {
		switch {
		case c.IsAdditionalHelpTopicCommand():
			topics = append(topics, c)
		case c.IsAvailableCommand() || c.Name() == "help":
			commands = append(commands, c)
		}
	}
	printCommands(out, "Commands", commands, columns)
	printCommands(out, "Topics, see: "+cmd.CommandPath()+" help TOPIC", topics, columns)
	for _, g := range flagGroups {
		heading := "\n" + g.heading + ":\n"
		for _, name := range g.flags {
			if f := flagOf(cmd, name); f != nil && !f.Hidden {
				fmt.Fprint(out, heading+flagHelp(f, columns))
				heading = ""
			}
		}
	}
}

func printCommands(out io.Writer, heading string, commands []*cobra.Command, columns int) {
	if len(commands) == 0 {
		return
	}
	fmt.Fprintf(out, "\n%s:\n", heading)
	for _, c := range commands {
		fmt.Fprint(out, entry("  "+c.Name(), c.Short, len("  exit-codes   "), columns))
	}
}

// flagHelp is what the help says of a flag.
func flagHelp(f *pflag.Flag, columns int) string {
	value, usage := pflag.UnquoteUsage(f)
	name := "      --" + f.Name
	if f.NoOptDefVal != "" && f.Value.Type() != "bool" {
		value = "[=" + value + "]"
	}
	if f.Shorthand != "" {
		name = "  -" + f.Shorthand + ", --" + f.Name
	}
	switch {
	case strings.HasPrefix(value, "["):
		name += value
	case value != "":
		name += " " + value
	}
	if def := f.DefValue; def != "" && def != "false" && def != "[]" && value != "" {
		usage += " (default " + def + ")"
	}
	const wide, narrow, least = 26, 10, 60
	if columns < least {
		return entry(name, usage, narrow, columns)
	}
	return entry(name, usage, wide, columns)
}

// entry is a term and what is said of it, from column at on: beside the term, or
// below it where that is longer.
func entry(term, text string, at, columns int) string {
	const least = 20 // columns that a text needs
	lines := strings.Split(wrapWords(text, max(columns-at, least)), "\n")
	var b strings.Builder
	b.WriteString(term)
	gap := strings.Repeat(" ", max(at-displaywidth.String(term), 0))
	if len(term)+1 > at {
		gap = "\n" + strings.Repeat(" ", at)
	}
	for _, line := range lines {
		b.WriteString(gap + line)
		gap = "\n" + strings.Repeat(" ", at)
	}
	return b.String() + "\n"
}

// flagOf returns a flag of a command or of those above it, nil if it has none.
func flagOf(cmd *cobra.Command, name string) *pflag.Flag {
	if f := cmd.Flags().Lookup(name); f != nil {
		return f
	}
	return cmd.InheritedFlags().Lookup(name)
}

// wrapText wraps paragraphs; lines that begin with a blank, or follow one that
// does, stay as they are.
func wrapText(text string, columns int) string {
	paragraphs := strings.Split(text, "\n\n")
	for i, p := range paragraphs {
		if !strings.Contains("\n"+p, "\n ") {
			paragraphs[i] = wrapWords(p, columns)
		}
	}
	return strings.Join(paragraphs, "\n\n")
}

// wrapWords breaks a text between words: what has a hyphen may be a flag.
func wrapWords(text string, columns int) string {
	var b strings.Builder
	used := 0
	for word := range strings.FieldsSeq(text) {
		n := displaywidth.String(word)
		switch {
		case used == 0:
		case used+1+n > columns:
			b.WriteByte('\n')
			used = 0
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += n
	}
	return b.String()
}
