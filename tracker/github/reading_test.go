package github_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/github"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// long is long ago.
const long = "2026-01-01T00:00:00Z"

// fill adds issues of other people, and pull requests among them.
func fill(s *fakegithub.Server, issues, pulls int) {
	for n := 1; n <= issues+pulls; n++ {
		body := "Theirs."
		i := &fakegithub.Issue{
			ID: int64(n), Number: n, Title: fmt.Sprintf("Issue %d", n), Body: &body, State: "open",
			HTMLURL:   fmt.Sprintf("https://github.example/acme/shop/issues/%d", n),
			CreatedAt: long, UpdatedAt: long, User: fakegithub.User{Login: "stranger"}, AuthorAssociation: "NONE",
		}
		if n <= pulls {
			i.PullRequest = map[string]any{"url": "https://api.github.example/repos/acme/shop/pulls/1"}
			i.Title = "US-1.1 Login"
		}
		if n%3 == 0 {
			i.State = "closed"
		}
		s.Issues = append(s.Issues, i)
	}
}

// 900 issues of other people and 250 pull requests: all pages are read by the
// addresses that the service gives, and nobody's work is touched.
func TestLargeRepository(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	fill(w.s, 900, 250)
	w.MustApply(t)
	for _, i := range w.s.Issues[:1150] {
		if i.UpdatedAt != long {
			t.Fatalf("issue %d was touched", i.Number)
		}
	}
	pages := 0
	for _, r := range w.s.Requests {
		if strings.HasSuffix(r.Path, "/issues") && !r.Write() {
			pages++
		}
	}
	if pages != 24 { // 12 before and 12 after the writes
		t.Errorf("%d pages of issues were read", pages)
	}
	w.WantSettled(t)
}

// A failing page forbids everything.
func TestFailedListing(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	fill(w.s, 150, 0)
	w.WantNoWriteAfterFailedPage(t, "after=")
}

// An address of the next page on a host that is not the server is refused.
func TestForeignNextPage(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	fill(w.s, 150, 0)
	w.s.Repo["url"] = "https://evil.example/repos/acme/shop"
	w.s.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
		if strings.HasSuffix(r.Path, "/issues") && !r.Write() {
			return &fakegithub.Fault{Pass: true, Header: map[string]string{"Link": `<https://elsewhere.example/x?page=2>; rel="next"`}}
		}
		return nil
	}
	if _, _, err := w.Apply(t, nil); err == nil || !strings.Contains(err.Error(), "elsewhere.example") {
		t.Errorf("got %v", err)
	}
}

// Through a proxy the addresses in the answers have another host and port.
func TestProxy(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	fill(w.s, 250, 0)
	target, err := url.Parse(w.s.URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }})
	t.Cleanup(proxy.Close)
	w.opts.APIURL = proxy.URL
	w.MustApply(t)
	w.WantSettled(t)
}

// An Enterprise Server has its API below a path, and sends no rate headers.
func TestEnterprise(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	w.s.Prefix = "/api/v3"
	w.s.Repo["url"] = w.s.URL + "/api/v3/repos/acme/shop"
	fill(w.s, 150, 0)
	w.opts.APIURL = w.s.URL + "/api/v3"
	w.MustApply(t)
	w.WantSettled(t)
	for _, r := range w.s.Requests {
		if !strings.HasPrefix(r.Path, "/repos/") {
			t.Errorf("a request goes to %s", r.Path)
		}
	}
}

// Answers that lag behind are no reason for a second create.
func TestListLag(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	w.s.Fault = world.OnWrite(4, &fakegithub.Fault{Commit: true, Status: 502})
	for n := 1; n <= 4; n++ {
		w.s.Hidden[n] = w.Clock.Now().Add(20e9)
	}
	w.MustApply(t)
	w.WantSettled(t)
}

