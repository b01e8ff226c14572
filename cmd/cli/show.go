package cli

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/spf13/cobra"
)

// A showCommand is one run of the command show.
type showCommand struct {
	*app

	format   format
	checkbox string
	level    string
	explain  bool
	read     string
}

func newShowCommand(a *app) *cobra.Command {
	c := &showCommand{app: a}
	cmd := &cobra.Command{
		Use:   "show FILE...",
		Short: "Show how a backlog is read",
		Long: `Show prints what is read from the files: the kind of each file, its epics and
stories, its ledger, and its relation list. If the file has no relation list yet,
show prints the stories of each epic.

Show succeeds for every file that can be read; use validate to check a file for
errors. A file that is nested too deeply, or has too much markup in one place,
cannot be read.
`,
		Example: `  backlogsync show BACKLOG.md
  backlogsync show --explain docs/**/*.md
  backlogsync show --read '{stories: ["- {title}"]}' BACKLOG.md`,
		Args:              requireFiles,
		ValidArgsFunction: completeFiles,
		RunE:              func(_ *cobra.Command, args []string) error { return c.run(args) },
	}
	cmd.Flags().Var(c.format.flag(), "format", "form of the output")
	cmd.Flags().BoolVar(&c.explain, "explain", false, "explain how items were recognised, and what was left out and why")
	cmd.Flags().StringVar(&c.read, "read", "", "declare the items in `YAML`, as the key read does")
	addCheckboxFlag(cmd.Flags(), &c.checkbox)
	addLevelFlag(cmd.Flags(), &c.level)
	return cmd
}

func (c *showCommand) run(names []string) error {
	read, err := c.declaration()
	if err != nil {
		return err
	}
	inputs, _, err := c.load(names, readOptions{checkbox: c.checkbox, level: c.level, read: read})
	if err != nil {
		return err
	}
	b, _ := reconcile.NewBacklog(inputs)
	if err := unread(b); err != nil {
		return err
	}
	c.noteMemory(b)
	if read != nil {
		c.noteUnused(b)
	}
	if !c.explain {
		c.noteEmpty(b)
	}
	switch {
	case c.format == formatJSON:
		m := modelOf(b)
		if c.explain {
			m.Explanations = explanationsOf(b)
			for i, f := range b.Files() {
				m.Files[i].Proposals = proposalsOf(f)
			}
		}
		return writeJSON(c.stdout, m)
	case c.explain:
		return printExplanations(c.people(c.stdout), b)
	default:
		return printModel(c.stdout, b)
	}
}

// declaration reads the declaration of the flag.
func (c *showCommand) declaration() (*backlog.Declaration, error) {
	if c.read == "" {
		return nil, nil
	}
	d, err := backlog.ParseDeclaration([]byte(c.read))
	if err != nil {
		return nil, withHint(fmt.Errorf("--read: %w", err), "write it as in the configuration, such as --read '{stories: [\"- {title}\"]}'")
	}
	return d, nil
}

// noteUnused says which patterns of the flag fit no line of any file.
func (c *showCommand) noteUnused(b *backlog.Backlog) {
	missed := make(map[string]int)
	for _, f := range b.Files() {
		for _, x := range f.Check() {
			if x.Code != backlog.CodeUnusedPattern {
				continue
			}
			if missed[x.Message]++; missed[x.Message] == len(b.Files()) {
				c.note("--read: %s", x.Message)
			}
		}
	}
}

// unread is the error about files of which nothing is known, because they would take
// too long to read, or are no text.
func unread(b *backlog.Backlog) error {
	var found backlog.Findings
	for _, f := range b.Files() {
		for _, x := range f.Check() {
			if x.Code == backlog.CodeTooDeep || x.Code == backlog.CodeTooComplex || x.Code == backlog.CodeNotUTF8 {
				found = append(found, x)
			}
		}
	}
	return found.Err()
}

