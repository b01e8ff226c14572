package gitlab_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegitlab"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/gitlab"
)

// posts counts the creates of issues by what is sent.
func (w *shop) posts() map[string]int {
	w.s.Lock()
	defer w.s.Unlock()
	sent := make(map[string]int)
	for _, r := range w.s.Requests {
		if r.Method == http.MethodPost {
			_, title, _ := strings.Cut(r.Body, `"title":"`)
			title, _, _ = strings.Cut(title, `"`)
			sent[title]++
		}
	}
	return sent
}

// TestLost loses answers at each kind of write: what was stored is found again
// and was sent once; what was not is sent again after the settle window.
func TestLost(t *testing.T) {
	t.Parallel()
	html := map[string]string{"Content-Type": "text/html"}
	for name, fault := range map[string]fakegitlab.Fault{
		"500":           {Status: 500, Body: `{"message":"500 Internal Server Error"}`},
		"502":           {Status: 502, Header: html, Body: "<html><head><title>502 Bad Gateway</title></head></html>"},
		"503":           {Status: 503, Header: html, Body: "<html>GitLab is not responding</html>"},
		"520":           {Status: 520, Header: html, Body: "<html>Web server is returning an unknown error</html>"},
		"closed":        {},
		"hanging":       {Hang: 2 * time.Second, Status: 201, Body: "{}"},
		"empty":         {Status: 201},
		"truncated":     {Status: 201, Body: `{"id": 1, "iid": 1, "tit`},
		"without facts": {Status: 201, Body: `{}`},
		"null":          {Status: 201, Body: `null`},
		"of another": {Status: 201, Body: `{"id":1,"iid":1,"web_url":"https://gitlab.example/acme/tools/shop/-/issues/1",` +
			`"created_at":"2026-02-15T19:53:36.000Z","title":"other","description":"other"}`},
		"202":           {Status: 202, Body: `{}`},
		"page of login": {Status: 200, Header: html, Body: "<html>Sign in</html>"},
		"301":           {Status: 301, Header: map[string]string{"Location": "/api/v4/projects/82/issues"}, Body: `{"message":"moved"}`},
		"302":           {Status: 302, Header: map[string]string{"Location": "/api/v4/projects/82/issues"}, Body: `{"message":"moved"}`},
	} {
		for _, commit := range []bool{true, false} {
			for _, n := range []int{1, 3, 6} {
				t.Run(fmt.Sprintf("%s, stored %t, write %d", name, commit, n), func(t *testing.T) {
					t.Parallel()
					w := newShop(t, world.Small)
					w.opts.Timeout = time.Second
					f := fault
					f.Commit = commit
					w.s.Fault = world.OnWrite(n, &f)
					start := w.Clock.Now()
					w.MustApply(t)
					if waited := w.Clock.Now().Sub(start); !commit && waited < 15*time.Second {
						t.Errorf("sent again after %s", waited)
					}
					for title, n := range w.posts() {
						if commit && n > 1 || n > 2 {
							t.Errorf("%q was sent %d times", title, n)
						}
					}
					w.WantSettled(t)
				})
			}
		}
	}
}

// TestLostEverywhere loses the answer to every single create, and each item is
// still sent once.
func TestLostEverywhere(t *testing.T) {
	t.Parallel()
	for _, status := range []int{500, 502, 0} {
		w := newShop(t, world.Small)
		w.s.Fault = func(r *fakegitlab.Request) *fakegitlab.Fault {
			if r.Method == http.MethodPost {
				return &fakegitlab.Fault{Commit: true, Status: status}
			}
			return nil
		}
		w.MustApply(t)
		for title, n := range w.posts() {
			if n != 1 {
				t.Errorf("%q was sent %d times", title, n)
			}
		}
		w.WantSettled(t)
	}
}

