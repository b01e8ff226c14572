package gitlab_test

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegitlab"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
)

// Without a ledger the markers are all there is. One counts only if its author
// may write to the project, or is who the token belongs to.
func TestTrust(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		level   int
		self    int64
		unknown int
	}{{40, 2, 0}, {15, 2, 0}, {10, 2, 4}, {0, 2, 4}, {0, 1, 0}} {
		w := newShop(t, world.Small)
		w.MustApply(t) // by ana, who is number 1
		w.Src, w.Dir = world.Small, t.TempDir()
		w.s.Members[1] = test.level
		if test.self == 2 {
			w.s.Users[0], w.s.Users[1] = w.s.Users[1], w.s.Users[0]
		}
		plan, _, err := w.Apply(t, nil)
		if err != nil || plan.Summary.Unknown != test.unknown || plan.Summary.Create != 0 {
			t.Errorf("level %d, read by user %d: %v, %s", test.level, test.self, err, plan.Summary)
		}
	}
}

// A service that does not say who may write, or whose the token is, leaves authors in
// doubt; one that does not work ends the run.
func TestTrustUntold(t *testing.T) {
	t.Parallel()
	for path, doubted := range map[string]int{"/members/all": 4, "/user": 0} { // ana is a member all the same
		for status, ends := range map[int]bool{403: false, 404: false, 502: true} {
			w := newShop(t, world.Small)
			w.MustApply(t)
			w.Src, w.Dir = world.Small, t.TempDir()
			w.s.Users[0], w.s.Users[1] = w.s.Users[1], w.s.Users[0]
			met := false
			w.s.Fault = func(r *fakegitlab.Request) *fakegitlab.Fault {
				if !strings.HasSuffix(r.Path, path) {
					return nil
				}
				met = true
				return &fakegitlab.Fault{Status: status, Body: `{"message":"no"}`}
			}
			plan, _, err := w.Apply(t, nil)
			if !met || (err != nil) != ends || err == nil && plan.Summary.Unknown != doubted {
				t.Errorf("%s says %d: asked %t, %v, %+v", path, status, met, err, plan)
			}
		}
	}
}
