package reconcile_test

import (
	"context"
	"strings"
	"testing"
	"time"

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
			p := newProject(t, founding(t))
			p.mustApply(t)
			var src strings.Builder
			for line := range strings.Lines(string(p.src)) {
				if c.new != "" || !strings.Contains(line, c.old) {
					src.WriteString(strings.ReplaceAll(line, c.old, c.new))
				}
			}
			p.src = []byte(src.String())
			p.m.Forget()
			p.m.Limits.WriteInterval = c.limits.WriteInterval
			plan, r, err := p.apply(t, &c.opts)
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

// telling is a service in which a mention notifies people, and so does a new item.
type telling struct{ *memory }

func (t telling) Project(ctx context.Context) (*tracker.Project, error) {
	p, err := t.memory.Project(ctx)
	p.Text.Mentions = true
	return p, err
}

func TestNotifications(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	for want, tr := range map[int]tracker.Tracker{0: p.m, 6: telling{p.m}} {
		p.t = tr
		if plan, err := p.plan(t, p.open(t), nil); err != nil || plan.Cost.Notifications != want {
			t.Errorf("%v, %+v, want %d notifications", err, plan.Cost, want)
		}
	}
}
