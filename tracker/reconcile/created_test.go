package reconcile_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
)

// A garbler carries out creates and changes what it answers.
type garbler struct {
	*memory
	garble func(answer *tracker.Item)
}

func (g *garbler) Create(ctx context.Context, kind tracker.Kind, d tracker.Content) (*tracker.Item, error) {
	x, err := g.memory.Create(ctx, kind, d)
	if err == nil {
		copied := *x
		g.garble(&copied)
		x = &copied
	}
	return x, err
}

// An answer to a create that does not speak of what was sent, or not of all of it,
// is none: what was made is looked for, and the ledger gets what there is.
func TestAnswerOfCreate(t *testing.T) {
	t.Parallel()
	another := func(x *tracker.Item) { x.Key, x.URL = "77", "https://memory.example/x/"+string(x.Kind)+"/77" }
	for name, garble := range map[string]func(*tracker.Item){
		"no number":  func(x *tracker.Item) { x.Key = "" },
		"no address": func(x *tracker.Item) { x.URL = "" },
		"no time":    func(x *tracker.Item) { x.CreatedAt = time.Time{} },
		"no marker":  func(x *tracker.Item) { another(x); x.Body = "" },
		"the marker of another": func(x *tracker.Item) {
			another(x)
			x.Body = strings.ReplaceAll(x.Body, nonceOf(x.Body), "othernonce")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			p.Sees = &garbler{p.m, garble}
			_, r := p.MustApply(t)
			if r.Created != 6 || len(p.m.Items()) != 6 {
				t.Errorf("%d created, %d items", r.Created, len(p.m.Items()))
			}
			ledger, _, _ := strings.Cut(p.Src, "\n### ")
			for _, x := range p.m.all() {
				if n := strings.Count(ledger, x.URL+" "); n != 1 {
					t.Errorf("%s stands in %d rows:\n%s", x.URL, n, ledger)
				}
			}
			if strings.Contains(ledger, "/77") || strings.Count(ledger, "2026-02-15T") != 6 {
				t.Errorf("the ledger:\n%s", ledger)
			}
			p.WantNoChanges(t)
		})
	}
}

// An eager tracker closes what is made.
type eager struct {
	*memory
	closed *int // how often it is asked to close something
}

func (e eager) Create(ctx context.Context, kind tracker.Kind, c tracker.Content) (*tracker.Item, error) {
	item, err := e.memory.Create(ctx, kind, c)
	if err == nil && kind == tracker.KindIssue {
		item, err = e.memory.Update(ctx, item.Ref, tracker.Patch{State: new(tracker.Closed), Version: item.Version})
	}
	return item, err
}

func (e eager) Update(ctx context.Context, ref tracker.Ref, p tracker.Patch) (*tracker.Item, error) {
	if p.State != nil {
		*e.closed++
	}
	return e.memory.Update(ctx, ref, p)
}

// What the service has closed already is not closed again.
func TestCreatedClosed(t *testing.T) {
	t.Parallel()
	for _, eagerly := range []bool{false, true} {
		p := newProject(t, "# Backlog\n\n- [x] US-1 Login page\n")
		closed := 0
		if p.Sees = (eager{p.m, &closed}); !eagerly {
			p.Sees = nil
		}
		p.MustApply(t)
		p.m.edit(t, tracker.KindIssue, "US-1 ", func(x *tracker.Item) {
			if x.State != tracker.Closed || closed != 0 {
				t.Errorf("eagerly: %v: %s, asked %d times", eagerly, x.State, closed)
			}
		})
		p.WantNoChanges(t)
	}
}
