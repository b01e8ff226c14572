package backlog

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// PullField names a field that can be taken from a tracker into a file.
type PullField string

// The fields that can be taken.
const (
	PullState     PullField = "state"
	PullTitle     PullField = "title"
	PullLabels    PullField = "labels"
	PullAssignees PullField = "assignees"
	PullDue       PullField = "due"
	PullPoints    PullField = "points"
	PullText      PullField = "text"
)

// PullFields lists all fields that can be taken from a tracker.
var PullFields = []PullField{PullState, PullTitle, PullLabels, PullAssignees, PullDue, PullPoints, PullText}

// A Pull is one value to take into a file.
type Pull struct {
	ItemRef
	Field PullField

	// Value is the new value. For a state it is [StatusTodo], [StatusDone] or
	// [StatusDropped]; for a title, the title without the ID; for the title of
	// a milestone, the whole title; for a text, its Markdown. Sets, such as
	// labels, are in Set instead.
	Value string
	Set   []string
}

// Pull returns the edits that take values into the file. They change only the
// boxes, cells, fields, titles and texts that hold the current values. left
// returns the values that the file has no place for, or that would not read
// back the same; no edit is made for them.
func (f *File) Pull(pulls []Pull) (edits []Edit, left []Pull) {
	var texts, others, refused []Pull
	for _, p := range pulls {
		if p.Field == PullText {
			texts = append(texts, p)
		} else {
			others = append(others, p)
		}
	}
	// In a text there may be fields, which are pulled into it. One that leaves no
	// place for them, or takes away what cannot be pulled, is left.
	without := sync.OnceValue(func() []Pull { // what has no place anyway
		_, left := f.pull(others, nil)
		return left
	})
	for {
		first, left := f.pull(texts, others)
		if len(first) == 0 {
			edits, more := f.pull(others, nil)
			return edits, slices.Concat(refused, left, more)
		}
		src, err := Apply(f.src, first...)
		if err != nil {
			panic("unreachable: edits that were made already: " + err.Error())
		}
		g := f.With(src)
		second, more := g.pull(others, nil)
		n := len(texts)
		texts = slices.DeleteFunc(texts, func(text Pull) bool {
			if slices.ContainsFunc(left, text.same) || !slices.ContainsFunc(more, func(m Pull) bool {
				return m.ItemRef == text.ItemRef && (!slices.ContainsFunc(without(), m.same) || f.changes(g, m.ItemRef, m.Field))
			}) {
				return false
			}
			refused = append(refused, text)
			return true
		})
		if len(texts) == n {
			return then(f.src, first, second), slices.Concat(refused, left, more)
		}
	}
}

// same reports whether two values are of one field.
func (p Pull) same(q Pull) bool { return p.ItemRef == q.ItemRef && p.Field == q.Field }

// With returns a file with the content src and the name and options of f.
func (f *File) With(src []byte) *File { return parse(f.name, src, &f.opts, true) }

// pull is Pull for fields of which none may stand in another. What is pulled later
// may change before that.
func (f *File) pull(pulls, later []Pull) (edits []Edit, left []Pull) {
	if len(pulls) == 0 {
		return nil, nil
	}
	p := newPuller(f, pulls)
	for _, l := range later {
		p.later[l.ItemRef] = append(p.later[l.ItemRef], l.Field)
	}
	for {
		var g *File
		if edits, g = p.made(); !p.advance(g) {
			break
		}
	}
	for i := range p.wants {
		if w := &p.wants[i]; w.given() {
			left = append(left, w.Pull)
		}
	}
	return edits, left
}

// A puller tries the places at which a file may say each value.
type puller struct {
	f     keyedFile
	d     *markdown.Document
	eol   string
	wants []wanted
	of    map[ItemRef][]int // which of wants are of an item
	items []int             // where items begin, in order

	rows  func() map[string][]itemRow // see [puller.readRows]
	words func() map[Status]string    // see [puller.readWords]

	later map[ItemRef][]PullField
}

// A wanted is a value with the places to write it, the likeliest first. The one
// at next is tried; behind the last one it is given up.
type wanted struct {
	Pull
	places []place
	next   int
	waits  bool // it is not tried now
}

// given reports whether a value is given up.
func (w *wanted) given() bool { return w.next >= len(w.places) }

// giveUp leaves a value.
func (w *wanted) giveUp() { w.next = len(w.places) }

// A place is one way to write a value: an edit, or a cell of a table.
type place struct {
	none  bool // nothing has to be written
	edit  Edit
	rows  []Span // of the table of a cell; nil for an edit
	row   int
	cell  int
	text  string
	extra *place // what is written along with it
}

