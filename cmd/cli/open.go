package cli

import (
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/cli/browser"
	"github.com/spf13/cobra"
)

// An openCommand is one run of the command open.
type openCommand struct{ *app }

func newOpenCommand(a *app) *cobra.Command {
	c := &openCommand{app: a}
	return &cobra.Command{
		Use:   "open ID [FILE...]",
		Short: "Open the milestone or the issue of an item in the browser",
		Long: `Open opens the page of an item in the browser and prints its address, which it takes
from the ledger. If the output is not a terminal, it only prints the address.
Without FILE, it searches the Markdown files of the working directory.
`,
		Example: `  backlogsync open US-1.1
  backlogsync open EPIC-2 docs/BACKLOG.md`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return withHint(errors.New("open: no ID was named"), "name it, such as: backlogsync open US-1.1 BACKLOG.md")
			}
			return nil
		},
		ValidArgsFunction: a.completeOpen,
		RunE:              func(_ *cobra.Command, args []string) error { return c.run(backlog.ID(args[0]), args[1:]) },
	}
}

func (c *openCommand) run(id backlog.ID, names []string) error {
	if len(names) == 0 {
		found, err := filepath.Glob("*.md")
		if err != nil {
			return err
		}
		names = found
	}
	if len(names) == 0 {
		return withHint(errors.New("open: there is no Markdown file here"), "name the backlog: backlogsync open "+shellWord(string(id))+" FILE")
	}
	inputs, _, err := c.load(names, readOptions{})
	if err != nil {
		return err
	}
	defined := false
	for _, in := range inputs {
		if row := recordedRow(in.File(), id); row != nil {
			return c.visit(row)
		}
		defined = defined || defines(in.File(), id)
	}
	if defined {
		return withHint(fmt.Errorf("%s has no address: it is not registered", id), "register it with: backlogsync apply")
	}
	return withHint(fmt.Errorf("no item %s in %s", id, strings.Join(names, ", ")), "see which there are: backlogsync list FILE")
}

// recordedRow is the row of the ledger of a file that has an address of an item, or
// nil.
func recordedRow(f *backlog.File, id backlog.ID) *backlog.Evidence {
	for _, e := range f.Evidence() {
		if e.Key() == id.Key() && e.URL != "" {
			return e
		}
	}
	return nil
}

func defines(f *backlog.File, id backlog.ID) bool {
	for _, known := range idsOf(f) {
		if known.Key() == id.Key() {
			return true
		}
	}
	return false
}

// idsOf returns the IDs of a file.
func idsOf(f *backlog.File) []backlog.ID {
	var ids []backlog.ID
	for _, e := range f.Epics() {
		ids = append(ids, e.ID)
	}
	for _, s := range f.Stories() {
		ids = append(ids, s.ID)
	}
	return ids
}

// visit prints the address of a row, and opens it if it is one of the web: what else stands
// in a ledger may be somebody's program.
func (c *openCommand) visit(row *backlog.Evidence) error {
	address := withoutUser(row.URL)
	scheme, _, web := strings.Cut(address, "://")
	if web = web && (scheme == "https" || scheme == "http"); !web && !strings.Contains(address, ":") && !path.IsAbs(address) {
		address = path.Join(path.Dir(row.Pos.File), address) // a file of the local tracker
	}
	fmt.Fprintln(c.stdout, printable(address))
	if !web || !isTerminal(c.stdout) {
		return nil
	}
	browser.Stdout, browser.Stderr = io.Discard, c.stderr
	if err := browser.OpenURL(address); err != nil {
		return fmt.Errorf("no browser opens: %w", err)
	}
	return nil
}
