package tracker_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
)

// A memory is a tracker for tests. It counts calls, can fail at any of them,
// and can hold new items back from listings as services do.
type memory struct {
	mu     sync.Mutex
	items  map[tracker.Ref]*tracker.Item
	hidden map[tracker.Ref]time.Time // items that listings do not show before
	calls  []string
	clock  *clock

	limits tracker.Limits
	lag    time.Duration // of listings behind creates

	// fault, if set, is asked before and after every write is carried out;
	// an error is returned in place of the answer.
	fault func(c call) error
}

// A call is one write.
type call struct {
	n    int // counts from 1
	op   string
	ref  tracker.Ref
	done bool // it has been carried out
}

// A clock stands still unless somebody sleeps.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 2, 15, 19, 53, 36, 789e6, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return ctx.Err()
}

func newMemory() *memory {
	return &memory{
		items: make(map[tracker.Ref]*tracker.Item), hidden: make(map[tracker.Ref]time.Time), clock: newClock(),
		limits: tracker.Limits{TitleRunes: 255, Settle: time.Minute, PageRows: 100},
	}
}

var _ tracker.Tracker = (*memory)(nil)

func (m *memory) Project(context.Context) (*tracker.Project, error) {
	m.calls = append(m.calls, "project")
	return &tracker.Project{Target: "memory:x", ID: "memory", URL: "https://memory.example/x", Login: "ana", Limits: m.limits, DueDates: true}, nil
}

func (m *memory) List(_ context.Context, kind tracker.Kind) iter.Seq2[*tracker.Item, error] {
	m.calls = append(m.calls, "list "+string(kind))
	return func(yield func(*tracker.Item, error) bool) {
		for _, ref := range m.refs() {
			if ref.Kind != kind || m.hidden[ref].After(m.clock.Now()) {
				continue
			}
			if item := *m.items[ref]; !yield(&item, nil) {
				return
			}
		}
	}
}

// refs returns the items in the order of creation.
func (m *memory) refs() []tracker.Ref {
	return slices.SortedFunc(maps.Keys(m.items), func(a, b tracker.Ref) int {
		x, _ := strconv.Atoi(a.Key)
		y, _ := strconv.Atoi(b.Key)
		if a.Kind != b.Kind {
			return -strings.Compare(string(a.Kind), string(b.Kind))
		}
		return x - y
	})
}

func (m *memory) Get(_ context.Context, ref tracker.Ref) (*tracker.Item, error) {
	m.calls = append(m.calls, "get "+ref.String())
	if item, ok := m.items[ref]; ok {
		copied := *item
		return &copied, nil
	}
	return nil, &tracker.Error{Target: "memory:x", Op: "read", Ref: ref, Kind: tracker.ErrNotFound}
}

func (m *memory) Resolve(_ context.Context, address, _ string) (tracker.Ref, error) {
	rest, ok := strings.CutPrefix(address, "https://memory.example/x/")
	kind, key, found := strings.Cut(rest, "/")
	if !ok || !found {
		return tracker.Ref{}, &tracker.Error{Target: "memory:x", Op: "resolve", Kind: tracker.ErrForeign}
	}
	return tracker.Ref{Kind: tracker.Kind(kind), Key: key}, nil
}

// write runs the fault before and after a write.
func (m *memory) write(op string, ref tracker.Ref, do func() (*tracker.Item, error)) (*tracker.Item, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.calls = append(m.calls, op+" "+string(ref.Kind))
	c := call{n: m.writes(), op: op, ref: ref}
	if m.fault != nil {
		if err := m.fault(c); err != nil {
			return nil, err
		}
	}
	item, err := do()
	if c.done = true; err == nil && m.fault != nil {
		if err := m.fault(c); err != nil {
			return nil, err
		}
	}
	return item, err
}

func (m *memory) writes() int {
	n := 0
	for _, c := range m.calls {
		if strings.HasPrefix(c, "create") || strings.HasPrefix(c, "update") {
			n++
		}
	}
	return n
}

func (m *memory) Create(_ context.Context, d tracker.Draft) (*tracker.Item, error) {
	return m.write("create", tracker.Ref{Kind: d.Kind}, func() (*tracker.Item, error) {
		if d.Kind == tracker.KindMilestone {
			for _, x := range m.items {
				if x.Kind == d.Kind && x.Title == d.Title {
					return nil, &tracker.Error{Target: "memory:x", Op: "create", Kind: tracker.ErrExists}
				}
			}
		}
		item := &tracker.Item{
			Ref:   tracker.Ref{Kind: d.Kind, Key: strconv.Itoa(m.last(d.Kind) + 1)},
			Title: d.Title, Body: d.Body, State: tracker.Open, Labels: d.Labels, Assignees: d.Assignees, Milestone: d.Milestone, Due: d.Due,
			CreatedAt: m.clock.Now(), Creator: "ana", Trusted: true,
		}
		return m.put(item), nil
	})
}

