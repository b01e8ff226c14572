package gitlab_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegitlab"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/gitlab"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// long is long ago.
const long = "2026-01-01T00:00:00.000Z"

// fill adds issues of somebody who is not a member.
func fill(s *fakegitlab.Server, issues int) {
	stranger := &fakegitlab.User{ID: 99, Username: "stranger", State: "active"}
	s.Users = append(s.Users, stranger)
	for n := int64(1); n <= int64(issues); n++ {
		text := "Theirs."
		i := &fakegitlab.Issue{
			ID: n, IID: n, ProjectID: fakegitlab.ProjectID, Title: fmt.Sprintf("Issue %d", n), Description: &text, State: "opened",
			WebURL: fmt.Sprintf("https://gitlab.example/acme/tools/shop/-/issues/%d", n), Labels: []string{}, Assignees: []*fakegitlab.User{},
			Author: stranger, CreatedAt: long, UpdatedAt: long,
		}
		if n%3 == 0 {
			i.State = "closed"
		}
		s.Issues = append(s.Issues, i)
	}
}

// 900 issues of other people: all pages are read in each way that the service
// has, and nobody's work is touched.
func TestLargeProject(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*fakegitlab.Server)
		pages  int
	}{
		"keysets":          {func(*fakegitlab.Server) {}, 10},
		"no keysets":       {func(s *fakegitlab.Server) { s.NoKeyset = true }, 11},
		"no totals":        {func(s *fakegitlab.Server) { s.NoKeyset = true; s.MaxTotal = 100 }, 11},
		"offsets too deep": {func(s *fakegitlab.Server) { s.MaxOffset = 200 }, 10},
		"only newer keysets": {func(s *fakegitlab.Server) {
			s.MaxOffset = 200
			s.Fault = func(r *fakegitlab.Request) *fakegitlab.Fault {
				if strings.Contains(r.Query, "order_by=created_at&pagination=keyset") {
					return &fakegitlab.Fault{Status: 405, Body: `{"error":"Keyset pagination is not yet available for this type of request"}`}
				}
				return nil
			}
		}, 15},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newShop(t, world.Small)
			fill(w.s, 900)
			test.change(w.s)
			if _, err := list(t, w.tracker(t)); err != nil {
				t.Fatal(err)
			}
			w.MustApply(t)
			for _, i := range w.s.Issues[:900] {
				if i.UpdatedAt != long {
					t.Fatalf("issue %d was touched", i.IID)
				}
			}
			w.s.Forget()
			fault := w.s.Fault
			items, err := list(t, w.tracker(t))
			if err != nil || len(items) != 904 || len(w.s.Requests) != test.pages+2 { // the project, and the authors
				t.Errorf("%v, %d issues in %d requests", err, len(items), len(w.s.Requests))
			}
			w.WantSettled(t)
			w.s.Fault = fault
		})
	}
}

