package cli

import (
	"bufio"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/evidence"
	"github.com/clipperhouse/displaywidth"
	"github.com/spf13/cobra"
)

// A listCommand is one run of the command list.
type listCommand struct {
	*app

	readFlags
	open      bool
	only      idsFlag
	assignees []string
}

func newListCommand(a *app) *cobra.Command {
	c := &listCommand{app: a}
	cmd := &cobra.Command{
		Use:   "list FILE...",
		Short: "List stories with their state and address",
		Long: `List prints one line for each story: its state, ID, title and address. The columns
are separated by tabs unless the output is a terminal.

The state comes from the tracker. Without a target, it comes from the files alone.
A story that is not registered is "missing", or "dropped" if the file no longer
wants it.
`,
		Example: `  backlogsync list --open --epic EPIC-2 BACKLOG.md
  backlogsync list --to github:acme/shop --assignee ana docs/*.md`,
		Args:              requireFiles,
		ValidArgsFunction: completeFiles,
		RunE:              func(cmd *cobra.Command, args []string) error { return c.run(cmd.Context(), args) },
	}
	c.add(a, cmd)
	f := cmd.Flags()
	f.BoolVar(&c.open, "open", false, "leave out stories that are closed or dropped")
	f.Var(&c.only, "epic", "list only the stories of the epics with these `IDs`")
	f.StringArrayVar(&c.assignees, "assignee", nil, "list only stories assigned to this `login` (repeatable)")
	return cmd
}

func (c *listCommand) run(ctx context.Context, names []string) error {
	r, err := c.read(ctx, names, &c.readFlags)
	if err != nil {
		return err
	}
	people := make(map[placeOfItem][]string)
	for _, f := range r.backlog.Files() {
		for _, s := range f.Stories() {
			people[placeOfItem{f.Name(), s.Key()}] = s.Assignees
		}
	}
	status := evidence.NewStatus(r.backlog, r.plan)
	var shown []*evidence.ItemStatus
	for i := range status.Epics {
		e := &status.Epics[i]
		if len(c.only) > 0 && !slices.ContainsFunc(c.only, func(id backlog.ID) bool { return id.Key() == e.ID.Key() }) {
			continue
		}
		for j := range e.Stories {
			s := &e.Stories[j]
			if c.open && (s.State == tracker.Closed || s.Dropped && s.State == "") || !assigned(people[placeOfItem{s.File, s.ID.Key()}], c.assignees) {
				continue
			}
			shown = append(shown, s)
		}
	}
	return c.printList(shown)
}

// assigned reports whether one of the wanted people is among the assignees, or
// nobody in particular is wanted.
func assigned(assignees, wanted []string) bool {
	return len(wanted) == 0 || slices.ContainsFunc(wanted, func(login string) bool {
		return slices.ContainsFunc(assignees, func(a string) bool { return strings.EqualFold(a, strings.TrimPrefix(login, "@")) })
	})
}

func (c *listCommand) printList(items []*evidence.ItemStatus) error {
	out := bufio.NewWriter(c.stdout)
	if isTerminal(c.stdout) { // else a program may read it
		out = bufio.NewWriter(c.people(c.stdout))
	}
	width, columns := 0, columnsOf(c.stdout)
	for _, x := range items {
		width = max(width, displaywidth.String(printable(string(x.ID))))
	}
	for _, x := range items {
		state := string(x.State)
		switch {
		case state == "" && x.Dropped:
			state = "dropped"
		case state == "":
			state = "missing"
		}
		cells := []string{state, printable(string(x.ID)), printable(x.Title), printable(withoutUser(x.URL))}
		if !isTerminal(c.stdout) {
			fmt.Fprintln(out, strings.Join(cells, "\t"))
			continue
		}
		fmt.Fprintln(out, listRow(cells, width, columns))
	}
	return out.Flush()
}

// listRow is a line of a list for people, with IDs as wide as the widest. Those that
// are made of long titles leave room for these.
func listRow(cells []string, width, columns int) string {
	const part, least = 4, 8
	width = min(width, max(columns/part, least))
	id := fitColumns(cells[1], width)
	id += strings.Repeat(" ", width-displaywidth.String(id))
	return fitColumns(strings.TrimSpace(fmt.Sprintf("%-7s  %s  %s  %s", cells[0], id, cells[2], cells[3])), columns)
}
