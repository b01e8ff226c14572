package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/spf13/cobra"
)

type importOptions struct {
	reconcile.ImportOptions
	to    string
	state string
	lang  string
}

func (a *app) importCommand() *cobra.Command {
	var opts importOptions
	cmd := &cobra.Command{
		Use:   "import --to TARGET --out FILE",
		Short: "Write what a project holds as a backlog file",
		Long: `Import reads a project and writes a backlog: milestones are epics, issues are
stories, closed ones too, each with its row in the ledger. IDs in front of titles
are kept, and others are numbered around them. Nothing is written to the tracker.

What is imported is recorded, but not managed: apply --adopt puts the markers that
manage an item takes, and changes nothing that people wrote.
`,
		Example: `  backlogsync import --to github:acme/shop --out BACKLOG.md
  backlogsync import --to gitlab:acme/shop --out BACKLOG.md --label story --state open --lang es`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.importProject(cmd.Context(), &opts) },
	}
	a.addAddressFlags(cmd, &opts.to)
	f := cmd.Flags()
	f.StringVar(&opts.File, "out", "", "the backlog `file` to write, which must not exist")
	f.StringVar(&opts.Label, "label", "", "only issues with this `label`")
	f.StringVar(&opts.Milestone, "milestone", "", "only issues of the milestone with this `title`")
	f.Var(&choice{&opts.state, []string{string(tracker.Open), string(tracker.Closed)}}, "state", "only issues in this state")
	f.StringVar(&opts.Scope, "scope", "", "the `name` of the backlog whose items are imported, where the project holds several")
	f.Var(&choice{&opts.lang, languages}, "lang", "language of the headings, instead of that of the environment")
	f.StringVar(&opts.Responsible, "responsible", "", "who the ledger names: creator, assignee, actor, or a `name`")
	return cmd
}

// languages are those that files are written in.
var languages = []string{"en", "es", "pt", "fr", "de", "it"}

func (a *app) importProject(ctx context.Context, opts *importOptions) error {
	if opts.File == "" {
		return withHint(errors.New("import: no file to write was named"), "name it, such as: --out BACKLOG.md")
	}
	in, err := reconcile.NewDiskFile(opts.File)
	if err != nil {
		return err
	}
	if _, err := os.Lstat(in.Path); !errors.Is(err, fs.ErrNotExist) {
		return withHint(fmt.Errorf("%s exists; nothing was written", opts.File), "name another file with --out, or remove this one")
	}
	conf, err := findConfig(filepath.Dir(in.Path), in.Root)
	if err != nil {
		return err
	}
	t := a.target(opts.to, conf)
	if t.name == "" {
		return withHint(errors.New("import: no target is named"), "name the project, such as: --to github:owner/repo")
	}
	c, err := a.reach(ctx, t)
	if err != nil {
		return err
	}
	store, err := a.readStore(c)
	if err != nil {
		return err
	}
	seen, err := reconcile.ObserveProject(ctx, c.tracker, c.project, store)
	if err != nil {
		return err
	}
	opts.State, opts.Language = tracker.State(opts.state), a.language(opts.lang)
	opts.Title, opts.Date, opts.Actor = projectTitle(c.project.Target), time.Now(), cmp.Or(a.getenv("GITHUB_ACTOR"), a.getenv("GITLAB_USER_LOGIN"))
	opts.File = filepath.ToSlash(opts.File)
	composition, err := reconcile.Import(seen, &opts.ImportOptions)
	switch {
	case errors.Is(err, reconcile.ErrScopes):
		return withHint(err, "choose one of them with --scope")
	case errors.Is(err, reconcile.ErrNothing):
		return fmt.Errorf("%s holds nothing that was asked for; nothing was written", c.project.Target)
	case err != nil:
		return err
	}
	data, altered := backlog.Compose(composition)
	if err := replaceFile(in.Path, data); err != nil {
		return err
	}
	for _, item := range altered {
		a.note("%s cannot be written so that it reads as in the tracker; look at its line before apply --adopt.", item.ID)
	}
	a.note("%s was written: %s, %s.", opts.File, count(len(composition.Epics), "epic", "epics"), count(len(composition.Stories), "story", "stories"))
	return nil
}

// language returns the language to write: that of the flag, else that of the
// environment, else English.
func (a *app) language(flag string) backlog.Language {
	env := cmp.Or(a.getenv("LC_ALL"), a.getenv("LC_MESSAGES"), a.getenv("LANG"))
	if len(env) > 2 {
		env = env[:2]
	}
	if flag == "" && slices.Contains(languages, env) {
		flag = env
	}
	return backlog.Language(cmp.Or(flag, "en"))
}

// projectTitle makes a title of the last part of a target.
func projectTitle(target string) string {
	name := strings.TrimRight(target, "/:")
	return name[strings.LastIndexAny(name, "/:")+1:]
}
