package github_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

const secondary = "You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later."

// TestLimits meets refusals by limits, in all dresses, at the first, a middle
// and the last write, and at an update.
func TestLimits(t *testing.T) {
	t.Parallel()
	reset := func(d time.Duration) map[string]string {
		return map[string]string{
			"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": fmt.Sprint(time.Date(2026, 2, 15, 19, 53, 36, 0, time.UTC).Add(d).Unix()),
		}
	}
	for name, test := range map[string]struct {
		fault    fakegithub.Fault
		min, max time.Duration
	}{
		"secondary":              {fakegithub.Fault{Status: 403, Body: message(secondary)}, time.Minute, 2 * time.Minute},
		"secondary, Retry-After": {fakegithub.Fault{Status: 403, Body: message(secondary), Header: map[string]string{"Retry-After": "60"}}, time.Minute, time.Minute},
		"secondary as 429":       {fakegithub.Fault{Status: 429, Body: message(secondary)}, time.Minute, 2 * time.Minute},
		"foreign address": {fakegithub.Fault{Status: 403,
			Body: `{"message":"` + secondary +
				`","documentation_url":"https://docs.github.com/free-pro-team@latest/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits"}`},
			time.Minute, 2 * time.Minute},
		"429, Retry-After": {fakegithub.Fault{Status: 429, Body: message(secondary), Header: map[string]string{"Retry-After": "60"}}, time.Minute, time.Minute},
		"no address":       {fakegithub.Fault{Status: 403, Body: `{"message":"` + secondary + `","status":"403"}`}, time.Minute, 2 * time.Minute},
		"past Retry-After": {fakegithub.Fault{Status: 403, Body: message(secondary),
			Header: map[string]string{"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}}, time.Minute, 2 * time.Minute},
		"primary as 429": {fakegithub.Fault{Status: 429, Body: message("API rate limit exceeded for user ID 12345."), Header: reset(2 * time.Minute)},
			2 * time.Minute, 3 * time.Minute},
		"primary": {fakegithub.Fault{Status: 403, Body: message("API rate limit exceeded for user ID 12345."), Header: reset(2 * time.Minute)},
			2 * time.Minute, 3 * time.Minute},
		"last unit": {fakegithub.Fault{Pass: true, Header: reset(2 * time.Minute)}, 0, 3 * time.Minute},
		"bad Retry-After": {fakegithub.Fault{Status: 403, Body: message(secondary), Header: map[string]string{"Retry-After": "abc"}}, time.Minute,
			2 * time.Minute},
		"negative Retry-After": {fakegithub.Fault{Status: 403, Body: message(secondary), Header: map[string]string{"Retry-After": "-5"}}, time.Minute,
			2 * time.Minute},
	} {
		for _, n := range []int{1, 4, 6} {
			t.Run(fmt.Sprintf("%s at write %d", name, n), func(t *testing.T) {
				t.Parallel()
				w := newShop(t, small)
				w.s.Fault = world.OnWrite(n, &test.fault)
				start := w.Clock.Now()
				w.MustApply(t)
				if d := w.Clock.Now().Sub(start); d < test.min || d > test.max {
					t.Errorf("waited %s, want %s to %s", d, test.min, test.max)
				}
				want := 7
				if test.fault.Pass {
					want = 6
				}
				if got := w.s.Writes(); got != want {
					t.Errorf("%d writes, want %d", got, want)
				}
				w.WantSettled(t)
			})
		}
		t.Run(name+" at an update", func(t *testing.T) {
			t.Parallel()
			w := newShop(t, small)
			w.MustApply(t)
			w.Src = strings.Replace(w.Src, "US-1.1 Login", "US-1.1 Sign in", 1)
			w.s.Fault = world.OnWrite(1, &test.fault)
			w.MustApply(t)
			w.WantSettled(t)
		})
	}
}

// A service that asks for a day is not waited for: the run ends, and can be
// taken up again.
func TestLongLimit(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	n := 0
	w.s.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
		if r.Write() {
			n++
		}
		if !r.Write() || n < 3 {
			return nil
		}
		return &fakegithub.Fault{Status: 403, Body: message(secondary), Header: map[string]string{"Retry-After": "86400"}}
	}
	start := w.Clock.Now()
	_, r, err := w.Apply(t, nil)
	if err == nil {
		err = r.Err()
	}
	if !errors.Is(err, tracker.ErrRateLimited) || w.Clock.Now().Sub(start) > time.Hour {
		t.Errorf("%v after %s", err, w.Clock.Now().Sub(start))
	}
	if w.s.Writes() != 3 {
		t.Errorf("%d writes, although the third was refused for a day", w.s.Writes())
	}
	w.s.Fault = nil
	w.MustApply(t)
	w.WantSettled(t)
}

// TestLost loses answers at each kind of write: what was stored is found again,
// what was not is sent again after the settle window.
func TestLost(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]fakegithub.Fault{
		"502":           {Status: 502, Header: map[string]string{"Content-Type": "text/html"}, Body: "<html><head><title>502 Bad Gateway</title></head></html>"},
		"500":           {Status: 500, Body: `{"message":"Server Error"}`},
		"503":           {Status: 503},
		"504":           {Status: 504},
		"closed":        {},
		"hanging":       {Hang: 2 * time.Second, Status: 201, Body: "{}"},
		"empty":         {Status: 201},
		"truncated":     {Status: 201, Body: `{"number": 1, "tit`},
		"without facts": {Status: 201, Body: `{}`},
		"of another": {Status: 201, Body: `{"number":1,"html_url":"https://github.example/acme/shop/issues/1",` +
			`"created_at":"2026-02-15T19:53:36Z","title":"other","body":"other"}`},
		"202": {Status: 202, Body: `{}`},
		"301": {Status: 301, Header: map[string]string{"Location": "/repositories/1/issues"}, Body: `{"message":"Moved Permanently"}`},
		"302": {Status: 302, Header: map[string]string{"Location": "/repositories/1/issues"}, Body: `{"message":"Moved"}`},
	} {
		for _, commit := range []bool{true, false} {
			for _, n := range []int{1, 3, 6} {
				t.Run(fmt.Sprintf("%s, stored %t, write %d", name, commit, n), func(t *testing.T) {
					t.Parallel()
					w := newShop(t, small)
					w.opts.Timeout = time.Second
					f := fault
					f.Commit = commit
					w.s.Fault = world.OnWrite(n, &f)
					start := w.Clock.Now()
					w.MustApply(t)
					if waited := w.Clock.Now().Sub(start); !commit && waited < time.Minute {
						t.Errorf("sent again after %s", waited)
					}
					w.WantSettled(t)
				})
			}
		}
	}
}

// TestRefused gives each refusal its meaning; a refusal of the credentials is
// the last request.
func TestRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault    fakegithub.Fault
		want     error
		hint     string
		requests int
	}{
		"bad token": {fakegithub.Fault{Status: 401, Body: message("Bad credentials")}, tracker.ErrUnauthorized, "the token is wrong", 1},
		"not found": {fakegithub.Fault{Status: 404, Body: message("Not Found")}, tracker.ErrNotFound, "check the name", 1},
		"forbidden": {fakegithub.Fault{Status: 403, Body: message("Resource not accessible by integration")}, tracker.ErrUnauthorized, "permission to write issues",
			1},
		"login page": {fakegithub.Fault{Status: 200, Header: map[string]string{"Content-Type": "text/html"}, Body: "<html>Sign in</html>"}, tracker.ErrRejected,
			"check the address of the API", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newShop(t, small)
			w.s.Fault = func(*fakegithub.Request) *fakegithub.Fault { return &test.fault }
			_, _, err := w.Apply(t, nil)
			e, ok := errors.AsType[*tracker.Error](err)
			if !ok || !errors.Is(err, test.want) || !strings.Contains(e.Hint, test.hint) || len(w.s.Requests) != test.requests {
				t.Errorf("%v after %d requests; hint %q", err, len(w.s.Requests), e.Hint)
			}
			if strings.Contains(err.Error(), fakegithub.Token) {
				t.Error("the error holds the token")
			}
		})
	}
	for name, change := range map[string]func(map[string]any){
		"archived":  func(r map[string]any) { r["archived"] = true },
		"no issues": func(r map[string]any) { r["has_issues"] = false },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newShop(t, small)
			change(w.s.Repo)
			if _, _, err := w.Apply(t, nil); !errors.Is(err, tracker.ErrUnauthorized) || w.s.Writes() > 0 {
				t.Errorf("%v after %d writes", err, w.s.Writes())
			}
		})
	}
	t.Run("read only", func(t *testing.T) {
		t.Parallel()
		w := newShop(t, small)
		w.s.Repo["permissions"] = map[string]bool{"pull": true}
		if _, _, err := w.Apply(t, nil); !errors.Is(err, tracker.ErrUnauthorized) || w.s.Writes() > 0 {
			t.Errorf("%v after %d writes", err, w.s.Writes())
		}
	})
	t.Run("token dies", func(t *testing.T) {
		t.Parallel()
		w := newShop(t, small)
		w.WantEndedByToken(t, message("Bad credentials"))
	})
}

