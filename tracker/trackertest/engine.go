package trackertest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// before and after are the backlog that the disturbed runs register, and what
// people make of it afterwards: titles, texts, labels and milestones change, and
// a story is new.
const before = `# Plan

<!--
checkbox: registered
-->

## Epic 1: Access

- [ ] US-1.1 Login

  - **Labels:** kind/story, auth

  People get in, with ` + "`@name`" + ` and all: ä, 漢字, 🎉.
- [ ] US-1.2 Logout

## Epic 2: Data

- [ ] US-2.1 Import

  - **Labels:** kind/story
- [ ] US-2.2 Export
`

var after = strings.NewReplacer(
	"US-1.1 Login", "US-1.1 Sign in",
	"People get in", "Everybody gets in",
	"## Epic 2: Data", "## Epic 2: All data",
	"US-1.2 Logout\n", "US-1.2 Logout\n\n  - **Labels:** auth\n",
	"- [ ] US-2.2 Export\n", "- [ ] US-2.2 Export\n- [ ] US-2.3 Print\n",
	"- [x] US-2.2 Export\n", "- [x] US-2.2 Export\n- [ ] US-2.3 Print\n",
)

// edited changes the file as people do.
func (w *world) edit() { w.src = after.Replace(w.src) }

// runEngine disturbs the engine on top of the tracker.
func runEngine(t *testing.T, f Factory) {
	sample := max(1, newSubject(t, f).e.Sample)
	for _, g := range settings(t, f) {
		t.Run(g.name, func(t *testing.T) {
			t.Parallel()
			g.disturbEverywhere(t)
		})
	}
	for _, runners := range []int{2, 4} {
		for _, epics := range []reconcile.Epics{reconcile.EpicsMilestone, reconcile.EpicsBoth} {
			t.Run(fmt.Sprintf("%d runners, epics as %s", runners, epics), func(t *testing.T) {
				t.Parallel()
				RunTogether(t, f, []byte(before), &reconcile.Options{Epics: epics}, runners, max(2, 8/sample))
			})
		}
	}
	t.Run("outage", func(t *testing.T) {
		t.Parallel()
		cutOffEverywhere(t, f, sample)
	})
}

// KillEverywhere registers the backlog src in the project that f makes, and
// kills the process at every request of that run, before and after the request
// is carried out. When the run is repeated, the result must be that of an
// undisturbed run. KillEverywhere returns how often the process was killed.
func KillEverywhere(t *testing.T, f Factory, src []byte) int {
	t.Helper()
	g := &setting{f: f, src: string(src), faults: func(request, bool) []*fault { return kills() }}
	return g.disturbEverywhere(t)
}

// disturbEverywhere meets the faults at every request. It returns how many of
// them it met.
func (g *setting) disturbEverywhere(t *testing.T) int {
	t.Helper()
	want, requests, wired := g.undisturbed(t)
	n, met := 0, 0
	for at, r := range requests {
		for _, fault := range g.faults(r, wired) {
			if n++; n%max(1, g.sample) != 0 {
				continue
			}
			met++
			t.Run(fmt.Sprintf("%d %s, %s", at+1, r.name, fault.name), func(t *testing.T) {
				t.Parallel()
				g.disturb(t, requests, at+1, fault, want)
			})
		}
	}
	return met
}

// undisturbed returns the end of a run that nothing happens to, what it sent,
// and whether it did so over HTTP.
func (g *setting) undisturbed(t *testing.T) (want outcome, requests []request, wired bool) {
	t.Helper()
	w := g.world(t)
	w.mustRun(t)
	requests = w.e.in.requests()
	want = w.outcome(t)
	w.wantSilent(t)
	return want, requests, w.e.wired
}

func (g *setting) disturb(t *testing.T, requests []request, n int, f *fault, want outcome) {
	t.Helper()
	w := g.world(t)
	if event := f.event; event != nil {
		f = &fault{before: func() { event(w.others) }}
	}
	w.e.in.arm(requests, n, f)
	if r := w.run(t); f.kill && !r.killed && (requests[n-1].write || !w.e.RealTime) {
		t.Fatal("the run was not killed")
	}
	w.e.in.reset(0, nil, false)
	if f.answered() {
		w.wantOwnRows(t)
	}
	w.recover(t)
	w.wantSettled(t, want)
}

// cutOffEverywhere lets the service fail from each request on: what cannot be
// read must not be made again.
func cutOffEverywhere(t *testing.T, f Factory, sample int) {
	g := &setting{f: f, src: before, strangers: true}
	want, requests, _ := g.undisturbed(t)
	for n := range requests {
		if (n+1)%sample != 0 {
			continue
		}
		t.Run(fmt.Sprint(n+1), func(t *testing.T) {
			t.Parallel()
			w := g.world(t)
			w.e.in.reset(n+1, outage(), true)
			r := w.run(t)
			if met := len(w.e.in.requests()) > n; r.failed() == nil && met && n+1 < len(requests) {
				t.Error("nothing fails while the service does not answer")
			}
			w.e.in.reset(0, nil, false)
			w.recover(t)
			w.wantSettled(t, want)
		})
	}
}