func list(t *testing.T, tr tracker.Tracker) ([]*tracker.Item, error) {
	t.Helper()
	var items []*tracker.Item
	for item, err := range tr.List(t.Context(), tracker.KindIssue) {
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, nil
}

// A page that fails makes the whole listing worthless: nothing is created.
func TestFailedListing(t *testing.T) {
	t.Parallel()
	w := newShop(t, world.Small)
	fill(w.s, 250)
	w.WantNoWriteAfterFailedPage(t, "cursor=")
}

// Of the address of the next page only the cursor counts.
func TestForeignNextPage(t *testing.T) {
	t.Parallel()
	w := newShop(t, world.Small)
	fill(w.s, 150)
	w.s.Fault = func(r *fakegitlab.Request) *fakegitlab.Fault {
		if strings.HasSuffix(r.Path, "/issues") && !r.Write() && !strings.Contains(r.Query, "cursor") {
			return &fakegitlab.Fault{Pass: true, Header: map[string]string{"Link": `<https://elsewhere.example/x?cursor=eyJ100>; rel="next"`}}
		}
		return nil
	}
	if items, err := list(t, w.tracker(t)); err != nil || len(items) != 150 {
		t.Errorf("%d issues, %v", len(items), err)
	}
}

// Answers that lag behind are no reason for a second create.
func TestListLag(t *testing.T) {
	t.Parallel()
	w := newShop(t, world.Small)
	w.s.Fault = world.OnWrite(4, &fakegitlab.Fault{Commit: true, Status: 502})
	for n := int64(1); n <= 4; n++ {
		w.s.Hidden[n] = w.Clock.Now().Add(10e9)
	}
	w.MustApply(t)
	w.WantSettled(t)
}

// GitLab may be installed below a path, and found by a proxy under another name.
func TestRelativeURL(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		target string
		opts   func(*gitlab.Options, string)
	}{
		"server":     {"acme/tools/shop", func(o *gitlab.Options, s string) { o.APIURL, o.ServerURL = "", s+"/gitlab" }},
		"address":    {"SERVER/gitlab/acme/tools/shop", func(o *gitlab.Options, s string) { o.APIURL, o.ServerURL = "", s+"/gitlab/" }},
		"by the API": {"SERVER/gitlab/acme/tools/shop/-/issues", func(o *gitlab.Options, s string) { o.APIURL = s + "/gitlab/api/v4" }},
		"short API":  {"acme/tools/shop", func(o *gitlab.Options, s string) { o.APIURL = s + "/gitlab/" }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newShop(t, world.Small)
			w.s.Prefix = "/gitlab/api/v4"
			w.s.Project["web_url"] = w.s.URL + "/gitlab/acme/tools/shop"
			test.opts(&w.opts, w.s.URL)
			w.Open = func(t *testing.T) tracker.Tracker {
				tr, err := gitlab.New(nil, strings.Replace(test.target, "SERVER", w.s.URL, 1), &w.opts)
				if err != nil {
					t.Fatal(err)
				}
				return tr
			}
			w.MustApply(t)
			w.WantSettled(t)
			p, err := w.Open(t).Project(t.Context())
			if host := strings.TrimPrefix(w.s.URL, "http://"); err != nil || p.ID != host+"/gitlab/3000000081" {
				t.Errorf("%v, the identity is %s", err, p.ID)
			}
		})
	}
}

// What a script made before, with the same titles and no markers, looks
// registered, and so does what a stranger made; --adopt takes it over without a
// create.
func TestAdopt(t *testing.T) {
	t.Parallel()
	w := newShop(t, world.Small)
	fill(w.s, 3)
	w.s.Issues[0].Title, w.s.Issues[1].Title, w.s.Issues[2].Title = "US-1.1 Login", "US-1.2 Logout", "US-2.1 Import"
	w.s.Issues[0].Author, w.s.Issues[1].Author = w.s.Users[1], w.s.Users[1]
	m := w.s.AddMilestone("EPIC-1 Access", fakegitlab.AcmeID)
	m.State = "closed"
	plan, _, err := w.Apply(t, nil)
	if err != nil || plan.Summary.Conflicts != 3 || plan.Summary.Create != 2 {
		t.Fatalf("%v %+v", err, plan)
	}
	if _, r, err := w.Apply(t, &reconcile.Options{Adopt: true}); err != nil || r.Err() != nil {
		t.Fatal(err, r.Err())
	}
	if body := w.s.Issues[0].Text(); !strings.HasPrefix(body, "Theirs.\n\n<!-- backlogsync:v1 ") {
		t.Errorf("the text is %q", body)
	}
	if m.State != "closed" || !strings.Contains(m.Description, "nonce=") {
		t.Errorf("the milestone of the group is %+v", m)
	}
}

// A run with nothing to do costs four requests: the project, two lists, and who
// the token belongs to.
func TestNothingToDo(t *testing.T) {
	t.Parallel()
	w := newShop(t, world.Small)
	w.MustApply(t)
	w.WantSettled(t)
	if n := len(w.s.Requests); n != 4 {
		t.Errorf("%d requests: %+v", n, w.s.Requests)
	}
}

