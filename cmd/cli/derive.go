package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/spf13/cobra"
)

// A deriveCommand is one run of the command derive.
type deriveCommand struct {
	*app

	out   string
	to    string
	level string
}

func newDeriveCommand(a *app) *cobra.Command {
	c := &deriveCommand{app: a}
	cmd := &cobra.Command{
		Use:   "derive SOURCE --out FILE",
		Short: "Write or update the execution file of a backlog",
		Long: `Derive writes the file that plans the registration of a backlog: the milestones to
create, a checklist of the issues by epic, the evidence that is required, and a
ledger with a pending row for each item. It uses the language of the source.

If FILE is already the execution file of SOURCE, derive updates it. New epics and
stories are added in order; others are retitled and moved to match the source.
Recorded rows and text that people wrote are kept. Items that are gone from the
source are reported.
`,
		Example: `  backlogsync derive docs/BACKLOG.md --out docs/EXECUTION.md
  backlogsync derive --to gitlab:acme/shop docs/BACKLOG.md --out docs/EXECUTION.md`,
		Args:              oneFile,
		ValidArgsFunction: completeFiles,
		RunE:              func(_ *cobra.Command, args []string) error { return c.run(args[0]) },
	}
	cmd.Flags().StringVar(&c.out, "out", "", "the execution `file`")
	cmd.Flags().StringVar(&c.to, "to", "", "the `target`, whose service the file names")
	addLevelFlag(cmd.Flags(), &c.level)
	return cmd
}

// oneFile is the check of arguments of commands that read one file.
func oneFile(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return withHint(fmt.Errorf("%s takes one file, not %d", cmd.Name(), len(args)), "see: "+cmd.CommandPath()+" --help")
	}
	return requireFiles(cmd, args)
}

func (c *deriveCommand) run(name string) error {
	if c.out == "" {
		return withHint(errors.New("derive: no file to write was named"), "name it, such as: --out EXECUTION.md")
	}
	source, conf, err := c.loadSource(name)
	if err != nil {
		return err
	}
	d := &backlog.DeriveOptions{Path: filepath.ToSlash(c.out), Date: time.Now()}
	t := c.target(c.to, conf).name
	d.Service, d.Client = serviceWords(t)
	d.NoLogin = strings.HasPrefix(t, "local:")
	_, err = os.Lstat(c.out)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if d.Ledger, err = ledgerOfNew(c.out); err == nil {
			err = c.deriveNew(source, c.out, d)
		}
	case err == nil:
		err = c.deriveAgain(source, d)
	}
	switch {
	case errors.Is(err, backlog.ErrNoItems):
		err = &codeError{exitInvalid, fmt.Errorf("%s: %w", name, err)}
		return withHint(err, "see how the file is read: backlogsync show --explain "+name)
	case errors.Is(err, backlog.ErrNotExecution):
		return withHint(fmt.Errorf("%s exists, and %w; nothing was written", c.out, err), "name another file with --out, or remove this one")
	case errors.Is(err, backlog.ErrOtherSource):
		return withHint(fmt.Errorf("%s exists, and %w; nothing was written", c.out, err),
			"name another file with --out, or correct the line Source-of-truth in it")
	}
	return err
}

// loadSource reads the source as its execution file finds it: below the same
// root.
func (c *deriveCommand) loadSource(name string) (*input, *config, error) {
	inputs, conf, err := c.load([]string{name}, readOptions{level: c.level})
	if err != nil {
		return nil, nil, err
	}
	source := inputs[0]
	out, err := reconcile.NewDiskFile(c.out)
	if err != nil {
		return nil, nil, err
	}
	if sameFile(source.Path, out.Path) {
		return nil, nil, withHint(fmt.Errorf("--out %s would overwrite the source", c.out), "name another file")
	}
	rel, err := filepath.Rel(out.Root, source.Path)
	if err != nil || !filepath.IsLocal(rel) {
		return nil, nil, withHint(fmt.Errorf("%s is not below %s, where %s could name it as its source", name, shortName(out.Root), c.out),
			"write the execution file into the same repository, or beside the source")
	}
	source.Root, source.Options.Rooted = out.Root, out.Options.Rooted
	if err := source.Read(); err != nil {
		return nil, nil, readError(name, err)
	}
	b, _ := reconcile.NewBacklog(inputs)
	if n := c.tellErrors(b); n > 0 {
		return nil, nil, &codeError{exitInvalid, fmt.Errorf("the source has %s; nothing was written", count(n, "error", "errors"))}
	}
	return source, conf, nil
}