// TestLimits meets both kinds of limits at the first, a middle and the last
// write, and at an update. The one of the application lasts until the next
// minute of the server's clock and does not say so.
func TestLimits(t *testing.T) {
	t.Parallel()
	rack := map[string]string{
		"Content-Type": "text/plain", "RateLimit-Limit": "2000", "RateLimit-Name": "throttle_authenticated_api", "RateLimit-Observed": "2001",
		"RateLimit-Remaining": "0", "RateLimit-Reset": "1771185253", "Retry-After": "37",
	}
	for name, test := range map[string]struct {
		fault    fakegitlab.Fault
		min, max time.Duration
	}{
		"application": {fakegitlab.Fault{Status: 429, Body: `{"message":{"error":"This endpoint has been requested too many times. Try again later."}}`},
			24 * time.Second, 26 * time.Second},
		"rack": {fakegitlab.Fault{Status: 429, Body: "Retry later\n", Header: rack}, 37 * time.Second, 37 * time.Second},
	} {
		for _, n := range []int{1, 4, 6} {
			t.Run(fmt.Sprintf("%s at write %d", name, n), func(t *testing.T) {
				t.Parallel()
				w := newShop(t, world.Small) // it is 19:53:36
				w.s.Fault = world.OnWrite(n, &test.fault)
				start := w.Clock.Now()
				w.MustApply(t)
				if d := w.Clock.Now().Sub(start); d < test.min || d > test.max {
					t.Errorf("waited %s, want %s to %s", d, test.min, test.max)
				}
				if n := w.s.Writes(); n != 7 {
					t.Errorf("%d writes", n)
				}
				w.WantSettled(t)
			})
		}
		t.Run(name+" at an update", func(t *testing.T) {
			t.Parallel()
			w := newShop(t, world.Small)
			w.MustApply(t)
			w.Src = strings.Replace(w.Src, "US-1.1 Login", "US-1.1 Sign in", 1)
			w.s.Fault = world.OnWrite(1, &test.fault)
			w.MustApply(t)
			w.WantSettled(t)
		})
	}
}

// Another write at the same time locks an item: it is read again, and given up
// after some tries.
func TestLocked(t *testing.T) {
	t.Parallel()
	lock := &fakegitlab.Fault{Status: 409, Body: `{"message":"409 Conflict: Resource lock"}`}
	for _, times := range []int{1, 2, 100} {
		w := newShop(t, world.Small)
		w.MustApply(t)
		w.Src = strings.Replace(w.Src, "US-1.1 Login", "US-1.1 Sign in", 1)
		w.s.Forget()
		left := times
		w.s.Fault = func(r *fakegitlab.Request) *fakegitlab.Fault {
			if r.Write() && left > 0 {
				left--
				return lock
			}
			return nil
		}
		_, r, err := w.Apply(t, nil)
		if failed := err != nil || r.Err() != nil; failed != (times == 100) || w.s.Writes() > 3 {
			t.Errorf("locked %d times: %v, %v after %d writes", times, err, r.Err(), w.s.Writes())
		}
		if times == 100 && !errors.Is(r.Err(), tracker.ErrChanged) {
			t.Errorf("the error is %v", r.Err())
		}
		w.s.Fault = nil
		w.MustApply(t)
		w.WantSettled(t)
	}

	// Closing sends no text, so nothing has to be read again.
	w := newShop(t, "# Plan\n\n- [x] US-1 Login\n")
	w.s.Fault = world.OnWrite(2, lock)
	w.MustApply(t)
	w.WantSettled(t)

	// What is refused for good is not sent again.
	w = newShop(t, "# Plan\n\n- [x] US-1 Login\n")
	w.s.Fault = world.OnWrite(2, &fakegitlab.Fault{Status: 422, Body: `{"message":"no"}`})
	if _, r, err := w.Apply(t, nil); err != nil || !errors.Is(r.Err(), tracker.ErrRejected) || w.s.Writes() != 2 {
		t.Errorf("refused: %v, %v after %d writes", err, r.Err(), w.s.Writes())
	}
}

// TestSpam meets refusals of one item that look like others: nothing is sent
// again, and nobody else's issue is taken for it.
func TestSpam(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]fakegitlab.Fault{
		"captcha": {Status: 409, Body: `{"needs_captcha_response":true,"spam_log_id":42,"captcha_site_key":"k",` +
			`"message":{"error":"Your issue has been recognized as spam. Please, change the content or solve the reCAPTCHA to proceed."}}`},
		"spam": {Status: 400, Body: `{"message":{"error":"Your issue has been recognized as spam and has been discarded."}}`},
	} {
		w := newShop(t, world.Small)
		w.s.Fault = world.OnWrite(4, &fault)
		_, r, err := w.Apply(t, nil)
		if err != nil || r.Created != 5 || len(r.Failed) != 1 || w.s.Writes() != 6 {
			t.Fatalf("%s: %v, %d created, failed %+v, %d writes", name, err, r.Created, r.Failed, w.s.Writes())
		}
		e, ok := errors.AsType[*tracker.Error](r.Failed[0].Err)
		if !ok || !errors.Is(e, tracker.ErrRejected) || !strings.Contains(e.Error(), "recognized as spam") || e.Hint == "" {
			t.Errorf("%s: %v", name, r.Failed[0].Err)
		}
		w.s.Fault = nil
		w.MustApply(t)
		w.WantSettled(t)
	}
}

