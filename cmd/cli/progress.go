package cli

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/backlogsync/backlogsync/internal/wait"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/clipperhouse/displaywidth"
	"github.com/schollz/progressbar/v3"
)

// A progress tells people how far a run is: a bar with the time left on a
// terminal, and at its end where to find what was made; else one line for each
// change.
type progress struct {
	c       *console
	bar     *progressbar.ProgressBar
	derived map[placeOfItem]bool // IDs that say no more than the title
	made    []reconcile.Change   // behind the bar, with their addresses
}

func (p *progress) report(e reconcile.Event) {
	switch {
	case e.Kind == reconcile.EventFailed, e.Kind == reconcile.EventUnknown:
		action := reconcile.ActionConflict
		if e.Kind == reconcile.EventUnknown {
			action = reconcile.ActionUnknown
		}
		p.clear()
		fmt.Fprintf(p.c.stderr, "%s %s: %s\n", p.c.symbol(p.c.stderr, action), changeText(e.Change), errorText(inWords(e.Err)))
	case p.c.quiet:
	case isTerminal(p.c.stderr) && (p.bar != nil || e.Total > 0):
		p.draw(e)
		if e.Kind == reconcile.EventDone && e.Change.Action == reconcile.ActionCreate && e.URL != "" {
			p.made = append(p.made, changeAt(&e))
		}
	case e.Kind == reconcile.EventDone:
		done := changeAt(&e)
		fmt.Fprintf(p.c.stderr, "%s %s\n", symbols[done.Action].sign, itemText(&done, p.derived))
	case e.Kind == reconcile.EventWaiting:
		fmt.Fprintf(p.c.stderr, "waiting %s: %s\n", e.Wait.Round(time.Second), printable(e.Reason))
	}
}

func (p *progress) draw(e reconcile.Event) {
	if p.bar == nil {
		p.bar = progressbar.NewOptions(e.Total,
			progressbar.OptionSetWriter(p.c.people(p.c.stderr)),
			progressbar.OptionSetPredictTime(true),
			progressbar.OptionShowCount(),
			progressbar.OptionSetWidth(30),
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionClearOnFinish(),
		)
	}
	switch e.Kind {
	case reconcile.EventStarted:
		p.bar.Describe(p.describe(e.Change))
	case reconcile.EventWaiting:
		p.bar.Describe(fmt.Sprintf("waiting until %s: %s", time.Now().Add(e.Wait).Format(time.TimeOnly), printable(e.Reason)))
	default:
		_ = p.bar.Set(e.Done) // only drawing can fail
	}
}

// sleep waits for what a tracker reads: of a wait that people notice they are
// told, as of those between writes.
func (c *console) sleep(ctx context.Context, d time.Duration) error {
	const noticed = 5 * time.Second
	if d >= noticed {
		c.progress.report(reconcile.Event{Kind: reconcile.EventWaiting, Wait: d, Reason: "the service answers no more requests for now"})
	}
	return wait.For(ctx, d)
}

func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear() // only drawing can fail
	}
}

// finish takes the bar away and prints what it stood before: where the milestones
// are that were made, or the issues, if there are no milestones.
func (p *progress) finish() {
	if p.bar == nil {
		return
	}
	_ = p.bar.Finish() // only drawing can fail
	shown := slices.DeleteFunc(slices.Clone(p.made), func(c reconcile.Change) bool { return c.Kind != tracker.KindMilestone })
	if len(shown) == 0 {
		shown = p.made
	}
	const most = 10
	columns, out := columnsOf(p.c.stderr), p.c.people(p.c.stderr)
	for i := range shown[:min(len(shown), most)] {
		c := shown[i]
		at := printable(c.URL)
		c.URL = ""
		name := fitColumns(itemText(&c, p.derived), max(columns-len("+   ")-displaywidth.String(at), len("milestone EPIC-1")))
		fmt.Fprintf(out, "%s %s  %s\n", p.c.symbol(p.c.stderr, c.Action), name, at)
	}
	if left := len(p.made) - min(len(shown), most); left > 0 {
		fmt.Fprintf(p.c.stderr, "  and %d more; list shows where they are\n", left)
	}
	p.made = nil
}

// changeAt is the change of an event with the address that its item has now.
func changeAt(e *reconcile.Event) reconcile.Change {
	c := *e.Change
	c.URL = e.URL
	return c
}

// describe names an item before the bar, briefly.
func (p *progress) describe(c *reconcile.Change) string {
	const longest = 20
	if c.Title != "" && p.derived[placeOfItem{c.File, c.ID.Key()}] {
		return fitColumns(printable(c.Title), longest)
	}
	return printable(string(c.ID))
}
