package github_test

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// onPath answers requests whose path ends in a way, as often as said; -1: always.
func onPath(write bool, end string, times int, f *fakegithub.Fault) func(*fakegithub.Request) *fakegithub.Fault {
	return func(r *fakegithub.Request) *fakegithub.Fault {
		if r.Write() != write || !strings.HasSuffix(r.Path, end) || times == 0 {
			return nil
		}
		times--
		return f
	}
}

// An Enterprise Server refuses without a header about limits.
func TestEnterpriseLimit(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	w.s.Prefix, w.s.NoRates = "/api/v3", true
	w.s.Repo["url"] = w.s.URL + "/api/v3/repos/acme/shop"
	w.opts.APIURL = w.s.URL + "/api/v3/"
	w.s.Fault = world.OnWrite(2, &fakegithub.Fault{Status: 403, Body: message(secondary)})
	start := w.Clock.Now()
	w.MustApply(t)
	if d := w.Clock.Now().Sub(start); d < time.Minute || d > 2*time.Minute || w.s.Writes() != 7 {
		t.Errorf("waited %s, %d writes", d, w.s.Writes())
	}
	w.WantSettled(t)
}

// The time of a reset is the server's, whatever the clock here says.
func TestSkewedReset(t *testing.T) {
	t.Parallel()
	for _, skew := range []time.Duration{-3 * time.Hour, 3 * time.Hour} {
		w := newShop(t, small)
		server := w.Clock.Now().Add(skew)
		w.s.Fault = world.OnWrite(2, &fakegithub.Fault{
			Status: 429, Body: message("API rate limit exceeded for user ID 12345."), Header: map[string]string{
				"Date": server.Format(http.TimeFormat), "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": fmt.Sprint(server.Add(2 * time.Minute).Unix()),
			},
		})
		start := w.Clock.Now()
		w.MustApply(t)
		if d := w.Clock.Now().Sub(start); d < 2*time.Minute || d > 3*time.Minute {
			t.Errorf("skew %s: waited %s", skew, d)
		}
		w.WantSettled(t)
	}
}

// Refusals of one item are not repeated, name it, and do not stop the others.
func TestRefusedItem(t *testing.T) {
	t.Parallel()
	invalid := func(e string) fakegithub.Fault {
		return fakegithub.Fault{Status: 422,
			Body: `{"message":"Validation Failed","errors":[` + e + `],"documentation_url":"https://docs.github.com/rest","status":"422"}`}
	}
	for name, test := range map[string]struct {
		fault fakegithub.Fault
		want  string
	}{
		"title too long": {invalid(`{"resource":"Issue","code":"custom","field":"title","message":"title is too long (maximum is 256 characters)"}`),
			"title is too long (maximum is 256 characters)"},
		"body too long": {invalid(`{"resource":"Issue","code":"custom","field":"body","message":"body is too long (maximum is 65536 characters)"}`),
			"body is too long"},
		"unknown milestone": {invalid(`{"value":99,"resource":"Issue","field":"milestone","code":"invalid"}`), "Issue milestone invalid"},
		"unknown assignee":  {invalid(`{"value":"ghost1","resource":"Issue","field":"assignees","code":"invalid"}`), "Issue assignees invalid"},
		"label too long":    {invalid(`{"value":"xxx","resource":"Label","field":"name","code":"invalid"}`), "Label name invalid"},
		"missing title":     {invalid(`{"resource":"Issue","code":"missing_field","field":"title"}`), "Issue title missing_field"},
		"bad JSON":          {fakegithub.Fault{Status: 400, Body: message("Problems parsing JSON")}, "Problems parsing JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newShop(t, small)
			w.s.Fault = world.OnWrite(4, &test.fault)
			_, r, err := w.Apply(t, nil)
			if err != nil || r.Created != 5 || len(r.Failed) != 1 || w.s.Writes() != 6 {
				t.Fatalf("%v, %+v, %d writes", err, r, w.s.Writes())
			}
			if text := r.Err().Error(); !strings.Contains(text, "US-1.2") || !strings.Contains(text, test.want) {
				t.Error(text)
			}
			w.MustApply(t)
			w.WantSettled(t)
		})
	}
}