func printModel(w io.Writer, b *backlog.Backlog) error {
	out := bufio.NewWriter(w)
	for i, f := range b.Files() {
		if i > 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprintf(out, "%s: %s file, language %s, scope %s\n", printable(f.Name()), f.Kind(), f.Language(), printable(f.Scope()))
		fmt.Fprintln(out, meaningOf(f))
		if f.SharedLedger() != nil {
			fmt.Fprintf(out, "The ledger is in %s.\n", printable(f.LedgerName()))
		}
		stories := make(map[backlog.ID][]*backlog.Story)
		for _, s := range f.Stories() {
			stories[s.Epic] = append(stories[s.Epic], s)
		}
		for _, e := range f.Epics() {
			fmt.Fprintf(out, "\n%s%s%s\n", idBefore(e.ID, e.DerivedID), printable(e.Title), statusText(e.Status))
			printStories(out, stories[e.ID])
		}
		if alone := stories[""]; len(alone) > 0 {
			fmt.Fprintln(out, "\nWithout an epic")
			printStories(out, alone)
		}
		filled := 0
		for _, e := range f.Evidence() {
			if e.URL != "" {
				filled++
			}
		}
		fmt.Fprintf(out, "\n%s, %s; the ledger has %s, %d with an address.\n",
			count(len(f.Epics()), "epic", "epics"), count(len(f.Stories()), "story", "stories"),
			count(len(f.Evidence()), "row", "rows"), filled)
	}
	return out.Flush()
}

// meaningOf says what a ticked box of a story means in f.
func meaningOf(f *backlog.File) string {
	switch f.Checkbox() {
	case backlog.CheckboxRegistered:
		return "A ticked box means: registered in the tracker."
	case backlog.CheckboxDone:
		return "A ticked box means: done."
	default:
		return "It is unclear whether a ticked box means done or registered."
	}
}

func statusText(s backlog.Status) string {
	if s == "" {
		return ""
	}
	return " (" + string(s) + ")"
}

func printStories(out io.Writer, stories []*backlog.Story) {
	for _, s := range stories {
		box := "   "
		switch {
		case s.Dropped:
			box = "[-]"
		case s.Checked != nil:
			box = "[ ]"
			if *s.Checked {
				box = "[x]"
			}
		}
		fmt.Fprintf(out, "  %s %s%s%s\n", box, idBefore(s.ID, s.DerivedID), printable(s.Title), printable(weightText(s)))
	}
}

// idBefore is an ID before its title; nothing where it is made of that.
func idBefore(id backlog.ID, derived bool) string {
	if derived {
		return ""
	}
	return printable(string(id)) + "  "
}