// The token goes to the host of the API and nowhere else; a redirect in the
// middle of a run ends it.
func TestRedirectElsewhere(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	w.WantTokenAtHome(t, fakegithub.New(t, w.Clock.Now).Server)
}

// A quota that ends in the middle of a run is waited for alike, be it met by a
// read or by a write.
func TestQuotaEndsInRun(t *testing.T) {
	t.Parallel()
	used := fakegithub.Fault{Status: 403, Body: message("API rate limit exceeded for user ID 12345."), Header: map[string]string{
		"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": fmt.Sprint(time.Date(2026, 2, 15, 20, 33, 36, 0, time.UTC).Unix()),
	}}
	for name, write := range map[string]bool{"read": false, "write": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newShop(t, small)
			w.MustApply(t)
			w.Src = strings.Replace(w.Src, "- [x] US-2.2 Export\n", "", 1)
			w.s.Fault = onPath(write, "/issues/4", 1, &used)
			_, r, err := w.Apply(t, &reconcile.Options{Prune: true})
			if err != nil || r.Err() != nil || r.Closed != 1 {
				t.Fatalf("%v, %v, %+v", err, r.Err(), r)
			}
			if now := w.Clock.Now(); now.Before(time.Date(2026, 2, 15, 20, 33, 0, 0, time.UTC)) {
				t.Errorf("it is %s: nothing was waited for", now)
			}
		})
	}
}