// Who the token belongs to is asked once a day, where it can be kept.
func TestSelfKept(t *testing.T) {
	t.Parallel()
	w := newShop(t, world.Small)
	w.opts.StateDir = t.TempDir()
	w.MustApply(t)
	asked := func() (self, all int) {
		w.s.Forget()
		if plan, _, err := w.Apply(t, nil); err != nil || !strings.HasPrefix(plan.Summary.String(), "No changes.") {
			t.Errorf("%v, %s", err, plan.Summary)
		}
		for _, r := range w.s.Requests {
			if r.Path == "/user" {
				self++
			}
		}
		return self, len(w.s.Requests)
	}
	for n, want := range [][2]int{{1, 4}, {0, 3}, {0, 3}} {
		if self, all := asked(); self != want[0] || all != want[1] {
			t.Errorf("run %d: %d requests for the user, %d in all", n, self, all)
		}
	}
	w.Clock.Set(w.Clock.Now().Add(25 * time.Hour))
	if self, _ := asked(); self != 1 {
		t.Errorf("a day later it is asked %d times", self)
	}
	w.opts.Token = fakegitlab.OAuthToken
	w.opts.OAuth = true
	if self, _ := asked(); self != 1 {
		t.Errorf("with another token it is asked %d times", self)
	}
	files, err := os.ReadDir(w.opts.StateDir)
	if err != nil || len(files) != 2 {
		t.Fatalf("%v, %d files", err, len(files))
	}
	for _, f := range files {
		name := filepath.Join(w.opts.StateDir, f.Name())
		data, err := os.ReadFile(name)
		if err != nil || string(data) != "1\n" || strings.Contains(name, "secret") {
			t.Errorf("%s has %q, %v", name, data, err)
		}
		if err := os.WriteFile(name, []byte("damaged"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if self, _ := asked(); self != 1 {
		t.Errorf("from a damaged file: asked %d times", self)
	}
}

// Addresses in a ledger are followed by what they resolve to.
func TestResolve(t *testing.T) {
	t.Parallel()
	w := newShop(t, world.Small)
	ours, ofGroup := w.s.AddMilestone("EPIC-1", 0), w.s.AddMilestone("Q1", fakegitlab.AcmeID)
	tr := w.tracker(t)
	const base = "https://gitlab.example/acme/tools/shop"
	shown := base64.StdEncoding.EncodeToString([]byte(`{"iid":"17","full_path":"acme/tools/shop","id":5000000017}`))
	odd := base64.StdEncoding.EncodeToString([]byte(`{"iid":"1x","full_path":"acme/tools/shop","id":5000000017}`))
	foreign := base64.StdEncoding.EncodeToString([]byte(`{"iid":"17","full_path":"acme/other","id":5000000017}`))
	issue := tracker.Ref{Kind: tracker.KindIssue, Key: "17"}
	milestone := func(m *fakegitlab.Milestone) tracker.Ref {
		return tracker.Ref{Kind: tracker.KindMilestone, Key: fmt.Sprint(m.ID)}
	}
	for address, want := range map[string]tracker.Ref{
		base + "/-/issues/17":     issue,
		base + "/-/work_items/17": issue,
		base + "/issues/17":       issue,
		"https://GitLab.example/Acme/Tools/Shop/-/issues/17#note_1":                          issue,
		"https://gitlab.example/acme/old-shop/-/issues/17":                                   issue,
		base + "/-/milestones/1":                                                             milestone(ours),
		base + "/-/milestones/1?tab=issues":                                                  milestone(ours),
		"https://gitlab.example/groups/acme/-/milestones/1":                                  milestone(ofGroup),
		base + "/-/milestones/9":                                                             {Kind: tracker.KindMilestone, Key: "number 9"},
		"https://gitlab.example/groups/other/-/milestones/1":                                 {},
		"https://gitlab.example/acme/other/-/issues/17":                                      {},
		"https://gitlab.com/acme/tools/shop/-/issues/17":                                     {},
		base + "/-/merge_requests/17":                                                        {},
		base + "/-/issues/incident/17":                                                       issue,
		base + "/issues/incident/17":                                                         issue,
		base + "/-/issues/17/designs":                                                        issue,
		base + "/-/issues/17/designs/plan.png?version=3":                                     issue,
		base + "/-/work_items/17/designs/9":                                                  issue,
		base + "/-/issues/17/":                                                               issue,
		base + "/-/issues/17?tab=notes#note_2":                                               issue,
		base + "/-/issues?state=all&show=" + shown:                                           issue,
		base + "/-/boards/12?show=" + shown:                                                  issue,
		"https://gitlab.example/groups/acme/-/issues?show=" + shown:                          issue,
		"https://www.gitlab.example/acme/tools/shop/-/issues/17":                             issue,
		"https://www.gitlab.example/acme/tools/shop/-/issues?show=" + url.QueryEscape(shown): issue,
		"https://www.evil.example/acme/tools/shop/-/issues?show=" + shown:                    {},
		base + "/-/issues?show=" + foreign:                                                   {},
		base + "/-/issues?show=" + odd:                                                       {},
		base + "/-/issues?show=%21":                                                          {},
		base + "/-/issues?show=e30":                                                          {},
		base + "/-/issues/17/edit":                                                           {},
		base + "/-/designs/17":                                                               {},
		"https://wwwgitlab.example/acme/tools/shop/-/issues/17":                              {},
		base + "/-/issues/x":                                                                 {},
		"https://gitlab.example/groups/acme/-/issues/1":                                      {},
		"../issues/17.md":                                                                    {},
	} {
		got, err := tr.Resolve(t.Context(), address, "b.md")
		if got != want || (err != nil) != (want == tracker.Ref{}) || err != nil && !errors.Is(err, tracker.ErrForeign) {
			t.Errorf("Resolve(%q) = %v, %v", address, got, err)
		}
	}
	if _, err := tr.Get(t.Context(), tracker.Ref{Kind: tracker.KindMilestone, Key: "number 9"}); !errors.Is(err, tracker.ErrNotFound) {
		t.Errorf("a milestone that does not exist: %v", err)
	}
}

func TestParseTarget(t *testing.T) {
	t.Parallel()
	for in, want := range map[[2]string]string{
		{"acme/shop"}:                             "acme/shop",
		{"acme/tools/shop"}:                       "acme/tools/shop",
		{"1234"}:                                  "1234",
		{"https://gitlab.com/acme/shop"}:          "acme/shop",
		{"https://GitLab.com/acme/shop.git"}:      "acme/shop",
		{"https://gitlab.com/acme/shop/-/issues"}: "acme/shop",
		{"https://git.example/acme/shop/"}:        "https://git.example/acme/shop",
		{"acme/shop", "https://git.example/"}:     "https://git.example/acme/shop",
		{"acme/shop", "http://localhost:80/lab"}:  "http://localhost:80/lab/acme/shop",
		{"https://git.example/lab/acme/shop", "https://git.example/lab"}: "https://git.example/lab/acme/shop",
		{"https://git.example/acme/shop", "https://git.example/lab"}:     "https://git.example/acme/shop",
		{"https://gitlab.com/acme/shop", "https://git.example"}:          "acme/shop",
		{"acme"}: "", {""}: "", {"/"}: "", {"acme//shop"}: "", {"https://gitlab.com/acme"}: "", {"acme/my shop"}: "", {"012"}: "",
		{"ftp://gitlab.com/acme/shop"}: "", {"acme/shop", "git.example"}: "", {"https:///acme/shop"}: "",
		{"acme/shop", "https:///lab"}: "", {"acme/shop", "ftp://git.example"}: "",
	} {
		got, err := gitlab.ParseTarget(in[0], in[1])
		if (err != nil) != (want == "") || err == nil && got.String() != want {
			t.Errorf("ParseTarget(%q, %q) = %v, %v", in[0], in[1], got, err)
			continue
		}
		if err == nil {
			if again, err := gitlab.ParseTarget(got.String(), in[1]); err != nil || in[1] == "" && again != got {
				t.Errorf("%s reads as %v, %v", got, again, err)
			}
		}
	}
}
