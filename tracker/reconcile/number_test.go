package reconcile_test

import (
	"context"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
)

// A sameNumber gives each new issue the number and the address of the first in
// its answer, as no server should.
type sameNumber struct {
	*memory
	first *tracker.Item
}

func (s *sameNumber) Create(ctx context.Context, kind tracker.Kind, d tracker.Content) (*tracker.Item, error) {
	x, err := s.memory.Create(ctx, kind, d)
	if err != nil || kind != tracker.KindIssue {
		return x, err
	}
	if s.first == nil {
		s.first = x
	}
	answer := *x
	answer.Ref, answer.URL = s.first.Ref, s.first.URL
	return &answer, nil
}

// Two items with one number are none that a ledger can hold: what was made is
// found out by the listing.
func TestNumberGivenTwice(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.Sees = &sameNumber{memory: p.m}
	p.MustApply(t)
	ledger, _, _ := strings.Cut(p.Src, "\n### ")
	for _, x := range p.m.all() {
		if n := strings.Count(ledger, x.URL); n != 1 {
			t.Errorf("%s stands in %d rows", x.URL, n)
		}
	}
	p.WantNoChanges(t)
	if len(p.m.Items()) != 6 {
		t.Errorf("%d items", len(p.m.Items()))
	}
}
