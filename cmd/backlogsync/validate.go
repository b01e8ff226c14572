package main

import (
	"bufio"
	"fmt"
	"io"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/spf13/cobra"
)

type validateOptions struct {
	format   format
	strict   bool
	checkbox string
}

func (a *app) validateCommand() *cobra.Command {
	var opts validateOptions
	cmd := &cobra.Command{
		Use:   "validate FILE...",
		Short: "Say what is wrong with a backlog",
		Long: `Validate reads the files and prints every finding as

  file:line:col: severity: message [code]

Errors stop plan and apply; warnings do not.
` + exitHelp,
		Args:              requireFiles,
		ValidArgsFunction: completeFiles,
		RunE:              func(_ *cobra.Command, args []string) error { return a.validate(args, &opts) },
	}
	cmd.Flags().Var(opts.format.flag(), "format", "form of the output")
	cmd.Flags().BoolVar(&opts.strict, "strict", false, "take warnings for errors")
	addCheckboxFlag(cmd, &opts.checkbox)
	return cmd
}

func addCheckboxFlag(cmd *cobra.Command, value *string) {
	cmd.Flags().Var(&choice{value, []string{string(backlog.CheckboxDone), string(backlog.CheckboxRegistered)}}, "checkbox", "what a ticked box means")
}

func (a *app) validate(names []string, opts *validateOptions) error {
	inputs, _, err := a.load(names, readOptions{checkbox: opts.checkbox})
	if err != nil {
		return err
	}
	b, _ := newBacklog(inputs)
	findings := b.Check()
	if opts.strict {
		raise(findings)
	}
	print := printFindings
	if opts.format == formatJSON {
		print = printFindingsJSON
	}
	if err := print(a.stdout, b, findings); err != nil {
		return err
	}
	if findings.Err() != nil {
		return &codeError{code: exitInvalid}
	}
	return nil
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
		x := findingJSON{placeJSON(f.Pos), f.Severity, f.Code, f.ID, f.Message, []relatedJSON{}}
		for _, r := range f.Related {
			x.Related = append(x.Related, relatedJSON{placeJSON(r.Pos), r.Message})
		}
		doc.Findings = append(doc.Findings, x)
	}
	return writeJSON(w, doc)
}
