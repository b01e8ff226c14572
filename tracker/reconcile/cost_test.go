package reconcile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// What is announced is what is sent, reads before a write included.
func TestCost(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		old, new string
		opts     reconcile.Options
		limits   tracker.Limits
	}{
		"updates":      {"Definir", "Redefinir", reconcile.Options{Labels: []string{"new"}}, tracker.Limits{}},
		"late updates": {"Definir", "Redefinir", reconcile.Options{Labels: []string{"new"}}, tracker.Limits{WriteInterval: time.Second}},
		"prune":        {"US-1.1", "", reconcile.Options{Prune: true}, tracker.Limits{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, world.Founding(t))
			p.MustApply(t)
			var src strings.Builder
			for line := range strings.Lines(p.Src) {
				if c.new != "" || !strings.Contains(line, c.old) {
					src.WriteString(strings.ReplaceAll(line, c.old, c.new))
				}
			}
			p.Src = src.String()
			p.m.Forget()
			p.m.Limits.WriteInterval = c.limits.WriteInterval
			plan, r, err := p.Apply(t, &c.opts)
			if err != nil {
				t.Fatal(err)
			}
			if err := r.Err(); err != nil || plan.Summary.Update+plan.Summary.Close == 0 {
				t.Errorf("%v, %s", err, plan.Summary)
			}
			if got := len(p.m.Calls()); got != plan.Cost.Requests {
				t.Errorf("%d requests were sent and %d announced:\n%s", got, plan.Cost.Requests, strings.Join(p.m.Calls(), "\n"))
			}
		})
	}
}

// Where a mention notifies people, a new item does so, too.
func TestNotifications(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	store := p.Store(t)
	for mentions, want := range map[bool]int{false: 0, true: 6} {
		p.Project.Text.Mentions = mentions
		if plan, err := p.Plan(t, store, nil); err != nil || plan.Cost.Notifications != want {
			t.Errorf("%v, %+v, want %d notifications", err, plan.Cost, want)
		}
	}
}
