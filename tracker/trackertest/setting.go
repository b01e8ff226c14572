package trackertest

import (
	"cmp"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
)

// A setting is what a disturbed run begins with, and what may happen to it.
type setting struct {
	name      string
	f         Factory
	src       string
	update    bool // the run is the second one
	strangers bool // people without rights have been at work
	elsewhere bool // the run is of a machine that knows nothing, after another one has registered all
	rows      int  // of issues in the project, with theirs, when the run begins; elsewhere, when the other one began; 0: few
	faults    func(r request, wired bool) []*fault
	sample    int // one in so many of them; 0: all
}

// settings are those of every tracker, and those that its hooks allow.
func settings(t *testing.T, f Factory) []*setting {
	t.Helper()
	s := newSubject(t, f)
	page, h := s.project.Limits.PageRows, &s.e.Hooks
	var all []*setting
	add := func(ok bool, g setting) {
		if ok {
			g.f, g.src, g.strangers, g.sample = f, cmp.Or(g.src, before), true, max(1, g.sample)*max(1, s.e.Sample)
			all = append(all, &g)
		}
	}
	add(true, setting{name: "finished", src: finished, faults: endings})
	for _, phase := range []string{"create", "update", "elsewhere"} {
		base := setting{update: phase == "update", elsewhere: phase == "elsewhere"}
		base.faults = func(r request, wired bool) []*fault { return disturbances(r, wired, base.update) }
		with := func(name string, rows, sample int, faults func(request, bool) []*fault) setting {
			g := base
			g.name, g.rows, g.sample = phase+name, rows, sample
			if faults != nil {
				g.faults = faults
			}
			return g
		}
		full := h.Stranger != nil && page > 0
		add(!base.elsewhere, with("", 0, 1, nil))
		// The samples are primes, so that they do not keep to one kind of fault.
		add(full, with(", a full page", page, 17, nil))
		add(full, with(", two full pages", 2*page, 31, nil))
		add(full && h.Delete != nil, with(", rows come and go", page, 1, comings))
	}
	return all
}

// world makes what the run begins with. The machine has listed a project of many
// rows before, and so may hold answers of then.
func (g *setting) world(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, g.f, g.src)
	if g.strangers {
		w.others.make("It does not work", "Nothing happens.")
		w.others.forge("US-9.9", "US-9.9 Something else")
	}
	if g.update {
		w.mustRun(t)
		w.edit()
	}
	if g.strangers && g.update {
		w.others.forge("US-1.1", "US-1.1 Login of somebody else")
	}
	if g.rows > 0 {
		own := 0
		for _, x := range w.items(t) {
			if x.Kind == tracker.KindIssue {
				own++
			}
		}
		w.others.fill(g.rows - own)
		w.mustPlan(t)
	}
	if g.elsewhere {
		w.clone(t).mustRun(t)
		w.items(t) // which waits, as the run would otherwise for what is young
	}
	w.e.in.reset(0, nil, false)
	return w
}

// comings are what strangers may do before a request.
func comings(request, bool) []*fault {
	return []*fault{
		{name: "a row vanishes", event: (*crowd).vanish},
		{name: "rows vanish", event: func(c *crowd) {
			for range 3 {
				c.vanish()
			}
		}},
		{name: "a row is added", event: func(c *crowd) { c.make("Another one", "") }},
		{name: "a row is added, others vanish", event: func(c *crowd) {
			c.make("Another one", "")
			c.vanish()
			c.vanish()
		}},
	}
}
