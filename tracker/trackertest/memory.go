package trackertest

import (
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
)

// A Memory is a project in memory. It is safe for concurrent use; several
// goroutines may simulate several processes.
type Memory struct {
	MemoryOptions // which may be changed while nobody uses the project

	mu      sync.Mutex
	items   map[tracker.Ref]*stored
	numbers map[tracker.Kind]int // the last that was given
	calls   []string
	writes  int
}

// MemoryOptions says how a [Memory] behaves. With the zero value there are no
// faults and no lag.
type MemoryOptions struct {
	Name   string           // of the project; default "test"
	Login  string           // who creates items; default "ana"
	Now    func() time.Time // default time.Now
	Limits tracker.Limits   // as the service would have them

	Lag time.Duration // how long listings do not show a new item

	// UniqueMilestones makes the titles of milestones unique, as some
	// services do: a second one is refused with [tracker.ErrExists].
	UniqueMilestones bool

	// Plain leaves out what the simplest services lack: versions of items and
	// story points.
	Plain bool

	// Fault, if set, is called before and after each write is carried out. If
	// it returns an error, that is returned in place of the answer.
	Fault func(Call) error
}

// A Call is one write.
type Call struct {
	N    int    // counts from 1
	Op   string // "create" or "update"
	Ref  tracker.Ref
	Done bool // it has been carried out
}

// A stored is an item with what nobody sees of it.
type stored struct {
	tracker.Item
	visible time.Time // in listings, from here on
	hidden  bool      // from listings, see [Memory.Hide]
	version int
}

var _ tracker.Tracker = (*Memory)(nil)

// NewMemory returns an empty project. A nil o means the zero MemoryOptions.
func NewMemory(o *MemoryOptions) *Memory {
	m := &Memory{items: make(map[tracker.Ref]*stored), numbers: make(map[tracker.Kind]int)}
	if o != nil {
		m.MemoryOptions = *o
	}
	if m.Name == "" {
		m.Name = "test"
	}
	if m.Login == "" {
		m.Login = "ana"
	}
	if m.Now == nil {
		m.Now = time.Now
	}
	return m
}

// Project implements [tracker.Reader].
func (m *Memory) Project(ctx context.Context) (*tracker.Project, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.note("project")
	return &tracker.Project{
		Target: "memory:" + m.Name, ID: "memory/" + m.Name, URL: m.address(""), Limits: m.Limits, Points: !m.Plain, DueDates: true,
		Login: func(context.Context) (string, error) { return m.Login, nil },
	}, nil
}

func (m *Memory) address(rest string) string {
	return "https://memory.example/" + m.Name + rest
}

// List implements [tracker.Reader], in the order of numbers.
func (m *Memory) List(ctx context.Context, kind tracker.Kind) iter.Seq2[*tracker.Item, error] {
	return func(yield func(*tracker.Item, error) bool) {
		if err := ctx.Err(); err != nil {
			yield(nil, err)
			return
		}
		m.note("list " + string(kind))
		for _, item := range m.visible(kind) {
			if !yield(item, nil) {
				return
			}
		}
	}
}

func (m *Memory) visible(kind tracker.Kind) []*tracker.Item {
	m.mu.Lock()
	defer m.mu.Unlock()
	var items []*tracker.Item
	for _, ref := range slices.SortedFunc(maps.Keys(m.items), byNumber) {
		if x := m.items[ref]; ref.Kind == kind && !x.hidden && !x.visible.After(m.Now()) {
			items = append(items, m.copy(x))
		}
	}
	return items
}

func byNumber(a, b tracker.Ref) int {
	x, _ := strconv.Atoi(a.Key) // keys are our own numbers
	y, _ := strconv.Atoi(b.Key)
	return x - y
}

// copy returns the item as a caller may have it.
func (m *Memory) copy(x *stored) *tracker.Item {
	item := x.Item
	item.Labels, item.Assignees = slices.Clone(x.Labels), slices.Clone(x.Assignees)
	if !m.Plain {
		item.Version = strconv.Itoa(x.version)
	}
	return &item
}

// Get implements [tracker.Reader]. It does not lag.
func (m *Memory) Get(ctx context.Context, ref tracker.Ref) (*tracker.Item, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.note("get " + ref.String())
	m.mu.Lock()
	defer m.mu.Unlock()
	x, ok := m.items[ref]
	if !ok {
		return nil, m.failed("read", ref, tracker.ErrNotFound, nil)
	}
	return m.copy(x), nil
}

// Resolve implements [tracker.Reader].
func (m *Memory) Resolve(_ context.Context, address, _ string) (tracker.Ref, error) {
	rest, ok := strings.CutPrefix(address, m.address("/"))
	kind, key, found := strings.Cut(rest, "/")
	if kind == "work_item" { // another address of an issue
		kind = string(tracker.KindIssue)
	}
	ref := tracker.Ref{Kind: tracker.Kind(kind), Key: key}
	if !ok || !found || ref.Kind != tracker.KindMilestone && ref.Kind != tracker.KindIssue {
		return tracker.Ref{}, m.failed("resolve", tracker.Ref{}, tracker.ErrForeign, errors.New(address))
	}
	return ref, nil
}

func (m *Memory) failed(op string, ref tracker.Ref, kind, err error) error {
	return &tracker.Error{Target: "memory:" + m.Name, Op: op, Ref: ref, Kind: kind, Err: err}
}
