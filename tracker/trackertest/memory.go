package trackertest

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
	"time"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/tracker"
)

// A Memory is a project in memory. It is safe for concurrent use: several
// goroutines may stand for several processes.
type Memory struct {
	o MemoryOptions

	mu      sync.Mutex
	items   map[tracker.Ref]*stored
	numbers map[tracker.Kind]int // the last that was given
}

// MemoryOptions says how a [Memory] behaves. The zero value behaves well.
type MemoryOptions struct {
	Name   string           // of the project; default "test"
	Login  string           // who creates items; default "ana"
	Now    func() time.Time // default time.Now
	Limits tracker.Limits   // as the service would have them

	Lag time.Duration // how long listings do not show what was created

	// UniqueMilestones makes the titles of milestones unique, as some
	// services do: a second one is refused with [tracker.ErrExists].
	UniqueMilestones bool
}

// A stored is an item with what nobody sees of it.
type stored struct {
	tracker.Item
	visible time.Time // in listings, from here on
	version int
}

var _ tracker.Tracker = (*Memory)(nil)

// NewMemory returns an empty project. A nil o stands for the zero value.
func NewMemory(o *MemoryOptions) *Memory {
	m := &Memory{items: make(map[tracker.Ref]*stored), numbers: make(map[tracker.Kind]int)}
	if o != nil {
		m.o = *o
	}
	if m.o.Name == "" {
		m.o.Name = "test"
	}
	if m.o.Login == "" {
		m.o.Login = "ana"
	}
	if m.o.Now == nil {
		m.o.Now = time.Now
	}
	return m
}

// Project implements [tracker.Reader].
func (m *Memory) Project(ctx context.Context) (*tracker.Project, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return &tracker.Project{
		Target: "memory:" + m.o.Name, ID: "memory/" + m.o.Name, URL: m.address(""), Login: m.o.Login, Limits: m.o.Limits, Points: true, DueDates: true,
	}, nil
}

func (m *Memory) address(rest string) string {
	return "https://memory.example/" + m.o.Name + rest
}

// List implements [tracker.Reader], in the order of numbers.
func (m *Memory) List(ctx context.Context, kind tracker.Kind) iter.Seq2[*tracker.Item, error] {
	return func(yield func(*tracker.Item, error) bool) {
		if err := ctx.Err(); err != nil {
			yield(nil, err)
			return
		}
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
		if x := m.items[ref]; ref.Kind == kind && !x.visible.After(m.o.Now()) {
			items = append(items, x.copy())
		}
	}
	return items
}