// weightText says how important and how large a story is.
func weightText(s *backlog.Story) string {
	var parts []string
	if s.Priority != "" {
		parts = append(parts, s.Priority)
	}
	if s.Points != nil {
		text := strconv.FormatFloat(*s.Points, 'f', -1, 64) + " points"
		if *s.Points == 1 {
			text = "1 point"
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// The model as JSON.
type (
	modelJSON struct {
		FormatVersion int            `json:"formatVersion"`
		Files         []fileJSON     `json:"files"`
		Epics         []epicJSON     `json:"epics"`
		Stories       []storyJSON    `json:"stories"`
		Evidence      []evidenceJSON `json:"evidence"`
		Relations     []relationJSON `json:"relations"`

		Explanations []explanationJSON `json:"explanations,omitempty"`
	}
	fileJSON struct {
		Name     string           `json:"name"`
		Kind     backlog.FileKind `json:"kind"`
		Language backlog.Language `json:"language"`
		Checkbox backlog.Checkbox `json:"checkbox"`
		Scope    string           `json:"scope"`
		Ledger   string           `json:"ledger,omitempty"` // the file that it is in, if that is another one
		Metadata backlog.Metadata `json:"metadata"`

		Proposals []proposalJSON `json:"proposals,omitempty"`
	}
	epicJSON struct {
		ID        backlog.ID     `json:"id"`
		DerivedID bool           `json:"derivedId,omitempty"`
		Title     string         `json:"title"`
		Milestone string         `json:"milestone"`
		Status    backlog.Status `json:"status"`
		File      string         `json:"file"`
		Line      int            `json:"line"`
	}
	storyJSON struct {
		ID        backlog.ID          `json:"id"`
		DerivedID bool                `json:"derivedId,omitempty"`
		Title     string              `json:"title"`
		Epic      backlog.ID          `json:"epic"`
		Sentence  string              `json:"sentence,omitempty"`
		Checked   *bool               `json:"checked"`
		Dropped   bool                `json:"dropped,omitempty"`
		Labels    []string            `json:"labels"`
		Assignees []string            `json:"assignees"`
		Priority  string              `json:"priority"`
		Points    *float64            `json:"points"`
		Due       string              `json:"due,omitempty"`
		DependsOn []backlog.ID        `json:"dependsOn"`
		Criteria  []backlog.Criterion `json:"criteria"`
		File      string              `json:"file"`
		Line      int                 `json:"line"`
	}
	evidenceJSON struct {
		Kind        backlog.Kind   `json:"kind"`
		ID          backlog.ID     `json:"id"`
		URL         string         `json:"url"`
		CreatedAt   string         `json:"createdAt"`
		Responsible string         `json:"responsible"`
		Status      backlog.Status `json:"status"`
		File        string         `json:"file"`
		Line        int            `json:"line"`
	}
	relationJSON struct {
		Milestone backlog.ID   `json:"milestone"`
		Issues    []backlog.ID `json:"issues"`
	}
)

func modelOf(b *backlog.Backlog) modelJSON {
	m := modelJSON{
		FormatVersion: 1, Files: []fileJSON{}, Epics: []epicJSON{}, Stories: []storyJSON{},
		Evidence: []evidenceJSON{}, Relations: []relationJSON{},
	}
	for _, f := range b.Files() {
		file := fileJSON{Name: f.Name(), Kind: f.Kind(), Language: f.Language(), Checkbox: f.Checkbox(), Scope: f.Scope(), Metadata: f.Metadata()}
		if f.SharedLedger() != nil {
			file.Ledger = f.LedgerName()
		}
		m.Files = append(m.Files, file)
		for _, e := range f.Epics() {
			m.Epics = append(m.Epics, epicJSON{e.ID, e.DerivedID, e.Title, e.Milestone, e.Status, e.Pos.File, e.Pos.Line})
		}
		for _, s := range f.Stories() {
			m.Stories = append(m.Stories, storyJSON{
				s.ID, s.DerivedID, s.Title, s.Epic, s.Sentence, s.Checked, s.Dropped, orEmpty(s.Labels), orEmpty(s.Assignees), s.Priority, s.Points, s.Due,
				orEmpty(s.DependsOn), orEmpty(s.Criteria), s.Pos.File, s.Pos.Line,
			})
		}
		for _, e := range f.Evidence() {
			m.Evidence = append(m.Evidence, evidenceJSON{e.Kind, e.ID, withoutUser(e.URL), e.CreatedAt, e.Responsible, e.Status, e.Pos.File, e.Pos.Line})
		}
		for _, r := range relationsOf(f) {
			m.Relations = append(m.Relations, relationJSON{r.Milestone, orEmpty(r.Issues)})
		}
	}
	return m
}

// relationsOf returns what the relation list records; before there is one, what
// registering the file will make of its epics.
func relationsOf(f *backlog.File) []backlog.Relation {
	if list := f.Relations(); list != nil {
		return list
	}
	held := make(map[backlog.ID][]backlog.ID)
	for _, s := range f.Stories() {
		held[s.Epic] = append(held[s.Epic], s.ID)
	}
	var relations []backlog.Relation
	for _, e := range f.Epics() {
		relations = append(relations, backlog.Relation{Milestone: e.ID, Issues: held[e.ID]})
	}
	return relations
}

// orEmpty keeps lists from being null.
func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
