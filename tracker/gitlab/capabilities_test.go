package gitlab_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegitlab"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/gitlab"
)

// Labels are made with a colour, found as they are, and addressed by number.
func TestLabels(t *testing.T) {
	t.Parallel()
	w := newShop(t, world.Small)
	tr := w.tracker(t)
	ctx := t.Context()
	l, err := tr.CreateLabel(ctx, tracker.Label{Name: "plain"})
	if err != nil || l.Color != "6699cc" || !l.Default {
		t.Errorf("%v, %+v", err, l)
	}
	if _, err := tr.CreateLabel(ctx, tracker.Label{Name: "plain", Color: "ff0000"}); !errors.Is(err, tracker.ErrExists) {
		t.Errorf("made twice: %v", err)
	}
	if _, err := tr.CreateLabel(ctx, tracker.Label{Name: "a,b", Color: "ff0000"}); !errors.Is(err, tracker.ErrRejected) {
		t.Errorf("with a comma: %v", err)
	}
	digits := w.s.AddLabel("40", "#000000") // the number of "plain"
	l, err = w.tracker(t).UpdateLabel(ctx, "40", tracker.Label{Color: "00ff00", Description: "digits"})
	if err != nil || l.Name != "40" || digits.Color != "#00ff00" || w.s.Label("plain").Color != "#6699cc" {
		t.Errorf("%v, %+v", err, l)
	}
	w.s.AddLabel("inherited", "#111111").OfProject = false
	w.s.Forget()
	if _, err := tr.UpdateLabel(ctx, "inherited", tracker.Label{Color: "00ff00"}); !errors.Is(err, tracker.ErrUnsupported) || w.s.Writes() > 0 {
		t.Errorf("of a group: %v", err)
	}
	if _, err := tr.UpdateLabel(ctx, "missing", tracker.Label{Color: "00ff00"}); !errors.Is(err, tracker.ErrNotFound) {
		t.Errorf("missing: %v", err)
	}
	names := make(map[string]bool)
	for l, err := range tr.Labels(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		names[l.Name] = true
	}
	if len(names) != 3 {
		t.Errorf("listed %v", names)
	}
}

// Dependencies become blocking issues with Premium, related ones without.
func TestBlockers(t *testing.T) {
	t.Parallel()
	for _, premium := range []bool{true, false} {
		w := newShop(t, world.Small)
		w.s.Premium = premium
		tr := w.tracker(t)
		var refs []tracker.Ref
		for range 2 {
			x, err := tr.Create(t.Context(), tracker.KindIssue, tracker.Content{Title: "x"})
			if err != nil {
				t.Fatal(err)
			}
			refs = append(refs, x.Ref)
		}
		for range 2 {
			if err := tr.AddBlocker(t.Context(), refs[0], refs[1]); err != nil {
				t.Fatal(err)
			}
		}
		want := "relates_to"
		if premium {
			want = "is_blocked_by"
		}
		if len(w.s.Links) != 1 || w.s.Links[0].Type != want || w.s.Links[0].Source != 1 {
			t.Errorf("premium %t: %+v", premium, w.s.Links)
		}
		for range 2 {
			if err := tr.RemoveBlocker(t.Context(), refs[0], refs[1]); err != nil || len(w.s.Links) > 0 {
				t.Errorf("premium %t: %v, %+v", premium, err, w.s.Links)
			}
		}
	}
	// The plan may have ended since.
	w := newShop(t, world.Small)
	w.s.Premium = true
	tr := w.tracker(t)
	for range 2 {
		if _, err := tr.Create(t.Context(), tracker.KindIssue, tracker.Content{Title: "x"}); err != nil {
			t.Fatal(err)
		}
	}
	w.s.Premium = false
	item, blocker := tracker.Ref{Kind: tracker.KindIssue, Key: "1"}, tracker.Ref{Kind: tracker.KindIssue, Key: "2"}
	if err := tr.AddBlocker(t.Context(), item, blocker); err != nil || len(w.s.Links) != 1 {
		t.Errorf("%v, %+v", err, w.s.Links)
	}
}

// Taking a blocker back leaves the other links of the issue alone: those to other
// issues, to one of that number in another project, and what the issue itself blocks.
func TestOtherLinksStay(t *testing.T) {
	t.Parallel()
	w := newShop(t, world.Small)
	w.s.Premium = true
	tr := w.tracker(t)
	var refs []tracker.Ref
	for range 4 {
		x, err := tr.Create(t.Context(), tracker.KindIssue, tracker.Content{Title: "x"})
		if err != nil {
			t.Fatal(err)
		}
		refs = append(refs, x.Ref)
	}
	for _, pair := range [][2]int{{0, 1}, {0, 2}, {3, 0}} {
		if err := tr.AddBlocker(t.Context(), refs[pair[0]], refs[pair[1]]); err != nil {
			t.Fatal(err)
		}
	}
	for _, other := range []int{1, 3} { // the second blocks nothing: it is blocked
		if err := tr.RemoveBlocker(t.Context(), refs[0], refs[other]); err != nil {
			t.Fatal(err)
		}
	}
	if l := w.s.Links; len(l) != 2 || l[0].Target != 3 || l[1].Source != 4 {
		t.Errorf("the links are %+v, %+v", l[0], l[len(l)-1])
	}
	w.s.Forget()
	w.s.Fault = func(r *fakegitlab.Request) *fakegitlab.Fault {
		if r.Write() {
			return nil
		}
		return &fakegitlab.Fault{Status: http.StatusOK, Header: map[string]string{"Content-Type": "application/json"},
			Body: `[null,{"iid":3,"project_id":99,"issue_link_id":7,"link_type":"is_blocked_by"}]`}
	}
	if err := tr.RemoveBlocker(t.Context(), refs[0], refs[2]); err != nil || w.s.Writes() > 0 {
		t.Errorf("an issue of another project: %v after %d writes", err, w.s.Writes())
	}
}

// Only the hosts of the service itself are paced; one that is throttled is
// followed by its headers.
func TestLimitsOfHosts(t *testing.T) {
	t.Parallel()
	w := newShop(t, world.Small)
	w.s.Throttled = true
	start := w.Clock.Now()
	w.MustApply(t)
	if d := w.Clock.Now().Sub(start); d > 0 {
		t.Errorf("waited %s", d)
	}
	client := &http.Client{Transport: onlyProject{}}
	for target, want := range map[string]int{"acme/shop": 180, "https://gitlab.example/acme/shop": 0} {
		tr, err := gitlab.New(client, target, &gitlab.Options{Token: "x"})
		if err != nil {
			t.Fatal(err)
		}
		p, err := tr.Project(t.Context())
		if err != nil || p.Limits.CreatesPerMinute != want || p.Limits.WriteInterval != 0 || p.Limits.Settle != 15*time.Second {
			t.Errorf("%s: %v, %+v", target, err, p)
		}
	}
}

// onlyProject answers every request with a project.
type onlyProject struct{}

func (onlyProject) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Request: r,
		Body: io.NopCloser(strings.NewReader(`{"id":1,"web_url":"https://gitlab.com/acme/shop","path_with_namespace":"acme/shop"}`)),
	}, nil
}