// last returns the highest number that was ever given.
func (m *memory) last(kind tracker.Kind) int {
	n := 0
	for ref := range m.hidden {
		if k, _ := strconv.Atoi(ref.Key); ref.Kind == kind && k > n {
			n = k
		}
	}
	return n
}

// put stores an item and returns a copy.
func (m *memory) put(item *tracker.Item) *tracker.Item {
	item.URL = "https://memory.example/x/" + string(item.Kind) + "/" + item.Key
	if _, ok := m.items[item.Ref]; !ok {
		m.hidden[item.Ref] = m.clock.Now().Add(m.lag)
	}
	stored := *item
	m.items[item.Ref] = &stored
	return item
}

func (m *memory) Update(_ context.Context, ref tracker.Ref, p tracker.Patch) (*tracker.Item, error) {
	return m.write("update", ref, func() (*tracker.Item, error) {
		old, ok := m.items[ref]
		if !ok {
			return nil, &tracker.Error{Target: "memory:x", Op: "update", Ref: ref, Kind: tracker.ErrNotFound}
		}
		item := *old
		set(&item.Title, p.Title)
		set(&item.Body, p.Body)
		set(&item.State, p.State)
		set(&item.Labels, p.Labels)
		set(&item.Assignees, p.Assignees)
		set(&item.Milestone, p.Milestone)
		set(&item.Due, p.Due)
		return m.put(&item), nil
	})
}

func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

// edit is what a person does in the tracker.
func (m *memory) edit(t *testing.T, kind tracker.Kind, title string, change func(*tracker.Item)) {
	t.Helper()
	for _, x := range m.items {
		if x.Kind == kind && strings.HasPrefix(x.Title, title) {
			change(x)
			return
		}
	}
	t.Fatalf("there is no %s %q", kind, title)
}

// state prints what the tracker holds, without what differs from run to run.
func (m *memory) state() string {
	var b strings.Builder
	for _, ref := range m.refs() {
		x := m.items[ref]
		milestone := ""
		if x.Milestone != "" {
			milestone = m.items[tracker.Ref{Kind: tracker.KindMilestone, Key: x.Milestone}].Title
		}
		fmt.Fprintf(&b, "%s %q %s in %q labels %v\n", x.Kind, x.Title, x.State, milestone, x.Labels)
	}
	return b.String()
}

// A project is a backlog file and where it is registered.
type project struct {
	m   *memory
	src []byte
	dir string // of the store

	project *tracker.Project // as the last run saw it
}

func newProject(t *testing.T, src string) *project {
	return &project{m: newMemory(), src: []byte(src), dir: t.TempDir()}
}

func (p *project) backlog() *backlog.Backlog {
	return backlog.New(backlog.Parse("b.md", p.src, nil))
}

func (p *project) open(t *testing.T) *tracker.Store {
	t.Helper()
	pr, err := p.m.Project(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p.project = pr
	store, err := tracker.OpenStore(t.Context(), p.dir, pr, &tracker.StoreOptions{Now: p.m.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() }) // closed already, as a rule
	return store
}

// plan plans with the journal of earlier runs.
func (p *project) plan(t *testing.T, store *tracker.Store, opts *tracker.Options) (*tracker.Plan, error) {
	t.Helper()
	b := p.backlog()
	o, err := tracker.Observe(t.Context(), p.m, p.project, b, store, nil)
	if err != nil {
		t.Fatal(err)
	}
	return tracker.NewPlan(b, o, opts)
}

// errKilled stands for the end of the process.
var errKilled = errors.New("killed")

// apply runs once, from reading to writing the file, and returns the plan and
// the result. A panic with errKilled ends it the way SIGKILL would: nothing
// more is done, and the lock is given back by the system.
func (p *project) apply(t *testing.T, opts *tracker.Options) (plan *tracker.Plan, r *tracker.Result, err error) {
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
	r, err = tracker.Apply(t.Context(), p.m, plan, &tracker.ApplyOptions{
		Store: store, Save: p.save, Now: p.m.clock.Now, Sleep: p.m.clock.Sleep,
	})
	return plan, r, err
}

func (p *project) save(r *tracker.Result) error {
	f := backlog.Parse("b.md", p.src, nil)
	rec := r.Record(f)
	rec.Date = p.m.clock.Now()
	edits, _ := f.Record(rec)
	out, err := backlog.Apply(p.src, edits...)
	p.src = out
	return err
}

// mustApply applies and wants no failure at all.
func (p *project) mustApply(t *testing.T) (*tracker.Plan, *tracker.Result) {
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
	if s := plan.Summary.String(); !strings.HasPrefix(s, "No changes.") {
		t.Errorf("another run: %s %+v", s, plan.Changes)
	}
	if string(p.src) != before {
		t.Errorf("another run changes the file")
	}
}
