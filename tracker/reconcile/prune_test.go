package reconcile_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// A prune that would close more than max(3, 10 %) of what is registered looks like
// a mistake. The milestone counts, too.
func TestPruneGuard(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		registered, gone int
		opts             reconcile.Options
		refused          bool
	}{
		{registered: 8, gone: 3},
		{registered: 8, gone: 4, refused: true},
		{registered: 39, gone: 4, refused: true},
		{registered: 40, gone: 4},
		{registered: 59, gone: 5},
		{registered: 59, gone: 6, refused: true},
		{registered: 60, gone: 6},
		{registered: 8, gone: 4, opts: reconcile.Options{PruneCount: 4}},
		{registered: 8, gone: 4, opts: reconcile.Options{PruneCount: 3}, refused: true},
		{registered: 8, gone: 2, opts: reconcile.Options{PruneCount: 3}, refused: true},
		{registered: 8, gone: 1, opts: reconcile.Options{Only: []backlog.ID{"US-1.7"}}, refused: true},
	} {
		t.Run(fmt.Sprintf("%d of %d, %d named, %d alone", c.gone, c.registered, c.opts.PruneCount, len(c.opts.Only)), func(t *testing.T) {
			t.Parallel()
			p := newProject(t, "<!-- checkbox: registered -->\n\n# Plan\n\n## Epic 1: Access\n\n")
			for n := 1; n < c.registered; n++ {
				p.Src += fmt.Sprintf("- [ ] US-1.%d Story\n", n)
			}
			p.MustApply(t)
			for n := 1; n <= c.gone; n++ {
				p.Src = strings.Replace(p.Src, fmt.Sprintf("- [x] US-1.%d Story\n", n), "", 1)
			}
			c.opts.Prune = true
			if c.refused {
				refused(t, p, &c.opts, "prune-guard")
				return
			}
			if _, r, err := p.Apply(t, &c.opts); err != nil || r.Closed != c.gone {
				t.Errorf("%v, %+v", err, r)
			}
		})
	}
}

// A file that lost everything that is registered stops the plan, be it pruned or
// not, until the number is named. A look goes on.
func TestAllGone(t *testing.T) {
	t.Parallel()
	p := newProject(t, "# Backlog\n\n- [ ] US-1 Pay\n- [ ] US-2 Cart\n")
	p.MustApply(t)
	_, ledger, _ := strings.Cut(p.Src, "- [ ] US-2 Cart\n")
	for _, rest := range []string{"", "- [ ] US-3 Shelf\n"} {
		p.Src = "# Backlog\n\n" + rest + ledger
		refused(t, p, &reconcile.Options{}, "all-gone")
		refused(t, p, &reconcile.Options{Prune: true}, "all-gone")
		refused(t, p, &reconcile.Options{Prune: true, PruneCount: 1}, "prune-guard")
		if plan, err := p.planOnce(t, &reconcile.Options{LookOnly: true}); err != nil || len(plan.Changes) == 0 {
			t.Errorf("a look: %v", err)
		}
		for opts, want := range map[*reconcile.Options]bool{
			nil: true, {Prune: true}: true, {Prune: true, PruneCount: 1}: true, {LookOnly: true}: false, {Prune: true, PruneCount: 2}: false,
		} {
			_, err := reconcile.NewPlan(p.Backlog(), nil, opts)
			if refusal, ok := errors.AsType[*reconcile.Refusal](err); ok != want || ok && refusal.Reason.Code() != "all-gone" {
				t.Errorf("offline, %+v: %v", opts, err)
			}
		}
	}
	if _, r, err := p.Apply(t, &reconcile.Options{Prune: true, PruneCount: 2}); err != nil || r.Closed != 2 {
		t.Errorf("named: %v, %+v", err, r)
	}
	if _, err := p.planOnce(t, nil); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// What is ignored or outside of a declaration is closed by a prune, and said to
// stand in the file.
func TestPruneExcluded(t *testing.T) {
	t.Parallel()
	p := newProject(t, "# Backlog\n\n- [ ] US-1 Pay\n\n## Later\n\n- [ ] US-2 Cart\n")
	p.MustApply(t)
	src := p.Src
	for want, src := range map[string]string{
		"it is in the file, but in a part declared to hold no items": strings.Replace(src, "## Later", "<!-- backlogsync: ignore -->\n\n## Later", 1),
		"it is in the file, but outside what is declared":            "---\nread: {stories: [\"- [ ] US-1 {title}\"]}\n---\n" + src,
		"it is gone from the file":                                   strings.Replace(src, "- [ ] US-2 Cart\n", "", 1),
	} {
		p.Src = src
		plan, err := p.planOnce(t, &reconcile.Options{Prune: true})
		if err != nil {
			t.Fatal(err)
		}
		var closed strings.Builder
		for _, c := range plan.Changes {
			if c.Action == reconcile.ActionClose {
				closed.WriteString(string(c.ID) + ": " + c.Reason.String())
			}
		}
		if closed.String() != "US-2: "+want {
			t.Errorf("closes %q, want US-2: %s", closed.String(), want)
		}
	}
}

// planOnce plans and lets go of the journal.
func (p *project) planOnce(t *testing.T, opts *reconcile.Options) (*reconcile.Plan, error) {
	t.Helper()
	store := p.Store(t)
	plan, err := p.Plan(t, store, opts)
	if closed := store.Close(); closed != nil {
		t.Fatal(closed)
	}
	return plan, err
}
