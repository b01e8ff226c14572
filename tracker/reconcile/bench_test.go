package reconcile

import (
	"context"
	"iter"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/testutil"
	"github.com/backlogsync/backlogsync/internal/testutil/large"
	"github.com/backlogsync/backlogsync/tracker"
)

// BenchmarkPlan plans 50,000 stories against 50,000 issues that match them.
func BenchmarkPlan(b *testing.B) {
	src := large.Execution(500, 50_000)
	r := &fixedReader{}
	src = r.register(b, src)
	bl := backlog.New(backlog.Parse("b.md", src, nil))
	bl.Check() // has a budget of its own
	p, err := r.Project(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	o, err := Observe(b.Context(), r, p, bl, nil, nil)
	if err != nil {
		b.Fatal(err)
	}
	testutil.Budget(b, 1, testutil.Load{Files: [][]byte{src}, Work: func() {
		p, err := NewPlan(bl, o, nil)
		if err != nil || p.Summary.Unchanged != 50_500 {
			b.Fatalf("%v %v", p, err)
		}
	}})
}

// A fixedReader holds items that do not change.
type fixedReader struct{ items []*tracker.Item }

// register fills r with the items of a file, and returns the file as it is
// after that.
func (r *fixedReader) register(b *testing.B, src []byte) []byte {
	f := backlog.Parse("b.md", src, nil)
	sp := newScopePlan(backlog.New(f).Scopes()[0], &Observed{}, &Options{})
	created := time.Date(2026, 2, 15, 19, 53, 36, 0, time.UTC)
	milestones := make(map[idKey]string)
	held := make(map[idKey][]backlog.ID)
	var rec backlog.Record
	for i := range sp.items {
		d := &sp.items[i]
		key := strconv.Itoa(i + 1)
		if d.kind == tracker.KindMilestone {
			milestones[d.key] = key
		} else {
			held[d.milestone] = append(held[d.milestone], d.id)
		}
		m := match{desired: d}
		item := &tracker.Item{
			Ref: tracker.Ref{Kind: d.kind, Key: key}, URL: "https://x.example/" + string(d.kind) + "/" + key, State: tracker.Open,
			CreatedAt: created, Creator: "ana", Trusted: true,
			Content: tracker.Content{
				Title: d.title, Milestone: milestones[d.milestone],
				Body: (&itemBody{}).join(&marker{id: d.id, scope: d.scope, nonce: newNonce(), base: m.initialBase()}, *d.text),
			},
		}
		r.items = append(r.items, item)
		rec.Evidence = append(rec.Evidence, backlog.Evidence{
			Kind: d.kind, ID: d.id, URL: item.URL, CreatedAt: backlog.Timestamp(created), Responsible: "ana", Status: backlog.StatusCreated,
		})
	}
	for _, e := range f.Epics() {
		rec.Relations = append(rec.Relations, backlog.Relation{Milestone: e.ID, Issues: held[idKey(e.ID.Key())]})
	}
	edits, _ := f.Record(rec)
	out, err := backlog.Apply(src, edits...)
	if err != nil {
		b.Fatal(err)
	}
	return out
}

func (r *fixedReader) Project(context.Context) (*tracker.Project, error) {
	return &tracker.Project{Target: "x:y", ID: "x"}, nil
}

func (r *fixedReader) List(_ context.Context, kind tracker.Kind) iter.Seq2[*tracker.Item, error] {
	return func(yield func(*tracker.Item, error) bool) {
		for _, x := range r.items {
			if x.Kind == kind && !yield(x, nil) {
				return
			}
		}
	}
}

func (r *fixedReader) Get(_ context.Context, ref tracker.Ref) (*tracker.Item, error) {
	return nil, &tracker.Error{Op: "read", Ref: ref, Kind: tracker.ErrNotFound}
}

func (r *fixedReader) Resolve(_ context.Context, address, _ string) (tracker.Ref, error) {
	rest := strings.TrimPrefix(address, "https://x.example/")
	kind, key, _ := strings.Cut(rest, "/")
	return tracker.Ref{Kind: tracker.Kind(kind), Key: key}, nil
}