// Items returns all items in the order of their numbers, milestones first, and
// those that listings do not show yet.
func (m *Memory) Items() []*tracker.Item {
	m.mu.Lock()
	defer m.mu.Unlock()
	var items []*tracker.Item
	for _, kind := range []tracker.Kind{tracker.KindMilestone, tracker.KindIssue} {
		for _, ref := range slices.SortedFunc(maps.Keys(m.items), byNumber) {
			if ref.Kind == kind {
				items = append(items, m.items[ref].copy())
			}
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
func (x *stored) copy() *tracker.Item {
	item := x.Item
	item.Labels, item.Assignees = slices.Clone(x.Labels), slices.Clone(x.Assignees)
	item.Version = strconv.Itoa(x.version)
	return &item
}

// Get implements [tracker.Reader]. It does not lag.
func (m *Memory) Get(ctx context.Context, ref tracker.Ref) (*tracker.Item, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	x, ok := m.items[ref]
	if !ok {
		return nil, m.failed("read", ref, tracker.ErrNotFound, nil)
	}
	return x.copy(), nil
}

// Resolve implements [tracker.Reader].
func (m *Memory) Resolve(_ context.Context, address, _ string) (tracker.Ref, error) {
	rest, ok := strings.CutPrefix(address, m.address("/"))
	kind, key, found := strings.Cut(rest, "/")
	ref := tracker.Ref{Kind: tracker.Kind(kind), Key: key}
	if !ok || !found || ref.Kind != tracker.KindMilestone && ref.Kind != tracker.KindIssue {
		return tracker.Ref{}, m.failed("resolve", tracker.Ref{}, tracker.ErrForeign, errors.New(address))
	}
	return ref, nil
}

// Create implements [tracker.Tracker].
func (m *Memory) Create(ctx context.Context, d tracker.Draft) (*tracker.Item, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.check("create", tracker.Ref{Kind: d.Kind}, &d.Title, &d.Milestone); err != nil {
		return nil, err
	}
	m.numbers[d.Kind]++
	ref := tracker.Ref{Kind: d.Kind, Key: strconv.Itoa(m.numbers[d.Kind])}
	now := m.o.Now()
	x := &stored{visible: now.Add(m.o.Lag), version: 1, Item: tracker.Item{
		Ref: ref, URL: m.address("/" + string(ref.Kind) + "/" + ref.Key),
		Title: d.Title, Body: d.Body, State: tracker.Open, Due: d.Due,
		CreatedAt: now, Creator: m.o.Login, Trusted: true,
	}}
	if d.Kind == tracker.KindIssue {
		x.Labels, x.Assignees, x.Milestone = slices.Clone(d.Labels), slices.Clone(d.Assignees), d.Milestone
		x.Points = d.Points
	}
	m.items[ref] = x
	return x.copy(), nil
}

// Update implements [tracker.Tracker].
func (m *Memory) Update(ctx context.Context, ref tracker.Ref, p tracker.Patch) (*tracker.Item, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	x, ok := m.items[ref]
	if !ok {
		return nil, m.failed("update", ref, tracker.ErrNotFound, nil)
	}
	if p.Version != "" && p.Version != strconv.Itoa(x.version) {
		return nil, m.failed("update", ref, tracker.ErrChanged, nil)
	}
	if err := m.check("update", ref, p.Title, p.Milestone); err != nil {
		return nil, err
	}
	x.version++
	set(&x.Title, p.Title)
	set(&x.Body, p.Body)
	set(&x.State, p.State)
	set(&x.Due, p.Due)
	if ref.Kind == tracker.KindIssue {
		set(&x.Labels, p.Labels)
		set(&x.Assignees, p.Assignees)
		set(&x.Milestone, p.Milestone)
		set(&x.Points, p.Points)
	}
	return x.copy(), nil
}

func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

// check refuses what services refuse.
func (m *Memory) check(op string, ref tracker.Ref, title, milestone *string) error {
	if title != nil {
		if strings.TrimSpace(*title) == "" {
			return m.failed(op, ref, tracker.ErrRejected, errors.New("the title is empty"))
		}
		if n, most := utf8.RuneCountInString(*title), m.o.Limits.TitleRunes; most > 0 && n > most {
			return m.failed(op, ref, tracker.ErrRejected, fmt.Errorf("the title has %d characters; %d are allowed", n, most))
		}
		for other, x := range m.items {
			if m.o.UniqueMilestones && ref.Kind == tracker.KindMilestone && other.Kind == ref.Kind && other != ref && x.Title == *title {
				return m.failed(op, ref, tracker.ErrExists, errors.New(*title))
			}
		}
	}
	if milestone != nil && *milestone != "" {
		if _, ok := m.items[tracker.Ref{Kind: tracker.KindMilestone, Key: *milestone}]; !ok {
			return m.failed(op, ref, tracker.ErrRejected, fmt.Errorf("there is no milestone %s", *milestone))
		}
	}
	return nil
}

// Edit changes an item the way a person does in the tracker. It reports whether
// the item exists.
func (m *Memory) Edit(ref tracker.Ref, change func(*tracker.Item)) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	x, ok := m.items[ref]
	if ok {
		change(&x.Item)
		x.version++
	}
	return ok
}

func (m *Memory) failed(op string, ref tracker.Ref, kind, err error) error {
	return &tracker.Error{Target: "memory:" + m.o.Name, Op: op, Ref: ref, Kind: kind, Err: err}
}
