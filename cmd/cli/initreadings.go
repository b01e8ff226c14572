package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// chooseReadings says how each file is read, and in which ways it may be meant,
// and returns what is to be declared for each; nil stands for nothing.
func (c *initCommand) chooseReadings(ctx context.Context, inputs []*input, numbers []int) ([]*backlog.Declaration, error) {
	if len(numbers) > 1 && len(numbers) != len(inputs) {
		return nil, withHint(fmt.Errorf("init: %s for %s; nothing was written", count(len(numbers), "reading was named", "readings were named"),
			count(len(inputs), "file", "files")), "name one for each file, in their order, or one for all")
	}
	b, _ := reconcile.NewBacklog(inputs)
	if err := unread(b); err != nil {
		return nil, err
	}
	chosen := make([]*backlog.Declaration, len(inputs))
	proposals := make([][]backlog.Proposal, len(inputs))
	for i, in := range inputs {
		f := in.File()
		proposals[i] = f.Proposals()
		if len(proposals[i]) == 0 && len(f.Epics())+len(f.Stories()) == 0 {
			return nil, withHint(fmt.Errorf("init: %s has no line that may be an item; nothing was written", in.Name),
				"see what may be declared: backlogsync validate "+shellWord(in.Name)+"\nand what items look like: backlogsync help forms")
		}
		if len(numbers) > 0 {
			n := numbers[min(i, len(numbers)-1)]
			if n < 0 || n > len(proposals[i]) {
				return nil, c.noReading(in, proposals[i], n)
			}
		}
	}
	for i, in := range inputs {
		if i > 0 {
			fmt.Fprintln(c.stdout)
		}
		c.showReadings(in.File(), proposals[i])
		n := 0
		var err error
		switch {
		case len(proposals[i]) == 0: // it says so itself
		case len(numbers) > 0:
			n = numbers[min(i, len(numbers)-1)]
		case c.asks():
			n, err = c.askReading(ctx, in, proposals[i])
		case readsAs(in, &proposals[i][0].Read):
			c.note("%s is read as the first of these says; nothing is declared for it.", in.Name)
		default:
			err = withHint(fmt.Errorf("init: which reading of %s is meant cannot be asked here; nothing was written", in.Name),
				"choose one: backlogsync init --reading 1 "+shellWord(in.Name))
		}
		if err != nil {
			return nil, err
		}
		if n > 0 {
			chosen[i] = &proposals[i][n-1].Read
		}
	}
	return chosen, nil
}

// readsAs reports whether the same lines of a file are items with a declaration as
// without one.
func readsAs(in *input, read *backlog.Declaration) bool {
	declared := *in
	declared.Options.Read = read
	if err := declared.Read(); err != nil {
		return false
	}
	return slices.Equal(linesOf(in.File()), linesOf(declared.File()))
}

// linesOf returns the lines of the epics of a file, then those of its stories.
func linesOf(f *backlog.File) []int {
	var lines []int
	for _, e := range f.Epics() {
		lines = append(lines, e.Pos.Line)
	}
	lines = append(lines, 0)
	for _, s := range f.Stories() {
		lines = append(lines, s.Pos.Line)
	}
	return lines
}

// noReading is the error about a number of no reading.
func (c *initCommand) noReading(in *input, proposals []backlog.Proposal, n int) error {
	c.showReadings(in.File(), proposals)
	text := "has no other reading than the one it has, number 0"
	if len(proposals) > 0 {
		text = fmt.Sprintf("has the readings 0 to %d", len(proposals))
	}
	return withHint(fmt.Errorf("init: there is no reading %d: %s %s; nothing was written", n, in.Name, text), "0 declares nothing")
}

// showReadings says how a file is read, and how it may be meant.
func (c *initCommand) showReadings(f *backlog.File, proposals []backlog.Proposal) {
	fmt.Fprintf(c.stdout, "%s: %s, %s\n", printable(f.Name()), count(len(f.Epics()), "epic", "epics"), count(len(f.Stories()), "story", "stories"))
	printForms(c.stdout, f.Explain())
	if len(proposals) == 0 {
		fmt.Fprintln(c.stdout, "\nThe file says itself how it is read.")
	}
	printProposals(c.stdout, proposals)
}

// askReading asks which reading of a file is meant until the answer is one.
func (c *initCommand) askReading(ctx context.Context, in *input, proposals []backlog.Proposal) (int, error) {
	for {
		answer, err := c.ask(ctx, fmt.Sprintf("\nWhich reading of %s is meant? 1 to %d, 0 to declare none, nothing to stop: ", printable(in.Name), len(proposals)))
		if err != nil {
			return 0, err
		}
		if answer == "" {
			return 0, fmt.Errorf("init: no reading of %s was chosen; nothing was written", in.Name)
		}
		if n, err := strconv.Atoi(answer); err == nil && n >= 0 && n <= len(proposals) {
			return n, nil
		}
	}
}
