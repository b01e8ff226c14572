package reconcile_test

import (
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/testutil/clock"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// A memory is a project in memory, with the time that passes there.
type memory struct {
	*trackertest.Memory
	clock *clock.Clock
}

func newMemory() *memory {
	c := clock.New()
	return &memory{clock: c, Memory: world.Memory(c)}
}

// all yields the items that the project holds.
func (m *memory) all() iter.Seq2[tracker.Ref, *tracker.Item] {
	return func(yield func(tracker.Ref, *tracker.Item) bool) {
		for _, x := range m.Items() {
			if !yield(x.Ref, m.Item(x.Ref)) {
				return
			}
		}
	}
}

// put adds an item and returns it as the project holds it.
func (m *memory) put(x tracker.Item) *tracker.Item {
	m.Put(x)
	return m.Item(x.Ref)
}

// last returns the highest number of a kind.
func (m *memory) last(kind tracker.Kind) int {
	n := 0
	for ref := range m.all() {
		if k, _ := strconv.Atoi(ref.Key); ref.Kind == kind {
			n = max(n, k)
		}
	}
	return n
}

func (m *memory) writes() int {
	n := 0
	for _, c := range m.Calls() {
		if strings.HasPrefix(c, "create") || strings.HasPrefix(c, "update") {
			n++
		}
	}
	return n
}

// edit is what a person does in the tracker.
func (m *memory) edit(t *testing.T, kind tracker.Kind, title string, change func(*tracker.Item)) {
	t.Helper()
	world.Edit(t, m.Memory, kind, title, change)
}

// state prints what the tracker holds, without what differs from run to run.
func (m *memory) state() string {
	var b strings.Builder
	for _, x := range m.all() {
		milestone := ""
		if x.Milestone != "" {
			milestone = m.Item(tracker.Ref{Kind: tracker.KindMilestone, Key: x.Milestone}).Title
		}
		fmt.Fprintf(&b, "%s %q %s in %q labels %v\n", x.Kind, x.Title, x.State, milestone, x.Labels)
	}
	return b.String()
}

// A project is a backlog file and where it is registered.
type project struct {
	m   *memory
	t   tracker.Tracker // what the engine sees of m; nil: m itself
	src []byte
	dir string // of the store

	project *tracker.Project // as the last run saw it
}

func newProject(t *testing.T, src string) *project {
	return &project{m: newMemory(), src: []byte(src), dir: t.TempDir()}
}

// tracker returns what the engine works on.
func (p *project) tracker() tracker.Tracker {
	if p.t != nil {
		return p.t
	}
	return p.m
}

func (p *project) backlog() *backlog.Backlog {
	return backlog.New(backlog.Parse("b.md", p.src, nil))
}

func (p *project) open(t testing.TB) *reconcile.Store {
	t.Helper()
	pr, err := p.tracker().Project(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p.project = pr
	store, err := reconcile.OpenStore(t.Context(), p.dir, pr, &reconcile.StoreOptions{Now: p.m.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() }) // closed already, as a rule
	return store
}

// plan plans with the journal of earlier runs.
func (p *project) plan(t testing.TB, store *reconcile.Store, opts *reconcile.Options) (*reconcile.Plan, error) {
	t.Helper()
	b := p.backlog()
	o, err := reconcile.Observe(t.Context(), p.tracker(), p.project, b, store, opts)
	if err != nil {
		t.Fatal(err)
	}
	return reconcile.NewPlan(b, o, opts)
}

// errKilled stands for the end of the process.
var errKilled = errors.New("killed")

// apply runs once, from reading to writing the file, and returns the plan and
// the result. A panic with errKilled ends it the way SIGKILL would: nothing
// more is done, and the lock is given back by the system.
func (p *project) apply(t *testing.T, opts *reconcile.Options) (plan *reconcile.Plan, r *reconcile.Result, err error) {
	t.Helper()
	return p.applyAfter(t, opts, func() {})
}

// applyAfter does so, with something happening between the plan and its first
// request.
func (p *project) applyAfter(t *testing.T, opts *reconcile.Options, meanwhile func()) (plan *reconcile.Plan, r *reconcile.Result, err error) {
	t.Helper()
	store := p.open(t)
	defer func() {
		_ = store.Close() // the journal is synced line by line
		if x := recover(); x != nil {
			if x != any(errKilled) {
				panic(x)
			}
			err = errKilled
		}
	}()
	plan, err = p.plan(t, store, opts)
	if err != nil {
		return nil, nil, err
	}
	meanwhile()
	r, err = reconcile.Apply(t.Context(), p.tracker(), plan, &reconcile.ApplyOptions{
		Store: store, Save: p.save, Now: p.m.clock.Now, Sleep: p.m.clock.Sleep,
	})
	return plan, r, err
}

func (p *project) save(r *reconcile.Result) error {
	f := backlog.Parse("b.md", p.src, nil)
	rec := r.Record(f)
	rec.Date = p.m.clock.Now()
	edits, _ := f.Record(rec)
	out, err := backlog.Apply(p.src, edits...)
	p.src = out
	return err
}

// mustApply applies and wants no failure at all.
func (p *project) mustApply(t *testing.T) (*reconcile.Plan, *reconcile.Result) {
	t.Helper()
	plan, r, err := p.apply(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return plan, r
}

// wantNoChanges makes sure that another run has nothing to do.
func (p *project) wantNoChanges(t *testing.T) {
	t.Helper()
	before := string(p.src)
	plan, _ := p.mustApply(t)
	if s := plan.Summary.String(); !strings.HasPrefix(s, "No changes") {
		t.Errorf("another run: %s %+v", s, plan.Changes)
	}
	if string(p.src) != before {
		t.Errorf("another run changes the file")
	}
}