// TestNoToken says of a missing token that it is missing, not that it is wrong.
func TestNoToken(t *testing.T) {
	t.Parallel()
	w := newShop(t, world.Small)
	w.opts.Token = ""
	w.s.Fault = func(*fakegitlab.Request) *fakegitlab.Fault {
		return &fakegitlab.Fault{Status: 401, Body: `{"message":"401 Unauthorized"}`}
	}
	_, _, err := w.Apply(t, nil)
	if e, ok := errors.AsType[*tracker.Error](err); !ok || !strings.HasPrefix(e.Hint, "no token was given; ") {
		t.Errorf("%v; hint %q", err, e.Hint)
	}
}

// TestRefused gives each refusal its meaning; a refusal of the credentials is
// the last request.
func TestRefused(t *testing.T) {
	t.Parallel()
	html := map[string]string{"Content-Type": "text/html; charset=utf-8"}
	for name, test := range map[string]struct {
		fault fakegitlab.Fault
		want  error
		text  string
		hint  string
	}{
		"bad token": {fakegitlab.Fault{Status: 401, Body: `{"message":"401 Unauthorized"}`}, tracker.ErrUnauthorized, "read: not authorized: 401 Unauthorized",
			"a CI job token, which cannot write issues"},
		"forbidden": {fakegitlab.Fault{Status: 403, Body: `{"message":"403 Forbidden"}`}, tracker.ErrUnauthorized, "403 Forbidden", "the role Reporter"},
		"scope": {fakegitlab.Fault{Status: 403,
			Body: `{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api"}`},
			tracker.ErrUnauthorized, "requires higher privileges", "the token needs the scope api"},
		"not found": {fakegitlab.Fault{Status: 404, Body: `{"message":"404 Project Not Found"}`}, tracker.ErrNotFound, "not found", "check the name"},
		"login page": {fakegitlab.Fault{Status: 200, Header: html, Body: "<html>Sign in</html>"}, tracker.ErrRejected, "not that of a GitLab API",
			"check the address of the API"},
		"another API": {fakegitlab.Fault{Status: 200, Body: `{"hello":"world"}`}, tracker.ErrRejected, "not that of a GitLab API", "check the address of the API"},
		"sign-on": {fakegitlab.Fault{Status: 302, Header: map[string]string{"Location": "https://sso.example/login"}}, tracker.ErrUnauthorized,
			"redirected to another host, sso.example", "name it by its new address"},
		"blocked page": {fakegitlab.Fault{Status: 403, Header: html, Body: "<html>Forbidden</html>"}, tracker.ErrUnauthorized,
			"403 Forbidden: the answer is not that of a GitLab API", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newShop(t, world.Small)
			w.s.Fault = func(*fakegitlab.Request) *fakegitlab.Fault { return &test.fault }
			_, _, err := w.Apply(t, nil)
			e, ok := errors.AsType[*tracker.Error](err)
			if !ok || !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.text) || !strings.Contains(e.Hint, test.hint) || len(w.s.Requests) != 1 {
				t.Fatalf("%v after %d requests; hint %q", err, len(w.s.Requests), e.Hint)
			}
			if strings.Contains(err.Error()+e.Hint, fakegitlab.Token) {
				t.Error("the error holds the token")
			}
		})
	}
	for name, change := range map[string]func(map[string]any){
		"archived":  func(p map[string]any) { p["archived"] = true },
		"no issues": func(p map[string]any) { p["issues_access_level"] = "disabled" },
		"older":     func(p map[string]any) { delete(p, "issues_access_level"); p["issues_enabled"] = false },
	} {
		w := newShop(t, world.Small)
		change(w.s.Project)
		if _, _, err := w.Apply(t, nil); !errors.Is(err, tracker.ErrUnauthorized) || w.s.Writes() > 0 {
			t.Errorf("%s: %v after %d writes", name, err, w.s.Writes())
		}
	}
	for name, change := range map[string]func(map[string]any){
		"members only":              func(p map[string]any) { p["issues_access_level"] = "private" },
		"older":                     func(p map[string]any) { delete(p, "issues_access_level") },
		"the newer field counts":    func(p map[string]any) { p["issues_enabled"] = false },
		"a token that is not shown": func(p map[string]any) { delete(p, "issues_access_level"); delete(p, "issues_enabled") },
	} {
		w := newShop(t, world.Small)
		change(w.s.Project)
		if _, r, err := w.Apply(t, nil); err != nil || r.Err() != nil {
			t.Errorf("%s: %v, %v", name, err, r)
		}
	}
}

