package main

import (
	"context"
	"fmt"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/schollz/progressbar/v3"
)

// A progress tells people how far a run is: a bar with the time left on a
// terminal, else one line for each change.
type progress struct {
	a   *app
	bar *progressbar.ProgressBar
}

func (p *progress) report(e tracker.Event) {
	switch {
	case e.Kind == tracker.EventFailed, e.Kind == tracker.EventUnknown:
		action := tracker.ActionConflict
		if e.Kind == tracker.EventUnknown {
			action = tracker.ActionUnknown
		}
		p.clear()
		fmt.Fprintf(p.a.stderr, "%s %s: %s\n", p.a.symbol(p.a.stderr, action), changeText(e.Change), printable(e.Err.Error()))
	case p.a.quiet:
	case isTerminal(p.a.stderr) && (p.bar != nil || e.Total > 0):
		p.draw(e)
	case e.Kind == tracker.EventDone:
		c := *e.Change
		c.URL = e.URL
		fmt.Fprintf(p.a.stderr, "%s %s\n", symbols[c.Action].sign, changeText(&c))
	case e.Kind == tracker.EventWaiting:
		fmt.Fprintf(p.a.stderr, "waiting %s: %s\n", e.Wait.Round(time.Second), e.Reason)
	}
}

func (p *progress) draw(e tracker.Event) {
	if p.bar == nil {
		p.bar = progressbar.NewOptions(e.Total,
			progressbar.OptionSetWriter(p.a.stderr),
			progressbar.OptionSetPredictTime(true),
			progressbar.OptionShowCount(),
			progressbar.OptionSetWidth(30),
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionClearOnFinish(),
		)
	}
	switch e.Kind {
	case tracker.EventStarted:
		p.bar.Describe(string(e.Change.ID))
	case tracker.EventWaiting:
		p.bar.Describe(fmt.Sprintf("waiting until %s: %s", time.Now().Add(e.Wait).Format(time.TimeOnly), e.Reason))
	default:
		_ = p.bar.Set(e.Done) // only drawing can fail
	}
}

// sleep waits for what a tracker reads: of a wait that people notice they are
// told, as of those between writes.
func (a *app) sleep(ctx context.Context, d time.Duration) error {
	const noticed = 5 * time.Second
	if d >= noticed {
		a.progress.report(tracker.Event{Kind: tracker.EventWaiting, Wait: d, Reason: "the service answers no more for now"})
	}
	return tracker.Sleep(ctx, d)
}

func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear() // only drawing can fail
	}
}

func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish() // only drawing can fail
	}
}
