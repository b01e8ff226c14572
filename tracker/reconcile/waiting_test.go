package reconcile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// What was seen grows old while a write waits, for its turn or because the service
// refuses more for now: what people write in that time stays, too.
func TestWrittenWhileWaiting(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		prepare func(t *testing.T, p *project)
		key     string
		state   tracker.State
	}{
		"update": {func(_ *testing.T, p *project) {
			p.Src = strings.Replace(p.Src, "US-1.2 Logout", "US-1.2 Sign out", 1)
		}, "2", tracker.Open},
		"prune": {func(_ *testing.T, p *project) {
			p.Src = strings.Replace(p.Src, "- [x] US-1.2 Logout\n", "", 1)
		}, "2", tracker.Closed},
		"twin": {func(t *testing.T, p *project) { p.twin(t) }, "5", tracker.Closed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			p.MustApply(t)
			c.prepare(t, p)
			ref := tracker.Ref{Kind: tracker.KindIssue, Key: c.key}
			refused := false
			p.m.Fault = func(call trackertest.Call) error {
				if call.Ref != ref || refused {
					return nil
				}
				refused = true
				x := p.m.Item(ref)
				x.Body = "Theirs.\n\n" + x.Body
				return &tracker.Error{Target: "memory:x", Op: call.Op, Ref: ref, Kind: tracker.ErrRateLimited, RetryAfter: 90 * time.Second}
			}
			_, r, err := p.Apply(t, &reconcile.Options{Prune: true})
			if x := p.m.Item(ref); err != nil || r.Err() != nil || !refused || x.State != c.state || !strings.HasPrefix(x.Body, "Theirs.\n\n") {
				t.Errorf("%v, %v, it is %s:\n%s", err, r.Err(), x.State, x.Body)
			}
		})
	}
}
