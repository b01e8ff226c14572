package trackertest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
)

// RunModel plays random histories: people edit the file and the tracker, even
// during a run, while runs are killed, requests fail, answers are lost and
// machines change. Afterwards, one undisturbed run must make file and tracker
// agree without losing anything that people did. A history depends only on its
// number, so a history that failed fails again. The first ones are short.
func RunModel(t *testing.T, f Factory, histories int) {
	t.Helper()
	for n := range histories {
		t.Run(fmt.Sprintf("history %d", n+1), func(t *testing.T) {
			t.Parallel()
			m := newModel(t, f, uint64(n))
			for range 1 + n%30 {
				m.step(t)
			}
			m.finish(t)
		})
	}
}

// A model is a backlog, the project it is registered in, and what is known of
// both.
type model struct {
	w       *world
	rand    *rand.Rand
	names   int      // counts the names given so far
	epics   []*story // titles only
	stories []*story
	theirs  map[tracker.Ref]*human
	full    bool // the disk is, for the run that goes on
}

// A story is what the file says of one item.
type story struct {
	id, title, text string
	labels          []string
	gone            bool
}

// A human is what people did to one item.
type human struct {
	words     []string // in its text
	labels    []string
	title     string // "" if nobody changed it
	closed    bool
	milestone bool // somebody moved it
	text      bool // somebody changed the managed text
}

func newModel(t *testing.T, f Factory, seed uint64) *model {
	t.Helper()
	m := &model{
		w: newWorld(t, f, ""), rand: rand.New(rand.NewPCG(seed, 0)), theirs: make(map[tracker.Ref]*human),
		epics: []*story{{id: "EPIC-1", title: "Access"}, {id: "EPIC-2", title: "Data"}},
		stories: []*story{
			{id: "US-1.1", title: "Login", text: "People get in.", labels: []string{"auth"}}, {id: "US-1.2", title: "Logout"},
			{id: "US-2.1", title: "Import", labels: []string{"data", "slow"}}, {id: "US-2.2", title: "Export", text: "All of it."},
		},
	}
	m.w.saving = func() error {
		if m.full {
			return errors.New("the disk is full")
		}
		return nil
	}
	m.w.src = m.render("")
	return m
}

// step is one thing that happens.
func (m *model) step(t *testing.T) {
	t.Helper()
	switch m.rand.IntN(6) {
	case 0:
		m.editFile(m.rand)
	case 1:
		m.editTracker(t, m.rand, false)
	case 2, 3:
		m.applyDisturbed(t)
	case 4:
		if err := m.w.e.Sleep(t.Context(), time.Duration(1+m.rand.IntN(90))*time.Second); err != nil {
			t.Fatal(err)
		}
	case 5:
		m.moveToAnotherMachine(t)
	}
}

const ledger = `## Evidence

| Type | Identifier | URL | UTC date | Responsible | Status |
| ---- | ---------- | --- | -------- | ----------- | ------ |
`

// render writes the file as people edited it. What runs recorded in old stays.
func (m *model) render(old string) string {
	var b strings.Builder
	b.WriteString("# Plan\n\n<!-- checkbox: registered -->\n")
	for n, e := range m.epics {
		fmt.Fprintf(&b, "\n## Epic %d: %s\n\n", n+1, e.title)
		for _, s := range m.stories {
			if s.gone || !strings.HasPrefix(s.id, fmt.Sprintf("US-%d.", n+1)) {
				continue
			}
			box := " "
			if strings.Contains(old, "- [x] "+s.id+" ") {
				box = "x"
			}
			fmt.Fprintf(&b, "- [%s] %s %s\n", box, s.id, s.title)
			if len(s.labels) > 0 {
				fmt.Fprintf(&b, "\n  - **Labels:** %s\n", strings.Join(s.labels, ", "))
			}
			if s.text != "" {
				fmt.Fprintf(&b, "\n  %s\n", s.text)
			}
		}
	}
	b.WriteString("\n")
	if _, tail, ok := strings.Cut(old, "## Evidence\n"); ok {
		return b.String() + "## Evidence\n" + tail
	}
	return b.String() + ledger
}

func (m *model) name(kind string) string {
	m.names++
	return fmt.Sprintf("%s%d", kind, m.names)
}