// What a script made before, with the same titles and no markers, looks
// registered; --adopt takes it over without a create.
func TestAdopt(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	text := "Made by a script.\r\n"
	w.s.Milestones = append(w.s.Milestones,
		&fakegithub.Milestone{Number: 1, ID: 1, Title: "EPIC-1 Access", State: "closed", HTMLURL: "https://github.example/acme/shop/milestone/1", CreatedAt: long,
			UpdatedAt: long, Creator: fakegithub.User{Login: "bo"}})
	for n, title := range []string{"US-1.1 Login", "US-1.2 Logout"} {
		w.s.Issues = append(w.s.Issues, &fakegithub.Issue{
			Number: n + 1, ID: int64(n + 1), Title: title, Body: &text, State: "open", HTMLURL: fmt.Sprintf("https://github.example/acme/shop/issues/%d", n+1),
			Milestone: w.s.Milestones[0], CreatedAt: long, UpdatedAt: long, User: fakegithub.User{Login: "bo"}, AuthorAssociation: "MEMBER",
		})
	}
	plan, _, err := w.Apply(t, nil)
	if err != nil || plan.Summary.Conflicts != 2 {
		t.Fatalf("%v %+v", err, plan)
	}
	if _, r, err := w.Apply(t, &reconcile.Options{Adopt: true}); err != nil || r.Err() != nil {
		t.Fatal(err, r.Err())
	}
	if body := *w.s.Issues[0].Body; !strings.HasPrefix(body, "Made by a script.\r\n\n<!-- backlogsync:v1 ") {
		t.Errorf("the text is %q", body)
	}
	w.Accepted = 1 // it stays theirs
	w.WantSettled(t)
}

// Addresses in a ledger are followed by what they resolve to.
func TestResolve(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	tr := w.tracker(t)
	if _, err := tr.Project(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.s.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
		if r.Path == "/repos/acme/old-shop" {
			return &fakegithub.Fault{Status: http.StatusMovedPermanently, Header: map[string]string{"Location": "/repos/acme/shop"}}
		}
		return nil
	}
	issue, milestone := tracker.Ref{Kind: tracker.KindIssue, Key: "17"}, tracker.Ref{Kind: tracker.KindMilestone, Key: "3"}
	for address, want := range map[string]tracker.Ref{
		"https://github.example/acme/shop/issues/17":              issue,
		"https://GitHub.example/Acme/Shop/issues/17#issuecomment": issue,
		"https://github.example/acme/shop/milestone/3":            milestone,
		"https://github.example/acme/old-shop/issues/17":          issue,
		"https://github.example/acme/other/issues/17":             {},

		"https://www.github.example/acme/shop/issues/17":                                                  issue,
		"https://github.example/acme/shop/issues/17/":                                                     issue,
		"https://github.example/acme/shop/issues/17/linked_closing_reference?reference_location=REPO":     issue,
		"https://github.example/acme/shop/issues/17?notification_referrer_id=NT_1&issue=acme%7Cother%7C4": issue,
		"https://github.example/acme/shop/milestone/3?closed=1":                                           milestone,
		"https://github.example/acme/shop/milestone/3/edit":                                               milestone,
		"https://github.example/acme/shop/issues?q=is%3Aopen&issue=acme%7Cshop%7C17":                      issue,
		"https://github.example/acme/shop/issues/?issue=Acme|Shop|17":                                     issue,
		"https://github.example/orgs/acme/projects/3/views/1?pane=issue&itemId=9&issue=acme%7Cshop%7C17":  issue,
		"https://github.example/acme/shop/issues?issue=acme%7Cold-shop%7C17":                              issue,
		"https://github.example/acme/shop/issues?issue=acme%7Cother%7C17":                                 {},
		"https://github.example/acme/shop/issues?issue=acme%7Cshop%7Cx":                                   {},
		"https://github.example/acme/shop/issues?issue=%7Cshop%7C17":                                      {},
		"https://github.example/acme/shop/issues?issue=17":                                                {},
		"https://github.example/acme/shop/issues":                                                         {},
		"https://github.example/acme/shop/issues/017":                                                     {},
		"https://github.example/acme/shop/issues/new":                                                     {},
		"https://ww.github.example/acme/shop/issues/17":                                                   {},
		"https://evil.example/acme/shop/issues?issue=acme%7Cshop%7C17":                                    {},
		"https://github.com/acme/shop/issues/17":                                                          {},
		"https://github.example/acme/shop/pull/17":                                                        {},
		"https://github.example/acme/shop/issues/x":                                                       {},
		"../issues/17.md": {},
	} {
		got, err := tr.Resolve(t.Context(), address, "b.md")
		if got != want || (err != nil) != (want == tracker.Ref{}) || err != nil && !errors.Is(err, tracker.ErrForeign) {
			t.Errorf("Resolve(%q) = %v, %v", address, got, err)
		}
	}
}

