package cli

import (
	"cmp"
	"path/filepath"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// completeIDs completes the IDs of the files that the command line names, else of
// those in the working directory.
func (a *app) completeIDs(_ *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return listed(a.knownIDs(args, true), typed), cobra.ShellCompDirectiveNoFileComp
}

// completeEpics completes the IDs of epics in the same way.
func (a *app) completeEpics(_ *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return listed(a.knownIDs(args, false), typed), cobra.ShellCompDirectiveNoFileComp
}

// knownIDs returns the IDs of epics, and of stories if they are wanted, with their
// titles where an ID is not made of its title.
func (a *app) knownIDs(names []string, stories bool) []cobra.Completion {
	if len(names) == 0 {
		names = markdownFiles(".")
	}
	var found []cobra.Completion
	add := func(id backlog.ID, title string, derived bool) {
		if derived {
			title = ""
		}
		found = append(found, cobra.CompletionWithDesc(string(id), printable(title)))
	}
	for _, name := range names {
		inputs, _, err := a.load([]string{name}, readOptions{})
		if err != nil {
			continue // who completes is told nothing
		}
		f := inputs[0].File()
		for _, e := range f.Epics() {
			add(e.ID, e.Title, e.DerivedID)
		}
		for _, s := range f.Stories() {
			if stories {
				add(s.ID, s.Title, s.DerivedID)
			}
		}
	}
	return found
}

// listed returns completions for the last word of a list with commas, each once and
// none that the list has already.
func listed(words []cobra.Completion, typed string) []cobra.Completion {
	before := typed[:strings.LastIndexByte(typed, ',')+1]
	named := make(map[string]bool)
	for word := range strings.SplitSeq(before, ",") {
		named[word] = true
	}
	var found []cobra.Completion
	for _, completion := range words {
		word, _, _ := strings.Cut(completion, "\t")
		if !named[word] {
			named[word] = true
			found = append(found, before+completion)
		}
	}
	return found
}

// completeList completes lists of words.
func completeList(words []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return listed(words, typed), cobra.ShellCompDirectiveNoFileComp
	}
}

// completeCommands completes the names of commands, for help of topics, too.
func completeCommands(topics bool) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var found []cobra.Completion
		for _, c := range cmd.Root().Commands() {
			if len(args) == 0 && (c.IsAvailableCommand() || topics && c.IsAdditionalHelpTopicCommand()) {
				found = append(found, cobra.CompletionWithDesc(c.Name(), c.Short))
			}
		}
		return found, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeOpen completes an ID, and the files behind it.
func (a *app) completeOpen(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return completeFiles(cmd, args, typed)
	}
	return a.completeIDs(cmd, nil, typed)
}

// completeTarget completes what targets begin with, and the one that is configured
// or that the git remote leads to.
func (a *app) completeTarget(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var found []cobra.Completion
	if here, err := reconcile.NewDiskFile(configName); err == nil {
		conf, err := findConfig(filepath.Dir(here.Path), here.Root)
		if err != nil {
			conf = &config{} // who completes is told nothing
		}
		if known := cmp.Or(conf.To, a.suggested([]*input{here})); known != "" {
			found = append(found, known)
		}
	}
	for _, ad := range a.adapters() {
		found = append(found, ad.prefix+":")
	}
	return found, cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveNoFileComp
}

// completeValues has the flags of a command complete IDs, targets and lists of words.
func (a *app) completeValues(cmd *cobra.Command) {
	var fields []string
	for _, f := range backlog.PullFields {
		fields = append(fields, string(f))
	}
	for name, complete := range map[string]cobra.CompletionFunc{
		"to": a.completeTarget, "only": a.completeIDs, "recreate": a.completeIDs, "create": a.completeIDs, "epic": a.completeEpics,
		"fail-on": completeList(failureNames()), "fields": completeList(append(fields, "all")),
		"responsible": cobra.FixedCompletions([]string{"creator", "assignee", "actor"}, cobra.ShellCompDirectiveNoFileComp),
	} {
		if cmd.Flags().Lookup(name) != nil {
			_ = cmd.RegisterFlagCompletionFunc(name, complete) // the only error is that of a flag that has one already
		}
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
