package reconcile_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// Apply changes neither the plan nor what it was made of, whatever it meets: here
// another run makes the same at the same time and is swept.
func TestPlanIsAValue(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	store := p.Store(t)
	b := p.Backlog()
	o, err := reconcile.Observe(t.Context(), p.m, p.Project, b, store, nil)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := reconcile.NewPlan(b, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	said := func(p *reconcile.Plan, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	items := func() (n int) {
		for range o.All() {
			n++
		}
		return n
	}
	found := func() (n int) {
		for _, item := range plan.Found() {
			if item != nil {
				n++
			}
		}
		return n
	}
	before := said(plan, nil)
	r, err := reconcile.Apply(t.Context(), p.m, plan, &reconcile.ApplyOptions{Store: store, Now: p.Clock.Now, Sleep: p.Clock.Sleep})
	if err != nil || r.Created != 6 {
		t.Fatal(err, r)
	}
	if now := said(plan, nil); now != before {
		t.Errorf("the plan was\n%s\nand is\n%s", before, now)
	}
	if again := said(reconcile.NewPlan(b, o, nil)); again != before {
		t.Errorf("planned anew of the same it was\n%s\nand is\n%s", before, again)
	}
	if items() != 0 || found() != 0 || o.Item(tracker.Ref{Kind: tracker.KindIssue, Key: "1"}) != nil {
		t.Errorf("%d items were observed and %d found before there was one", items(), found())
	}
}

// A plan says what was missing when it was made: applied a second time it would
// make everything again.
func TestAppliedOnce(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	store := p.Store(t)
	b := p.Backlog()
	o, err := reconcile.Observe(t.Context(), p.m, p.Project, b, store, nil)
	if err != nil {
		t.Fatal(err)
	}
	var plans [2]*reconcile.Plan
	for i := range plans {
		if plans[i], err = reconcile.NewPlan(b, o, nil); err != nil {
			t.Fatal(err)
		}
	}
	apply := func(p2 *reconcile.Plan) error {
		_, err := reconcile.Apply(t.Context(), p.m, p2, &reconcile.ApplyOptions{Store: store, Now: p.Clock.Now, Sleep: p.Clock.Sleep})
		return err
	}
	if _, err := reconcile.Apply(t.Context(), p.m, plans[0], nil); err == nil {
		t.Error("applied without a store")
	}
	errs := make(chan error, 4)
	for range cap(errs) {
		go func() { errs <- apply(plans[0]) }()
	}
	refused := 0
	for range cap(errs) {
		if err := <-errs; err != nil && strings.Contains(err.Error(), "the plan was applied already") {
			refused++
		} else if err != nil {
			t.Error(err)
		}
	}
	if err := apply(plans[1]); err == nil || !strings.Contains(err.Error(), "another plan of the same observation") {
		t.Errorf("another plan of the same observation: %v", err)
	}
	if refused != cap(errs)-1 || len(p.m.Items()) != 6 {
		t.Errorf("%d of %d were refused; %d items, want 6", refused, cap(errs), len(p.m.Items()))
	}
}