// A guest may be more by a group that the project is shared with, which the
// project does not say: the server's answer counts.
func TestGuest(t *testing.T) {
	t.Parallel()
	guest := map[string]any{"project_access": map[string]any{"access_level": 10}, "group_access": map[string]any{"access_level": 10}}
	w := newShop(t, world.Small)
	w.s.Project["permissions"] = guest
	w.MustApply(t)
	w.WantSettled(t)
	w = newShop(t, world.Small)
	w.s.Project["permissions"] = guest
	w.s.Fault = func(r *fakegitlab.Request) *fakegitlab.Fault {
		if r.Write() {
			return &fakegitlab.Fault{Status: 403, Body: `{"message":"403 Forbidden"}`}
		}
		return nil
	}
	_, r, err := w.Apply(t, nil)
	e, ok := errors.AsType[*tracker.Error](errors.Join(err, r.Err()))
	if !ok || !errors.Is(e, tracker.ErrUnauthorized) || !strings.Contains(e.Hint, "role Reporter") || w.s.Writes() != 1 {
		t.Errorf("%v after %d writes", err, w.s.Writes())
	}
}

// Pages that a proxy puts in place of the answer are no end at first: they are
// asked for again, and named for what they are.
func TestProxyPages(t *testing.T) {
	t.Parallel()
	for _, status := range []int{502, 503, 520} {
		w := newShop(t, world.Small)
		w.s.Fault = func(*fakegitlab.Request) *fakegitlab.Fault {
			return &fakegitlab.Fault{Status: status, Header: map[string]string{"Content-Type": "text/html"}, Body: "<html><body>Bad gateway</body></html>"}
		}
		_, _, err := w.Apply(t, nil)
		if !errors.Is(err, tracker.ErrUnavailable) || !strings.Contains(err.Error(), "not that of a GitLab API") || strings.Contains(err.Error(), "<html>") ||
			len(w.s.Requests) != 4 {
			t.Errorf("%d: %v after %d requests", status, err, len(w.s.Requests))
		}
	}
}

// A token that dies ends the run; what was done is recorded.
func TestTokenDies(t *testing.T) {
	t.Parallel()
	w := newShop(t, world.Small)
	w.WantEndedByToken(t, `{"message":"401 Unauthorized"}`)
}

// The token goes to the host of the API and nowhere else; a redirect in the
// middle of a run ends it.
func TestRedirectElsewhere(t *testing.T) {
	t.Parallel()
	w := newShop(t, world.Small)
	w.WantTokenAtHome(t, fakegitlab.New(t, w.Clock.Now).Server)
}

// A project that was moved is written to by its number; its old name is no
// other project.
func TestMoved(t *testing.T) {
	t.Parallel()
	w := newShop(t, world.Small)
	w.Open = func(t *testing.T) tracker.Tracker {
		tr, err := gitlab.New(nil, "https://gitlab.example/acme/old-shop", &w.opts)
		if err != nil {
			t.Fatal(err)
		}
		return tr
	}
	w.MustApply(t)
	for _, r := range w.s.Requests {
		if r.Write() && !strings.HasPrefix(r.Path, fmt.Sprintf("/projects/%d/", int64(fakegitlab.ProjectID))) {
			t.Errorf("a write goes to %s", r.Path)
		}
	}
	w.WantSettled(t)

	w = newShop(t, world.Small)
	w.s.Fault = world.OnWrite(1, &fakegitlab.Fault{Status: 405, Body: `{"message":"Non GET methods are not allowed for moved projects"}`})
	_, r, err := w.Apply(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	e, ok := errors.AsType[*tracker.Error](r.Err())
	if !ok || !errors.Is(e, tracker.ErrRejected) || !strings.Contains(e.Hint, "new address") {
		t.Errorf("moved during the run: %v", r.Err())
	}
}
