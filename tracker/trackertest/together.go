package trackertest

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/backlogsync/backlogsync/tracker/reconcile"
	gocmp "github.com/google/go-cmp/cmp"
)

// RunTogether starts several runs at the same time, on machines that share
// nothing but the project, and then repeats them one after the other.
// Afterwards each item must exist exactly once, and no run may have anything
// left to do. opts may be nil. In every other round, one of the runs is killed.
// Each round has a project of its own, and an order of requests that depends
// only on its number, so a round that failed fails again.
func RunTogether(t *testing.T, f Factory, src []byte, opts *reconcile.Options, runners, rounds int) {
	t.Helper()
	(&together{f: f, srcs: []string{string(src)}, opts: opts, runners: runners}).run(t, rounds)
}

// A together is a kind of meeting.
type together struct {
	f       Factory
	srcs    []string // versions of the backlog file, which runs have in turn
	newest  int      // of srcs: what is to stand in the end
	opts    *reconcile.Options
	runners int
}

func (g *together) run(t *testing.T, rounds int) {
	t.Helper()
	newest := g.srcs[g.newest]
	alone := g.world(t, newest)
	alone.mustRun(t)
	want := alone.outcome(t)
	for round := range rounds {
		t.Run(fmt.Sprintf("round %d", round+1), func(t *testing.T) {
			t.Parallel()
			g.round(t, uint64(round), want)
		})
	}
}

func (g *together) world(t *testing.T, src string) *world {
	t.Helper()
	w := newWorld(t, g.f, src)
	if g.opts != nil {
		w.opts = *g.opts
	}
	return w
}

func (g *together) round(t *testing.T, seed uint64, want outcome) {
	t.Helper()
	first := g.world(t, g.srcs[0])
	worlds := []*world{first}
	for i := range g.runners - 1 {
		w := first.clone(t)
		w.src = g.srcs[(i+1)%len(g.srcs)]
		worlds = append(worlds, w)
	}
	m := newMeeting(seed, g.runners)
	var wg sync.WaitGroup
	for i, w := range worlds {
		wg.Go(func() {
			defer m.leave()
			ctx, guest := m.join(t.Context(), i)
			w.guest = guest
			w.runIn(t, ctx, w.apply)
			w.guest = nil
		})
	}
	wg.Wait()
	first.items(t) // which waits until nothing is hidden any more, as below
	var last []*world
	for i, w := range worlds {
		if i%len(g.srcs) == g.newest {
			last = append(last, w)
			continue
		}
		w.recover(t)
		w.items(t)
	}
	for _, w := range last {
		w.recover(t)
		w.items(t)
	}
	for _, w := range last {
		w.wantOnce(t, want)
	}
}

// wantOnce makes sure that each item exists once in all runs' eyes; what lost
// against it is closed.
func (w *world) wantOnce(t *testing.T, want outcome) {
	t.Helper()
	var open []string
	for _, line := range w.state(t) {
		if !strings.Contains(line, " of=") {
			open = append(open, line)
		} else if !strings.Contains(line, `" closed in`) {
			t.Errorf("a duplicate stays open: %s", line)
		}
	}
	if diff := gocmp.Diff(want.state, open); diff != "" {
		t.Errorf("the project (-undisturbed +met):\n%s", diff)
	}
	if diff := gocmp.Diff(want.rows, w.rows(t)); diff != "" {
		t.Errorf("the ledger (-undisturbed +met):\n%s", diff)
	}
	w.wantSilent(t)
}