func newPuller(f *File, pulls []Pull) *puller {
	p := &puller{f: keyed(f), eol: newRecorder(f, Record{}).eol, of: make(map[ItemRef][]int), later: make(map[ItemRef][]PullField)}
	p.d, _ = markdown.Parse(f.src, f.syntax.Start) // what is not read has no items
	p.rows, p.words = sync.OnceValue(p.readRows), sync.OnceValue(p.readWords)
	for _, e := range f.epics {
		p.items = append(p.items, e.syntax.Heading.Start)
	}
	for _, s := range f.stories {
		p.items = append(p.items, s.syntax.Line.Start)
	}
	slices.Sort(p.items)
	for _, pull := range pulls {
		w := wanted{Pull: pull}
		w.places = p.places(&w)
		if p.said(p.f, &w) { // as long as nothing else takes it away
			w.places = slices.Insert(w.places, 0, place{none: true})
		}
		p.of[pull.ItemRef] = append(p.of[pull.ItemRef], len(p.wants))
		p.wants = append(p.wants, w)
	}
	return p
}

// edits returns the edits of the places that are tried.
func (p *puller) edits() []Edit {
	tables := make(map[int]*markdown.TableEditor)
	var order []int
	var edits []Edit
	for i := range p.wants {
		w := &p.wants[i]
		if w.given() || w.waits || w.places[w.next].none {
			continue
		}
		for at := &w.places[w.next]; at != nil; at = at.extra {
			if at.rows == nil {
				edits = append(edits, at.edit)
				continue
			}
			start := at.rows[0].Start
			if tables[start] == nil {
				tables[start] = markdown.NewTableEditor(p.f.src, at.rows, p.eol)
				order = append(order, start)
			}
			tables[start].Set(at.row, at.cell, at.text)
		}
	}
	for _, start := range order {
		edits = append(edits, tables[start].Edits()...)
	}
	slices.SortStableFunc(edits, func(a, b Edit) int { return cmp.Compare(a.Start, b.Start) })
	return edits
}

// made makes the edits of the places that are tried. Texts may stand in one
// another: of those the first is tried.
func (p *puller) made() ([]Edit, *File) {
	for {
		edits := p.edits()
		src, err := Apply(p.f.src, edits...)
		if err == nil {
			return edits, parse(p.f.name, src, &p.f.opts, true)
		}
		var taken []Span
		for i := range p.wants {
			w := &p.wants[i]
			if w.given() || w.waits || w.places[w.next].none || w.places[w.next].rows != nil {
				continue
			}
			at := w.places[w.next].edit.Span
			if slices.ContainsFunc(taken, func(t Span) bool { return at.Start < t.End && t.Start < at.End }) {
				w.giveUp()
				continue
			}
			taken = append(taken, at)
		}
	}
}

// advance gives what g does not say its next place, and reports whether that
// changes anything.
func (p *puller) advance(g *File) bool {
	moved := false
	now := keyed(g)
	for i := range p.wants {
		if w := &p.wants[i]; !w.given() && !p.said(now, w) {
			w.next++
			moved = true
		}
	}
	if !moved && !sameItems(p.f.File, g) { // an edit made more of the file than it says
		return p.isolate()
	}
	return moved
}

// isolate gives up what changes more of the file than it should, found out by
// trying each value alone, and reports whether there was any. If there is none it
// is all of them together.
func (p *puller) isolate() bool {
	var active, kept []*wanted
	for i := range p.wants {
		if w := &p.wants[i]; !w.given() {
			w.waits = true
			active = append(active, w)
		}
	}
	for _, w := range active {
		w.waits = false
		if _, g := p.made(); sameItems(p.f.File, g) {
			kept = append(kept, w)
		}
		w.waits = true
	}
	for _, w := range active {
		w.waits = false
		if len(kept) == len(active) || !slices.Contains(kept, w) {
			w.giveUp()
		}
	}
	return len(active) > 0
}

// written returns the text of a value, with the sign of members of a set.
func (w *wanted) written() string {
	switch w.Field {
	case PullLabels:
		names := make([]string, len(w.Set))
		for i, name := range w.Set {
			names[i] = quoted(name)
		}
		return cmp.Or(strings.Join(names, ", "), "-")
	case PullAssignees:
		if len(w.Set) == 0 {
			return "-"
		}
		return "@" + strings.Join(w.Set, ", @")
	default:
		return cmp.Or(w.Value, "-")
	}
}