// deriveNew writes an execution file that does not exist yet.
func (c *deriveCommand) deriveNew(source *input, out string, d *backlog.DeriveOptions) error {
	data, err := backlog.Derive(source.File(), d)
	if err != nil {
		return err
	}
	if err := createFile(out, data); err != nil {
		return err
	}
	c.note("%s was written: %s, %s.", out, count(len(source.File().Epics()), "epic", "epics"), count(len(source.File().Stories()), "story", "stories"))
	return nil
}

// ledgerOfNew returns where the configuration has the ledger of a file that does not
// exist yet: a path is from its folder.
func ledgerOfNew(name string) (string, error) {
	d, err := reconcile.NewDiskFile(name)
	if err != nil {
		return "", err
	}
	conf, err := findConfig(filepath.Dir(d.Path), d.Root)
	if err != nil {
		return "", err
	}
	place := conf.ledgerFor(d.Path)
	if rest, ok := strings.CutPrefix(place, "/"); ok { // from the root
		rel, err := filepath.Rel(filepath.Dir(d.Path), filepath.Join(d.Root, filepath.FromSlash(rest)))
		return filepath.ToSlash(rel), err
	}
	return place, nil
}

// deriveAgain brings an execution file up to date. If it changes meanwhile, it is
// read again.
func (c *deriveCommand) deriveAgain(source *input, d *backlog.DeriveOptions) error {
	inputs, _, err := c.load([]string{c.out}, readOptions{level: c.level})
	if err != nil {
		return err
	}
	in := inputs[0]
	const tries = 5
	for range tries {
		current := in.File().Source()
		data, gone, err := backlog.Update(in.File(), source.File(), d)
		if invalid, ok := errors.AsType[*backlog.InvalidError](err); ok {
			listFindings(c.stderr, invalid.Findings)
			return err
		}
		if err != nil {
			return err
		}
		done := bytes.Equal(data, current)
		if !done {
			if done, _, err = in.Replace(current, data); err != nil {
				return fmt.Errorf("%s cannot be written: %w", c.out, withoutPath(err))
			}
		}
		if done {
			c.tellDerived(c.out, bytes.Equal(data, current))
			listFindings(c.stdout, gone)
			return nil
		}
		if err := in.Read(); err != nil {
			return readError(c.out, err)
		}
	}
	return fmt.Errorf("%s was not written, because it keeps changing", c.out)
}

func listFindings(w io.Writer, findings backlog.Findings) {
	for _, f := range findings {
		fmt.Fprintln(w, printable(f.String()))
	}
}

func (c *deriveCommand) tellDerived(name string, same bool) {
	if same {
		c.note("%s is up to date.", name)
		return
	}
	c.note("%s was brought up to date.", name)
}

// serviceWords returns the name of the service of a target, and the name of its
// own command; "" for what is not known.
func serviceWords(target string) (service, client string) {
	prefix, _, _ := strings.Cut(target, ":")
	switch {
	case prefix == "gitlab" || strings.Contains(target, "gitlab."):
		return "GitLab", "glab"
	case prefix == "local":
		return target, ""
	case prefix == "gitea" || strings.Contains(target, "codeberg."):
		return "Gitea", "tea"
	default:
		return "", ""
	}
}
