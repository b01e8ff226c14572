package reconcile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
)

// A dater has a clock of its own, which is ahead of this machine's.
type dater struct {
	*memory
	ahead time.Duration
}

func (d *dater) Date() time.Time { return d.clock.Now().Add(d.ahead) }

func (d *dater) Quota() (int, time.Time, bool) { return 0, time.Time{}, false }

// A fresh clone waits for young items as long as the settle window is, by the
// server's clock, and not at all for items that were made long ago.
func TestClocksDiffer(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		dated      bool
		ahead, age time.Duration // by the server's clock
		want       time.Duration // that is waited
	}{
		"young":                              {false, 0, 20 * time.Second, 40 * time.Second},
		"young, an hour ahead":               {true, time.Hour, 20 * time.Second, 40 * time.Second},
		"young, an hour behind":              {true, -time.Hour, 20 * time.Second, 40 * time.Second},
		"old, an hour ahead":                 {true, time.Hour, 10 * time.Minute, 0},
		"an hour ahead, and nobody tells it": {false, time.Hour, 20 * time.Second, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			p.MustApply(t)
			for _, x := range p.m.all() {
				x.CreatedAt = p.Clock.Now().Add(test.ahead - test.age)
			}
			if test.dated {
				p.Sees = &dater{p.m, test.ahead}
			}
			p.Src, p.Dir = strings.Replace(small, "- [ ] US-2.2 Export\n", "- [ ] US-2.2 Export\n- [ ] US-2.3 Print\n", 1), t.TempDir()
			start := p.Clock.Now()
			if _, r := p.MustApply(t); r.Created != 1 {
				t.Errorf("%+v", r)
			}
			if got := p.Clock.Now().Sub(start); got != test.want {
				t.Errorf("waited %v, want %v", got, test.want)
			}
		})
	}
}

var _ tracker.Server = (*dater)(nil)