// A pull request into whose text somebody copied a marker is not an item.
func TestMarkerInPullRequest(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	w.MustApply(t)
	pull := *w.s.Issues[0]
	pull.Number, pull.ID, pull.PullRequest = 77, 77, map[string]any{"url": "https://api.github.example/repos/acme/shop/pulls/77"}
	w.s.Issues = append(w.s.Issues, &pull)
	w.WantSettled(t)
}

// The address of the next page is taken as it stands.
func TestOddNextPage(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	fill(w.s, 150, 0)
	const query = "after=Y3Vy100%3D%3D&per_page=100&state=all&direction=asc&x=a%2Bb;c&page=2"
	link := fmt.Sprintf(`<%s/repositories/%v/issues?page=1>; rel="prev", <%s/repositories/%v/issues?%s>; rel="next"`, w.s.URL, w.s.Repo["id"], w.s.URL,
		w.s.Repo["id"], query)
	w.s.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
		if r.Path == "/repos/acme/shop/issues" && !r.Write() {
			return &fakegithub.Fault{Pass: true, Header: map[string]string{"Link": link}}
		}
		return nil
	}
	w.MustApply(t)
	seen := 0
	for _, r := range w.s.Requests {
		if strings.HasPrefix(r.Path, "/repositories/") && r.Query == query {
			seen++
		}
	}
	if seen != 2 {
		t.Errorf("the next page was read %d times: %+v", seen, w.s.Requests)
	}
	w.WantSettled(t)
}

// Rows that come in between two pages are neither missed nor doubled.
func TestPageShift(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	fill(w.s, 250, 0)
	w.s.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
		if strings.Contains(r.Query, "after=") {
			fill(w.s, 1, 0)
			last := w.s.Issues[len(w.s.Issues)-1]
			last.Number = len(w.s.Issues)
			last.HTMLURL = fmt.Sprintf("https://github.example/acme/shop/issues/%d", last.Number)
		}
		return nil
	}
	tr := w.tracker(t)
	if _, err := tr.Project(t.Context()); err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]int)
	for item, err := range tr.List(t.Context(), tracker.KindIssue) {
		if err != nil {
			t.Fatal(err)
		}
		seen[item.Key]++
	}
	for n := range 250 {
		if seen[fmt.Sprint(n+1)] != 1 {
			t.Errorf("issue %d is listed %d times", n+1, seen[fmt.Sprint(n+1)])
		}
	}
}

// A repository that was renamed is found under its old name; nothing that is
// sent there is lost.
func TestRenamed(t *testing.T) {
	t.Parallel()
	for _, late := range []bool{false, true} {
		t.Run(fmt.Sprintf("during the run %t", late), func(t *testing.T) {
			t.Parallel()
			w := newShop(t, small)
			n := 0
			w.s.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
				rest, old := strings.CutPrefix(r.Path, "/repos/acme/shop")
				if n++; !old || late && n < 6 || !late && n > 1 {
					return nil
				}
				status := http.StatusMovedPermanently
				if r.Write() {
					status = http.StatusTemporaryRedirect
				}
				location := fmt.Sprintf("%s/repositories/%v%s?%s", w.s.URL, w.s.Repo["id"], rest, r.Query)
				return &fakegithub.Fault{Status: status, Body: message("Moved Permanently"), Header: map[string]string{"Location": location}}
			}
			w.MustApply(t)
			if len(w.s.Issues) != 4 || len(w.s.Milestones) != 2 {
				t.Errorf("%d issues, %d milestones", len(w.s.Issues), len(w.s.Milestones))
			}
			w.WantSettled(t)
		})
	}
}

// An issue that was moved or deleted is reported, and not made again.
func TestIssueGone(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		code  string
		fault fakegithub.Fault
	}{
		"moved":   {"moved", fakegithub.Fault{Status: 301, Header: map[string]string{"Location": "/repos/acme/shop/issues/4"}, Body: message("Moved Permanently")}},
		"deleted": {"gone", fakegithub.Fault{Status: 410, Body: message("This issue was deleted")}},
		"hidden":  {"gone", fakegithub.Fault{Status: 404, Body: message("Not Found")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newShop(t, small)
			w.MustApply(t)
			w.s.Issues = w.s.Issues[1:]
			w.Dir = t.TempDir() // a clone elsewhere
			w.s.Forget()
			w.s.Fault = onPath(false, "/issues/1", -1, &test.fault)
			plan, _, err := w.Apply(t, nil)
			if err != nil || plan.Summary.Create > 0 || w.s.Writes() > 0 {
				t.Fatalf("%v, %+v, %d writes", err, plan, w.s.Writes())
			}
			if !slices.ContainsFunc(plan.Changes, func(c reconcile.Change) bool { return c.Code() == test.code && c.ID == "US-1.1" }) {
				t.Errorf("%+v", plan.Changes)
			}
		})
	}
}

