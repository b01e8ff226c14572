package cli

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// A validateCommand is one run of the command validate.
type validateCommand struct {
	*app

	format   format
	fix      bool
	strict   switchFlag
	checkbox string
	level    string
}

func newValidateCommand(a *app) *cobra.Command {
	c := &validateCommand{app: a}
	cmd := &cobra.Command{
		Use:   "validate FILE...",
		Short: "Check a backlog for errors",
		Long: `Validate reads the files and prints every finding as

  file:line:col: severity: message [code]

Errors stop plan and apply; warnings do not.

--fix changes the files where that resolves a finding without losing anything, and
prints the remaining findings. It corrects story counts in headings, converts ledger
times that name their zone, and adds missing ledger rows.

--format sarif is for static analysis tools, github for the log of a workflow, gitlab
for a Code Quality report, and junit for test reports.
`,
		Example: `  backlogsync validate --fix BACKLOG.md
  backlogsync validate --strict --format github BACKLOG.md`,
		Args:              requireFiles,
		ValidArgsFunction: completeFiles,
		RunE:              func(_ *cobra.Command, args []string) error { return c.run(args) },
	}
	cmd.Flags().Var(c.format.flag(formatSARIF, formatGitHub, formatGitLab, formatJUnit), "format", "form of the output")
	cmd.Flags().BoolVar(&c.fix, "fix", false, "fix the findings that can be fixed with certainty")
	addStrictFlag(cmd.Flags(), &c.strict)
	addCheckboxFlag(cmd.Flags(), &c.checkbox)
	addLevelFlag(cmd.Flags(), &c.level)
	return cmd
}

func addLevelFlag(f *pflag.FlagSet, value *string) {
	levels := []string{
		string(backlog.LevelInitiative), string(backlog.LevelEpic), string(backlog.LevelFeature), string(backlog.LevelStory), string(backlog.LevelTask),
	}
	f.Var(&choice{value, levels}, "level", "the level of the items that become issues, instead of stories")
}

func addCheckboxFlag(f *pflag.FlagSet, value *string) {
	f.Var(&choice{value, meanings}, "checkbox", "what a ticked box means")
}

func (c *validateCommand) run(names []string) error {
	inputs, conf, err := c.load(names, readOptions{checkbox: c.checkbox, level: c.level})
	if err != nil {
		return err
	}
	b, kept := reconcile.NewBacklog(inputs)
	if c.fix {
		if err := c.applyFixes(kept); err != nil {
			return err
		}
		b, _ = reconcile.NewBacklog(inputs)
	}
	c.noteMemory(b)
	findings := b.Check()
	if c.strict.or(conf.Strict) {
		raise(findings)
	}
	if err := writeFindings(c.stdout, c.format, b, findings); err != nil {
		return err
	}
	if findings.Err() != nil {
		return &codeError{code: exitInvalid}
	}
	return nil
}

// applyFixes changes files where that settles findings. One that changed since it was
// read is left alone.
func (c *validateCommand) applyFixes(inputs []*input) error {
	for _, in := range inputs {
		src := in.File().Source()
		fixed, settled := backlog.Fixed(in.File())
		if bytes.Equal(fixed, src) {
			continue
		}
		done, lost, err := in.Replace(src, fixed)
		if err != nil {
			return fmt.Errorf("%s cannot be written: %w", in.Name, withoutPath(err))
		}
		for _, what := range lost {
			c.note("%s was written, but %s.", in.Name, what)
		}
		if !done {
			return withHint(fmt.Errorf("%s: the file changed while it was read, so nothing was fixed", in.Name), "run the command again")
		}
		c.note("%s: %s settled.", in.Name, count(settled, "finding", "findings"))
	}
	return nil
}

