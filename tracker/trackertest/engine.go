package trackertest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
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
	for _, phase := range []string{"create", "update"} {
		t.Run(phase, func(t *testing.T) {
			t.Parallel()
			disturbEverywhere(t, f, phase == "update")
		})
	}
	for _, runners := range []int{2, 4} {
		for _, epics := range []tracker.Epics{tracker.EpicsMilestone, tracker.EpicsBoth} {
			t.Run(fmt.Sprintf("%d runners, epics as %s", runners, epics), func(t *testing.T) {
				t.Parallel()
				RunTogether(t, f, []byte(before), &tracker.Options{Epics: epics}, runners, 8)
			})
		}
	}
	t.Run("outage", func(t *testing.T) {
		t.Parallel()
		cutOffEverywhere(t, f)
	})
}

// KillEverywhere registers a backlog in the project that f makes, and ends the
// process at every request of that run, before and after the request was
// carried out. Run again, the end has to be that of an undisturbed run. It
// returns how often the process was ended.
func KillEverywhere(t *testing.T, f Factory, src []byte) int {
	t.Helper()
	want, requests, _ := undisturbed(t, f, string(src), false)
	for n, r := range requests {
		for _, k := range kills() {
			t.Run(fmt.Sprintf("%d %s, %s", n+1, r.name, k.name), func(t *testing.T) {
				t.Parallel()
				disturb(t, f, string(src), false, n+1, k, want)
			})
		}
	}
	return 2 * len(requests)
}

// undisturbed returns the end of a run that nothing happens to, what it sent,
// and whether it did so over HTTP. update says that the run in question is the
// second one.
func undisturbed(t *testing.T, f Factory, src string, update bool) (want outcome, requests []request, wired bool) {
	t.Helper()
	w := newWorld(t, f, src)
	w.prepare(t, update)
	w.e.in.reset(0, nil, false)
	w.mustRun(t)
	requests = w.e.in.requests()
	want = w.outcome(t)
	w.wantSilent(t)
	return want, requests, w.e.wired
}

// prepare brings the world to where the disturbed run begins.
func (w *world) prepare(t *testing.T, update bool) {
	t.Helper()
	if update {
		w.mustRun(t)
		w.edit()
	}
}

// disturbEverywhere meets every fault and the end of the process at every
// request.
func disturbEverywhere(t *testing.T, f Factory, update bool) {
	want, requests, wired := undisturbed(t, f, before, update)
	for n, r := range requests {
		for _, fault := range disturbances(r, wired, update) {
			t.Run(fmt.Sprintf("%d %s, %s", n+1, r.name, fault.name), func(t *testing.T) {
				t.Parallel()
				disturb(t, f, before, update, n+1, fault, want)
			})
		}
	}
}

func disturb(t *testing.T, f Factory, src string, update bool, at int, fault *fault, want outcome) {
	w := newWorld(t, f, src)
	w.prepare(t, update)
	w.e.in.reset(at, fault, false)
	if r := w.run(t); fault.kill && !r.killed {
		t.Fatal("the run was not killed")
	}
	w.e.in.reset(0, nil, false)
	w.recover(t)
	w.wantSettled(t, want)
}

// cutOffEverywhere lets the service fail from each request on: what cannot be
// read must not be made again.
func cutOffEverywhere(t *testing.T, f Factory) {
	want, requests, _ := undisturbed(t, f, before, false)
	for n := range requests {
		t.Run(fmt.Sprint(n+1), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, f, before)
			w.e.in.reset(n+1, outage(), true)
			r := w.run(t)
			if r.failed() == nil && n+1 < len(requests) {
				t.Error("nothing fails while the service does not answer")
			}
			w.e.in.reset(0, nil, false)
			w.recover(t)
			w.wantSettled(t, want)
		})
	}
}