// editFile is one edit of the backlog.
func (m *model) editFile(r *rand.Rand) {
	s := m.stories[r.IntN(len(m.stories))]
	switch r.IntN(6) {
	case 0:
		s.title = m.name("Title ")
	case 1:
		s.text = m.name("Text ") + "."
	case 2:
		s.labels = [][]string{nil, {"auth"}, {"data"}, {"data", "auth"}}[r.IntN(4)]
	case 3:
		s.gone = !s.gone
	case 4:
		if len(m.stories) < 8 {
			m.stories = append(m.stories, &story{id: fmt.Sprintf("US-2.%d", len(m.stories)), title: m.name("New ")})
		}
	case 5:
		m.epics[r.IntN(len(m.epics))].title = m.name("Epic title ")
	}
	m.w.src = m.render(m.w.src)
}

// editTracker is one edit of an item in the tracker. What people do between the
// look at an item and the write that follows is lost where items have no versions:
// so nobody does it there while a run goes on.
func (m *model) editTracker(t *testing.T, r *rand.Rand, running bool) {
	ctx, tr := undisturbed(t.Context()), m.w.open()
	if _, err := tr.Project(ctx); err != nil {
		t.Error(err)
		return
	}
	var items []*tracker.Item
	for _, kind := range []tracker.Kind{tracker.KindMilestone, tracker.KindIssue} {
		of, err := list(ctx, tr, kind)
		if err != nil {
			t.Error(err)
			return
		}
		items = append(items, of...)
	}
	if running {
		items = slices.DeleteFunc(items, func(x *tracker.Item) bool { return x.Version == "" })
	}
	if len(items) == 0 {
		return
	}
	x := items[r.IntN(len(items))]
	h := m.theirs[x.Ref]
	if h == nil {
		h = &human{}
		m.theirs[x.Ref] = h
	}
	if _, err := tr.Update(ctx, x.Ref, m.edit(r, x, h)); err != nil {
		t.Errorf("what people do to %s: %v", x.Ref, err)
	}
}

// edit is what somebody does to an item.
func (m *model) edit(r *rand.Rand, x *tracker.Item, h *human) tracker.Patch {
	word := func(kind string) string {
		h.words = append(h.words, m.name(kind))
		return h.words[len(h.words)-1]
	}
	edits := 7
	if x.Kind == tracker.KindMilestone {
		edits = 4
	}
	switch r.IntN(edits) {
	case 0:
		h.title = m.name("Theirs ")
		return tracker.Patch{Title: &h.title}
	case 1:
		return tracker.Patch{Body: new(word("Above ") + ".\n\n" + x.Body)}
	case 2:
		return tracker.Patch{Body: new(x.Body + "\n\n" + word("Below ") + ".")}
	case 3:
		h.closed = true
		return tracker.Patch{State: new(tracker.Closed)}
	case 4:
		h.labels = append(h.labels, m.name("theirs-"))
		return tracker.Patch{Labels: new(append(slices.Clone(x.Labels), h.labels[len(h.labels)-1]))}
	case 5:
		h.milestone = true
		return tracker.Patch{Milestone: new("")}
	default:
		h.text = true
		return tracker.Patch{Body: new(strings.Replace(x.Body, "\n<!-- backlogsync:end", "\n"+word("Inside ")+"\n<!-- backlogsync:end", 1))}
	}
}

// moveToAnotherMachine goes on with a new clone, whose ledger may be an old one. A
// run that died just now without a trace in the listings cannot be known of there.
func (m *model) moveToAnotherMachine(t *testing.T) {
	t.Helper()
	m.w.items(t) // which waits until nothing is hidden any more
	m.w.dir = t.TempDir()
	if m.rand.IntN(2) == 0 {
		m.w.src = m.render("")
	}
}

// applyDisturbed runs the engine while up to five things happen. It may fail.
func (m *model) applyDisturbed(t *testing.T) {
	t.Helper()
	happens := make(map[int]*rand.Rand) // by the number of the request
	for range m.rand.IntN(6) {
		happens[1+m.rand.IntN(16)] = rand.New(rand.NewPCG(m.rand.Uint64(), 0))
	}
	m.full = m.rand.IntN(8) == 0
	m.w.e.in.play(func(n int, r request) *fault {
		if mine := happens[n]; mine != nil {
			return m.mishap(t, mine, r)
		}
		return nil
	})
	r := m.w.run(t)
	m.w.e.in.reset(0, nil, false)
	m.full = false
	t.Logf("a run: killed %t, %v", r.killed, r.failed())
}

// mishap is what happens to a request.
func (m *model) mishap(t *testing.T, r *rand.Rand, req request) *fault {
	people := &fault{before: func() {
		if r.IntN(2) == 0 {
			m.editFile(r)
		} else {
			m.editTracker(t, r, true)
		}
	}}
	if r.IntN(3) == 0 {
		return people
	}
	list := disturbances(req, m.w.e.wired, false)
	if req.write {
		list = append(list, refusals()...)
	}
	return list[r.IntN(len(list))]
}