func writeFindings(w io.Writer, f format, b *backlog.Backlog, findings backlog.Findings) error {
	switch f {
	case formatJSON:
		return printFindingsJSON(w, b, findings)
	case formatSARIF:
		return writeSARIF(w, remarksOfFindings(b, findings))
	case formatGitHub:
		return writeGitHub(w, remarksOfFindings(b, findings))
	case formatGitLab:
		return writeGitLab(w, remarksOfFindings(b, findings))
	case formatJUnit:
		var names []string
		for _, f := range b.Files() {
			names = append(names, f.Name())
		}
		return writeJUnit(w, names, remarksOfFindings(b, findings))
	default:
		return printFindings(w, b, findings)
	}
}

// raise makes errors of warnings.
func raise(findings backlog.Findings) {
	for i := range findings {
		findings[i].Severity = backlog.SeverityError
	}
}

func printFindings(w io.Writer, b *backlog.Backlog, findings backlog.Findings) error {
	out := bufio.NewWriter(w)
	for _, f := range findings {
		fmt.Fprintln(out, printable(f.String()))
	}
	t := totalsOf(b, findings)
	fmt.Fprintf(out, "%s: %s, %s, %s. %s, %s.\n",
		count(t.Files, "file", "files"), count(t.Epics, "epic", "epics"), count(t.Stories, "story", "stories"),
		count(t.Evidence, "row of evidence", "rows of evidence"),
		count(t.Errors, "error", "errors"), count(t.Warnings, "warning", "warnings"))
	return out.Flush()
}

// totals is what was read and found.
type totals struct {
	Files    int `json:"files"`
	Epics    int `json:"epics"`
	Stories  int `json:"stories"`
	Evidence int `json:"evidence"`
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
}

func totalsOf(b *backlog.Backlog, findings backlog.Findings) totals {
	t := totals{Errors: findings.Count(backlog.SeverityError), Warnings: findings.Count(backlog.SeverityWarning)}
	for _, f := range b.Files() {
		t.Files++
		t.Epics += len(f.Epics())
		t.Stories += len(f.Stories())
		t.Evidence += len(f.Evidence())
	}
	return t
}

// The findings as JSON.
type (
	findingsJSON struct {
		FormatVersion int           `json:"formatVersion"`
		Findings      []findingJSON `json:"findings"`
		Summary       totals        `json:"summary"`
	}
	findingJSON struct {
		placeJSON
		Severity backlog.Severity `json:"severity"`
		Code     backlog.Code     `json:"code"`
		ID       backlog.ID       `json:"id"`
		Message  string           `json:"message"`
		Related  []relatedJSON    `json:"related"`
		Fixes    []fixJSON        `json:"fixes"`
	}
	fixJSON struct {
		Message string     `json:"message"`
		Edits   []editJSON `json:"edits"`
	}
	// An editJSON replaces the bytes from start to end of the file.
	editJSON struct {
		Start int    `json:"start"`
		End   int    `json:"end"`
		New   string `json:"new"`
	}
	relatedJSON struct {
		placeJSON
		Message string `json:"message"`
	}
	placeJSON struct {
		File   string `json:"file"`
		Line   int    `json:"line"`
		Column int    `json:"column"`
	}
)

func printFindingsJSON(w io.Writer, b *backlog.Backlog, findings backlog.Findings) error {
	doc := findingsJSON{FormatVersion: 1, Findings: []findingJSON{}, Summary: totalsOf(b, findings)}
	for _, f := range findings {
		x := findingJSON{placeJSON(f.Pos), f.Severity, f.Code, f.ID, f.Message, []relatedJSON{}, []fixJSON{}}
		for _, r := range f.Related {
			x.Related = append(x.Related, relatedJSON{placeJSON(r.Pos), r.Message})
		}
		for _, fix := range f.Fixes {
			j := fixJSON{fix.Message, []editJSON{}}
			for _, e := range fix.Edits {
				j.Edits = append(j.Edits, editJSON{e.Start, e.End, e.New})
			}
			x.Fixes = append(x.Fixes, j)
		}
		doc.Findings = append(doc.Findings, x)
	}
	return writeJSON(w, doc)
}
