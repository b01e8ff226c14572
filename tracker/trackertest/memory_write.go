package trackertest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/tracker"
)

// Create implements [tracker.Tracker].
func (m *Memory) Create(ctx context.Context, kind tracker.Kind, d tracker.Content) (*tracker.Item, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return m.write("create", tracker.Ref{Kind: kind}, func() (*tracker.Item, error) {
		sent := tracker.Patch{Title: &d.Title, Body: &d.Body, Milestone: &d.Milestone, Labels: &d.Labels}
		if err := m.check("create", tracker.Ref{Kind: kind}, &sent); err != nil {
			return nil, err
		}
		return m.copy(m.add(kind, &d, m.Login, true)), nil
	})
}

// write carries out a write, with the fault before and after it.
func (m *Memory) write(op string, ref tracker.Ref, do func() (*tracker.Item, error)) (*tracker.Item, error) {
	m.note(op + " " + string(ref.Kind))
	m.mu.Lock()
	m.writes++
	c := Call{N: m.writes, Op: op, Ref: ref}
	m.mu.Unlock()
	if m.Fault != nil {
		if err := m.Fault(c); err != nil {
			return nil, err
		}
	}
	x, err := m.locked(do)
	if c.Done = true; err == nil && m.Fault != nil {
		if err := m.Fault(c); err != nil {
			return nil, err
		}
	}
	return x, err
}

func (m *Memory) locked(do func() (*tracker.Item, error)) (*tracker.Item, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return do()
}

func (m *Memory) note(call string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.calls = append(m.calls, call)
}

// Calls returns the calls since the last [Memory.Forget], such as "list issue"
// or "get issue 1".
func (m *Memory) Calls() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.calls)
}

// Forget clears the calls that [Memory.Calls] returns.
func (m *Memory) Forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.calls, m.writes = nil, 0
}

// add makes an item of somebody, who may write to the project if trusted.
func (m *Memory) add(kind tracker.Kind, d *tracker.Content, creator string, trusted bool) *stored {
	m.numbers[kind]++
	ref := tracker.Ref{Kind: kind, Key: strconv.Itoa(m.numbers[kind])}
	now := m.Now()
	x := &stored{visible: now.Add(m.Lag), version: 1, Item: tracker.Item{
		Ref: ref, URL: m.address("/" + string(ref.Kind) + "/" + ref.Key),
		Content: tracker.Content{Title: d.Title, Body: d.Body, Due: d.Due}, State: tracker.Open,
		CreatedAt: now, Creator: creator, Trusted: trusted,
	}}
	if kind == tracker.KindIssue {
		x.Labels, x.Assignees, x.Milestone = slices.Clone(d.Labels), slices.Clone(d.Assignees), d.Milestone
		x.Points = d.Points
	}
	m.items[ref] = x
	return x
}

// Update implements [tracker.Tracker].
func (m *Memory) Update(ctx context.Context, ref tracker.Ref, p tracker.Patch) (*tracker.Item, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return m.write("update", ref, func() (*tracker.Item, error) {
		x, ok := m.items[ref]
		if !ok {
			return nil, m.failed("update", ref, tracker.ErrNotFound, nil)
		}
		if p.Version != "" && p.Version != strconv.Itoa(x.version) {
			return nil, m.failed("update", ref, tracker.ErrChanged, nil)
		}
		if err := m.check("update", ref, &p); err != nil {
			return nil, err
		}
		x.patch(&p)
		return m.copy(x), nil
	})
}

func (x *stored) patch(p *tracker.Patch) {
	x.version++
	set(&x.Title, p.Title)
	set(&x.Body, p.Body)
	set(&x.State, p.State)
	set(&x.Due, p.Due)
	if x.Kind == tracker.KindIssue {
		set(&x.Labels, p.Labels)
		set(&x.Assignees, p.Assignees)
		set(&x.Milestone, p.Milestone)
		set(&x.Points, p.Points)
		if p.State != nil {
			x.Reason = p.Reason
		}
	}
}

func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

// check refuses what services refuse.
func (m *Memory) check(op string, ref tracker.Ref, p *tracker.Patch) error {
	title, milestone := p.Title, p.Milestone
	if title != nil {
		if strings.TrimSpace(*title) == "" {
			return m.failed(op, ref, tracker.ErrRejected, errors.New("the title is empty"))
		}
		if n, most := utf8.RuneCountInString(*title), m.Limits.TitleRunes; most > 0 && n > most {
			return m.failed(op, ref, tracker.ErrRejected, fmt.Errorf("the title has %d characters; %d are allowed", n, most))
		}
		for other, x := range m.items {
			if m.UniqueMilestones && ref.Kind == tracker.KindMilestone && other.Kind == ref.Kind && other != ref && x.Title == *title {
				return m.failed(op, ref, tracker.ErrExists, errors.New(*title))
			}
		}
	}
	if err := m.checkLengths(p); err != nil {
		return m.failed(op, ref, tracker.ErrRejected, err)
	}
	if milestone != nil && *milestone != "" {
		if _, ok := m.items[tracker.Ref{Kind: tracker.KindMilestone, Key: *milestone}]; !ok {
			return m.failed(op, ref, tracker.ErrRejected, fmt.Errorf("there is no milestone %s", *milestone))
		}
	}
	return nil
}

// checkLengths refuses texts and names of labels beyond the limits.
func (m *Memory) checkLengths(p *tracker.Patch) error {
	l := m.Limits
	if p.Body != nil && (l.BodyBytes > 0 && len(*p.Body) > l.BodyBytes || l.BodyRunes > 0 && utf8.RuneCountInString(*p.Body) > l.BodyRunes) {
		return errors.New("the text is too long")
	}
	if p.Labels != nil && l.LabelRunes > 0 {
		for _, name := range *p.Labels {
			if utf8.RuneCountInString(name) > l.LabelRunes {
				return fmt.Errorf("the label %q is too long", name)
			}
		}
	}
	return nil
}