// Where the repository stops taking issues, the run stops; what was made is
// recorded.
func TestRepositoryClosed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault fakegithub.Fault
		hint  string
	}{
		"issues off":    {fakegithub.Fault{Status: 410, Body: message("Issues are disabled for this repo")}, "switch issues on"},
		"archived":      {fakegithub.Fault{Status: 403, Body: message("Repository was archived so is read-only.")}, "unarchive the repository"},
		"not permitted": {fakegithub.Fault{Status: 403, Body: message("Resource not accessible by integration")}, "permission to write issues"},
		"hidden":        {fakegithub.Fault{Status: 404, Body: message("Not Found")}, "the token cannot see it any more"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newShop(t, small)
			w.s.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
				if r.Write() && r.N > 6 {
					return &test.fault
				}
				return nil
			}
			_, r, err := w.Apply(t, nil)
			e, ok := errors.AsType[*tracker.Error](err)
			if !ok || !errors.Is(err, tracker.ErrUnauthorized) || !strings.Contains(e.Hint, test.hint) || r.Created != 3 || w.s.Writes() != 4 {
				t.Fatalf("%v, %+v, %d writes", err, r, w.s.Writes())
			}
			w.s.Fault = nil
			w.MustApply(t)
			w.WantSettled(t)
		})
	}
}

// People take the marker out, or copy an issue with it: nothing is doubled, and
// what cannot be told is asked.
func TestMarkerChanged(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]*string{"written anew": new("Rewritten by hand."), "emptied": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newShop(t, small)
			w.MustApply(t)
			w.s.Issues[0].Body = body
			w.WantSettled(t)
		})
	}
	t.Run("copied", func(t *testing.T) {
		t.Parallel()
		w := newShop(t, small)
		w.MustApply(t)
		twin := *w.s.Issues[0]
		twin.Number, twin.ID, twin.HTMLURL = 5, 5, "https://github.example/acme/shop/issues/5"
		w.s.Issues = append(w.s.Issues, &twin)
		w.s.Forget()
		plan, _, err := w.Apply(t, nil)
		if err != nil || plan.Summary.Conflicts != 1 || plan.Changes[0].Code() != "copied" || w.s.Writes() > 0 {
			t.Errorf("%v, %+v, %d writes", err, plan, w.s.Writes())
		}
	})
}

// A flaky fails to connect now and then.
type flaky struct {
	failures map[int]error // by request, counted from 1
	n        int
}

func (f *flaky) RoundTrip(r *http.Request) (*http.Response, error) {
	f.n++
	if err := f.failures[f.n]; err != nil {
		return nil, err
	}
	return http.DefaultTransport.RoundTrip(r)
}

// What never left is sent again, a create too.
func TestNotConnected(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{
		"refused":      &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")},
		"no such host": &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "github.example", IsNotFound: true}},
		"TLS":          errors.New("tls: failed to verify certificate"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newShop(t, small)
			w.client = &http.Client{Transport: &flaky{failures: map[int]error{1: err, 3: err, 5: err, 6: err, 9: err, 12: err}}}
			w.MustApply(t)
			if w.s.Writes() != 6 {
				t.Errorf("%d writes", w.s.Writes())
			}
			w.WantSettled(t)
		})
	}
}

// An answer that comes byte by byte is not waited for.
func TestSlowBody(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 6} {
		w := newShop(t, small)
		w.opts.Timeout = 200 * time.Millisecond
		w.s.Fault = world.OnWrite(n, &fakegithub.Fault{Commit: true, Status: 201, Body: strings.Repeat(" ", 1000) + "{}", Drip: 20 * time.Millisecond})
		start := time.Now()
		w.MustApply(t)
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("it took %s", d)
		}
		w.WantSettled(t)
	}
}