func TestParseTarget(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"acme/shop": "acme/shop", "https://github.com/acme/shop": "acme/shop", "https://github.com/acme/shop.git": "acme/shop",
		"https://ghe.example/acme/shop/issues": "ghe.example/acme/shop", "ghe.example/acme/shop": "ghe.example/acme/shop",
		"https://github.com:443/acme/shop": "acme/shop", "https://GHE.example:443/acme/shop": "ghe.example/acme/shop",
		"http://ghe.example:443/acme/shop": "http://ghe.example:443/acme/shop", "http://GHE.example:80/acme/shop/issues": "http://ghe.example/acme/shop",
		"https://ghe.example:80/acme/shop": "ghe.example:80/acme/shop", "http://github.com/acme/shop": "http://github.com/acme/shop",
		"https://ghe.example:8443/acme/shop": "ghe.example:8443/acme/shop",
		"acme/shop/":                         "acme/shop", "HTTP://127.0.0.1:3000/acme/shop": "http://127.0.0.1:3000/acme/shop",
		"../shop": "", "acme/..": "", "https://github.com/../..": "", "acme/a b": "", "acme/shop?x": "",
		"acme": "", "": "", "/": "", "acme/": "", "https://github.com/acme": "", "a/b/c/d": "",
	} {
		got, err := github.ParseTarget(s)
		if (err != nil) != (want == "") || err == nil && got.String() != want {
			t.Errorf("ParseTarget(%q) = %v, %v", s, got, err)
		}
		if err == nil {
			for _, again := range []string{got.String(), got.URL()} {
				if x, err := github.ParseTarget(again); err != nil || x.URL() != got.URL() {
					t.Errorf("%q is %s, which is %v, %v", s, again, x, err)
				}
			}
		}
	}
}

// A target on a server that is spoken to by http has its API there, too.
func TestPlainAPI(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"http://ghe.example:3000/acme/shop": "http://ghe.example:3000/api/v3/", "ghe.example/acme/shop": "https://ghe.example/api/v3/",
		"acme/shop": "https://api.github.com/",
	} {
		target, err := github.ParseTarget(s)
		if err != nil || target.API() != want {
			t.Errorf("%s: %s, %v", s, target.API(), err)
		}
	}
}

// A marker counts if its author may write, or is oneself; who that is, and what
// an author may do whom the service does not vouch for, is asked only if it
// matters. In a fresh clone nothing else tells what is registered.
func TestTrust(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, association, kind, login, role string
		requests, unknown                    int
	}{
		{"collaborator", "COLLABORATOR", "User", "", "", 3, 0},
		{"member", "MEMBER", "User", "", "", 3, 0},
		{"owner", "OWNER", "User", "", "", 3, 0},
		{"bot", "NONE", "Bot", "", "", 3, 0},
		{"oneself", "NONE", "User", "ana", "", 4, 0},
		{"private member", "CONTRIBUTOR", "User", "bo", "write", 5, 0},
		{"private member, for an installation", "NONE", "User", "", "triage", 5, 0},
		{"somebody else", "NONE", "User", "bo", "", 5, 4},
		{"contributor", "CONTRIBUTOR", "User", "bo", "read", 5, 4},
		{"nobody knows", "NONE", "User", "", "", 5, 4},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newShop(t, small)
			w.MustApply(t)
			w.Src, w.Dir = small, t.TempDir()
			w.s.Login, w.s.Roles["ana"] = test.login, test.role
			for _, i := range w.s.Issues {
				i.AuthorAssociation, i.User.Type = test.association, test.kind
			}
			w.s.Forget()
			w.Clock.Set(w.Clock.Now().Add(time.Hour))
			plan, _, err := w.Apply(t, nil)
			if err != nil || plan.Summary.Create > 0 || plan.Summary.Unknown != test.unknown || w.s.Writes() > 0 {
				t.Errorf("%v, %s, %d writes", err, plan.Summary, w.s.Writes())
			}
			if len(w.s.Requests) != test.requests {
				t.Errorf("%d requests: %+v", len(w.s.Requests), w.s.Requests)
			}
		})
	}
}
