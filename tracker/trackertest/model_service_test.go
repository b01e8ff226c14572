package trackertest_test

import (
	"context"
	"iter"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
	"pgregory.net/rapid"
)

// pageRows is small, so that listings take several pages.
const pageRows = 3

// A manual clock stands still unless somebody sleeps.
type manual struct{ now time.Time }

func (c *manual) Now() time.Time { return c.now }

func (c *manual) Sleep(ctx context.Context, d time.Duration) error {
	c.pass(d)
	return ctx.Err()
}

func (c *manual) pass(d time.Duration) { c.now = c.now.Add(d) }

// A service is a project that is read page by page, and to which anything may
// happen while rt is set.
type service struct {
	*trackertest.Memory
	model  *model
	lag    time.Duration
	rt     *rapid.T
	writes int
}

// mishaps are what happens at each kind of call; mostly nothing does.
var mishaps = map[string][]string{
	"list":   {"unavailable", "killed", "people"},
	"create": {"unavailable", "rejected", "lost", "lost, stored", "killed", "killed, stored", "people"},
	"update": {"unavailable", "rejected", "lost", "lost, stored", "killed", "killed, stored", "people", "people, on it"},
	"save":   {"fails"},
}

// draw decides what happens at a call.
func (s *service) draw(op string) string {
	if s.rt == nil || rapid.IntRange(0, 7).Draw(s.rt, op) != 7 {
		return ""
	}
	return rapid.SampledFrom(mishaps[op]).Draw(s.rt, "mishap")
}

// people is what people do meanwhile.
func (s *service) people() {
	if rapid.Bool().Draw(s.rt, "in the file") {
		s.model.editFile(s.rt)
	} else {
		s.model.editTracker(s.rt, s.model.pick(s.rt))
	}
}

// List reads page by page. Anything may happen between two pages.
func (s *service) List(ctx context.Context, kind tracker.Kind) iter.Seq2[*tracker.Item, error] {
	return func(yield func(*tracker.Item, error) bool) {
		for page := 0; ; page++ {
			switch s.draw("list") {
			case "unavailable":
				yield(nil, failure("list", tracker.Ref{Kind: kind}, tracker.ErrUnavailable))
				return
			case "killed":
				panic(errKilled)
			case "people":
				s.people()
			}
			n := 0
			for x, err := range s.Memory.List(ctx, kind) {
				if err != nil {
					yield(nil, err)
					return
				}
				if n++; n > page*pageRows && n <= (page+1)*pageRows && !yield(x, nil) {
					return
				}
			}
			if n <= (page+1)*pageRows {
				return
			}
		}
	}
}

func failure(op string, ref tracker.Ref, kind error) error {
	return &tracker.Error{Target: "memory:test", Op: op, Ref: ref, Kind: kind}
}

func (s *service) Create(ctx context.Context, d tracker.Draft) (*tracker.Item, error) {
	return s.write("create", tracker.Ref{Kind: d.Kind}, func() (*tracker.Item, error) { return s.Memory.Create(ctx, d) })
}

func (s *service) Update(ctx context.Context, ref tracker.Ref, p tracker.Patch) (*tracker.Item, error) {
	return s.write("update", ref, func() (*tracker.Item, error) { return s.Memory.Update(ctx, ref, p) })
}

// write carries a write out, or not.
func (s *service) write(op string, ref tracker.Ref, do func() (*tracker.Item, error)) (*tracker.Item, error) {
	s.writes++
	mishap := s.draw(op)
	switch mishap {
	case "unavailable":
		return nil, failure(op, ref, tracker.ErrUnavailable)
	case "rejected":
		return nil, failure(op, ref, tracker.ErrRejected)
	case "lost":
		return nil, failure(op, ref, tracker.ErrUnknown)
	case "killed":
		panic(errKilled)
	case "people":
		s.people()
	case "people, on it":
		s.model.editTracker(s.rt, &tracker.Item{Ref: ref})
	}
	x, err := do()
	switch {
	case err != nil:
	case mishap == "lost, stored":
		return nil, failure(op, ref, tracker.ErrUnknown)
	case mishap == "killed, stored":
		panic(errKilled)
	}
	return x, err
}
