package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/files"
	"github.com/backlogsync/backlogsync/tracker/evidence"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/spf13/cobra"
)

// A verifyCommand is one run of the command verify.
type verifyCommand struct {
	*app

	readFlags
	format format
	out    string
	bundle string
}

func newVerifyCommand(a *app) *cobra.Command {
	c := &verifyCommand{app: a}
	cmd := &cobra.Command{
		Use:   "verify FILE...",
		Short: "Check the ledger against the tracker",
		Long: `Verify reads the tracker and checks every fact that the ledger and the relation list
record: that each item has a row, that the item exists and is the one in its row,
when it was created, who is responsible, and which milestone it has. Whether an item
is open or closed is progress, not evidence; see status.

It prints one line, with both values, for each fact that does not hold, and nothing
if all of them hold:

  file:line:col: error: message [code]

--format json prints the evidence as one document, called a bundle: what is recorded,
what was observed, when and where, digests, and the findings. --out saves the bundle,
or, with --format csv or sarif, the findings in that format; the findings are then
also printed as text. --bundle checks the files against a saved bundle, without the
tracker. "backlogsync schema" prints the schema of a bundle.
`,
		Example: `  backlogsync verify --to github:acme/shop BACKLOG.md
  backlogsync verify --out bundle.json BACKLOG.md`,
		Args:              requireFiles,
		ValidArgsFunction: completeFiles,
		RunE:              func(cmd *cobra.Command, args []string) error { return c.run(cmd.Context(), args) },
	}
	c.add(a, cmd)
	f := cmd.Flags()
	f.Var(c.format.flag(formatCSV, formatSARIF), "format", "form of the output")
	f.StringVar(&c.out, "out", "", "save the evidence to this `file`")
	f.StringVar(&c.bundle, "bundle", "", "check against the evidence in this `file`, without the tracker")
	excludeFlag(cmd, "bundle", "out", "to")
	return cmd
}

func (c *verifyCommand) run(ctx context.Context, names []string) error {
	inputs, conf, err := c.load(names, readOptions{checkbox: c.checkbox, level: c.level})
	if err != nil {
		return err
	}
	b, _ := reconcile.NewBacklog(inputs)
	c.tellErrors(b)
	for _, f := range b.Files() {
		if keepsNone(f) {
			return withHint(&codeError{exitInvalid, fmt.Errorf("%s keeps no ledger (ledger: none), so there is no evidence to verify", f.Name())},
				"see what is registered with: backlogsync status")
		}
	}
	if c.bundle != "" {
		return c.verifyBundle(b)
	}
	t := c.target(c.to, conf)
	if t.name == "" {
		if t, err = c.askTarget(ctx, "verify", inputs, conf); err != nil {
			return err
		}
	}
	options, err := c.options(c.app, t, conf, inputs)
	if err != nil {
		return err
	}
	conn, err := c.reach(ctx, t)
	if err != nil {
		return err
	}
	options.LabelStyles = nil // colours are not evidence
	seen, err := reconcile.Observe(ctx, conn.tracker, conn.project, b, nil, &options)
	if err != nil {
		return err
	}
	bundle, err := evidence.Verify(b, seen, &options)
	if err != nil {
		return err
	}
	c.noteEmpty(b)
	if err := c.printBundle(bundle, inputs); err != nil {
		return err
	}
	if len(bundle.Findings) == 0 && isTerminal(c.stderr) {
		c.note("%s in the ledger: all %d facts hold.", count(len(bundle.Items), "item", "items"), bundle.Holding())
	}
	return c.differ(bundle.Findings)
}

// differ ends the command with a code of its own if facts differ.
func (c *verifyCommand) differ(diffs []evidence.Difference) error {
	if len(diffs) == 0 {
		return nil
	}
	c.note("%s.", count(len(diffs), "fact does not hold", "facts do not hold"))
	return &codeError{code: exitPending}
}

// verifyBundle checks files against saved evidence.
func (c *verifyCommand) verifyBundle(b *backlog.Backlog) error {
	data, err := files.Read(c.bundle)
	if errors.Is(err, fs.ErrNotExist) {
		return withHint(fmt.Errorf("%s: %w", c.bundle, withoutPath(err)), "make one with: backlogsync verify --out "+shellWord(c.bundle)+" BACKLOG.md")
	}
	if err != nil {
		return readError(c.bundle, err)
	}
	bundle, err := evidence.ReadBundle(data)
	var diffs []evidence.Difference
	switch {
	case errors.Is(err, evidence.ErrTampered):
		diffs = []evidence.Difference{{
			File: filepath.ToSlash(c.bundle), Code: evidence.CodeBundleDiffers, Fact: evidence.FactFile, Message: err.Error(),
		}}
	case err != nil:
		return withHint(fmt.Errorf("%s: %w", c.bundle, err), "make one with: backlogsync verify --out FILE")
	default:
		diffs = bundle.Check(b)
	}
	if err := printDifferences(c.stdout, c.format, diffs); err != nil {
		return err
	}
	return c.differ(diffs)
}

// printBundle prints what was found, and saves it if that is asked for.
func (c *verifyCommand) printBundle(bundle *evidence.Bundle, inputs []*input) error {
	if c.verbose {
		for _, x := range bundle.Items {
			for _, f := range x.Unverifiable {
				c.note("%s:%d: %s %s: the tracker cannot tell who is responsible, so %s was not compared", x.File, x.Line, x.Kind, x.ID, f)
			}
		}
	}
	print := func(w io.Writer, f format) error {
		if f == formatJSON {
			return writeJSON(w, bundle)
		}
		return printDifferences(w, f, bundle.Findings)
	}
	if c.out == "" {
		return print(c.stdout, c.format)
	}
	form := c.format
	if form == formatText {
		form = formatJSON
	}
	var data bytes.Buffer
	if err := print(&data, form); err != nil {
		return err
	}
	if err := saveOutput(c.out, data.Bytes(), inputs); err != nil {
		return err
	}
	return print(c.stdout, formatText)
}

// The differences as JSON, without the rest of a bundle.
type differencesJSON struct {
	FormatVersion int                   `json:"formatVersion"`
	Findings      []evidence.Difference `json:"findings"`
}

func printDifferences(w io.Writer, f format, diffs []evidence.Difference) error {
	switch f {
	case formatJSON:
		if diffs == nil {
			diffs = []evidence.Difference{}
		}
		return writeJSON(w, differencesJSON{1, diffs})
	case formatCSV:
		return writeCSV(w, diffs)
	case formatSARIF:
		return writeSARIF(w, remarksOf(diffs))
	default:
		for i := range diffs {
			if _, err := fmt.Fprintln(w, printable(diffs[i].String())); err != nil {
				return err
			}
		}
		return nil
	}
}

func remarksOf(diffs []evidence.Difference) []remark {
	remarks := make([]remark, len(diffs))
	for i := range diffs {
		d := &diffs[i]
		remarks[i] = remark{d.Position(), backlog.SeverityError, d.Code, d.Message}
	}
	return remarks
}
