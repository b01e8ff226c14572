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

// An importCommand is one run of the command import.
type importCommand struct {
	*app

	reconcile.ImportOptions
	to    string
	state string
	lang  string
}

func newImportCommand(a *app) *cobra.Command {
	c := &importCommand{app: a}
	cmd := &cobra.Command{
		Use:   "import --to TARGET --out FILE",
		Short: "Write the contents of a project as a backlog file",
		Long: `Import reads a project and writes a backlog file. Milestones become epics; issues,
including closed ones, become stories, each with a row in the ledger. IDs at the
start of titles are kept, and the other items are numbered around them. Nothing is
written to the tracker.

Imported items are recorded but not yet managed. To manage them, run apply --adopt:
it adds the markers and changes nothing that people wrote.
`,
		Example: `  backlogsync import --to github:acme/shop --out BACKLOG.md
  backlogsync import --to gitlab:acme/shop --out BACKLOG.md --label story --state open --lang es`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return c.run(cmd.Context()) },
	}
	a.addAddressFlags(cmd, &c.to)
	f := cmd.Flags()
	f.StringVar(&c.File, "out", "", "the backlog `file` to write, which must not exist")
	f.StringVar(&c.Label, "label", "", "only issues with this `label`")
	f.StringVar(&c.Milestone, "milestone", "", "only issues of the milestone with this `title`")
	f.Var(&choice{&c.state, []string{string(tracker.Open), string(tracker.Closed)}}, "state", "only issues in this state")
	f.StringVar(&c.Scope, "scope", "", "the `name` of the backlog whose items are imported, where the project holds several")
	f.Var(&choice{&c.lang, languages}, "lang", "language of the headings (default: that of the environment)")
	f.StringVar(&c.Responsible, "responsible", "", "who the ledger names: creator, assignee, actor, or a `name`")
	return cmd
}

// languages are those that files are written in.
var languages = []string{"en", "es", "pt", "fr", "de", "it"}

func (c *importCommand) run(ctx context.Context) error {
	if c.File == "" {
		return withHint(errors.New("import: no file to write was named"), "name it, such as: --out BACKLOG.md")
	}
	in, err := reconcile.NewDiskFile(c.File)
	if err != nil {
		return err
	}
	if _, err := os.Lstat(in.Path); !errors.Is(err, fs.ErrNotExist) {
		return withHint(fmt.Errorf("%s exists; nothing was written", c.File), "name another file with --out, or remove this one")
	}
	conf, err := findConfig(filepath.Dir(in.Path), in.Root)
	if err != nil {
		return err
	}
	t := c.target(c.to, conf)
	if t.name == "" {
		return withHint(errors.New("import: no target is named"), "name the project, such as: --to github:owner/repo")
	}
	conn, err := c.reach(ctx, t)
	if err != nil {
		return err
	}
	store, err := c.readStore(conn)
	if err != nil {
		return err
	}
	seen, err := reconcile.ObserveProject(ctx, conn.tracker, conn.project, store)
	if err != nil {
		return err
	}
	c.State, c.Language = tracker.State(c.state), c.language(c.lang)
	c.Title, c.Date, c.Actor = projectTitle(conn.project.Target), time.Now(), cmp.Or(c.getenv("GITHUB_ACTOR"), c.getenv("GITLAB_USER_LOGIN"))
	c.File = filepath.ToSlash(c.File)
	composition, err := reconcile.Import(seen, &c.ImportOptions)
	switch {
	case errors.Is(err, reconcile.ErrScopes):
		return withHint(err, "choose one of them with --scope")
	case errors.Is(err, reconcile.ErrNothing):
		return fmt.Errorf("%s holds nothing that was asked for; nothing was written", conn.project.Target)
	case err != nil:
		return err
	}
	data, altered := backlog.Compose(composition)
	if err := createFile(in.Path, data); err != nil {
		return err
	}
	for _, item := range altered {
		c.note("%s cannot be written so that it reads as in the tracker; look at its line before apply --adopt.", item.ID)
	}
	c.note("%s was written: %s, %s.", c.File, count(len(composition.Epics), "epic", "epics"), count(len(composition.Stories), "story", "stories"))
	if place := conf.ledgerFor(in.Path); place != "" && place != backlog.LedgerFile && place != backlog.LedgerNone {
		c.note("The configuration keeps ledgers in %s: the next apply copies the rows of this file there.", conf.Ledger)
	}
	return nil
}

// language returns the language to write: that of the flag, else that of the
// environment, else English.
func (e environ) language(flag string) backlog.Language {
	env := cmp.Or(e("LC_ALL"), e("LC_MESSAGES"), e("LANG"))
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
