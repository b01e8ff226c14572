package gitlab_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegitlab"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/gitlab"
)

// An address that a server gives is written into files. One that is not that of
// the item leaves the outcome of a write unknown, and makes reads fail.
func TestForeignAddresses(t *testing.T) {
	t.Parallel()
	for _, address := range world.BadAddresses("https://gitlab.example/acme/tools/shop/-/issues/1") {
		w := newShop(t, world.Small)
		fill(w.s, 1)
		tr := w.tracker(t)
		ref := tracker.Ref{Kind: tracker.KindIssue, Key: "1"}
		w.s.Issues[0].WebURL = address
		_, err := tr.Get(t.Context(), ref)
		world.WantFinal(t, address, err, tracker.ErrUnavailable)
		_, err = tr.Update(t.Context(), ref, tracker.Patch{Title: new("x")})
		world.WantFinal(t, address, err, tracker.ErrUnknown)
		_, err = list(t, tr)
		world.WantFinal(t, address, err, tracker.ErrUnavailable)
	}
	for _, form := range []string{"/-/issues/1", "/-/work_items/1", "/issues/1"} {
		w := newShop(t, world.Small)
		fill(w.s, 1)
		w.s.Issues[0].WebURL = "https://gitlab.example/acme/tools/shop" + form
		if items, err := list(t, w.tracker(t)); err != nil || len(items) != 1 || items[0].URL != w.s.Issues[0].WebURL {
			t.Errorf("%s: %v", form, err)
		}
	}
	w := newShop(t, world.Small)
	w.client = &http.Client{Transport: world.Rewrite(http.MethodPost, "https://gitlab.example/acme/tools/shop", "https://evil.example/acme/tools/shop")}
	tr := w.tracker(t)
	for _, kind := range []tracker.Kind{tracker.KindMilestone, tracker.KindIssue} {
		_, err := tr.Create(t.Context(), kind, tracker.Content{Title: "x"})
		world.WantFinal(t, string(kind), err, tracker.ErrUnknown)
	}
	w.s.Project["web_url"] = "https://gitlab.example/acme/tools/shop\n"
	_, err := w.tracker(t).Project(t.Context())
	world.WantFinal(t, "the project", err, tracker.ErrUnavailable)
}

// A milestone is one of the project or of a group above it, by its number there.
func TestForeignMilestones(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		group   int64
		address string
		ok      bool
	}{
		{0, "https://gitlab.example/acme/tools/shop/-/milestones/1", true},
		{0, "https://gitlab.example/acme/tools/shop/milestones/1", true},
		{0, "https://gitlab.example/acme/tools/shop/-/milestones/2", false},
		{0, "https://gitlab.example/acme/tools/shop/-/issues/1", false},
		{0, "https://gitlab.example/acme/tools/other/-/milestones/1", false},
		{0, "https://gitlab.example/groups/acme/-/milestones/1", false},
		{0, "", false},
		{fakegitlab.AcmeID, "https://gitlab.example/groups/acme/-/milestones/1", true},
		{fakegitlab.ToolsID, "https://gitlab.example/groups/acme/tools/-/milestones/1", true},
		{fakegitlab.AcmeID, "https://gitlab.example/groups/acm/-/milestones/1", false},
		{fakegitlab.AcmeID, "https://gitlab.example/groups/other/-/milestones/1", false},
		{fakegitlab.AcmeID, "https://gitlab.example/groups/acme/-/milestones/2", false},
		{fakegitlab.AcmeID, "https://evil.example/groups/acme/-/milestones/1", false},
	} {
		w := newShop(t, world.Small)
		m := w.s.AddMilestone("Q1", test.group)
		m.WebURL = test.address
		rows := 0
		for _, err := range w.tracker(t).List(t.Context(), tracker.KindMilestone) {
			rows++
			if test.ok != (err == nil) {
				t.Errorf("%+v: %v", test, err)
			}
			if !test.ok {
				world.WantFinal(t, test.address, err, tracker.ErrUnavailable)
			}
		}
		if rows != 1 {
			t.Errorf("%+v: %d rows", test, rows)
		}
	}
}

// A project that is moved while it is read is still the same one.
func TestMovedMeanwhile(t *testing.T) {
	t.Parallel()
	w := newShop(t, world.Small)
	fill(w.s, 2)
	for _, i := range w.s.Issues {
		i.WebURL = strings.Replace(i.WebURL, "acme/tools/shop", "acme/old-shop", 1)
	}
	if items, err := list(t, w.tracker(t)); err != nil || len(items) != 2 {
		t.Errorf("%d, %v", len(items), err)
	}
}

// A list that never ends is noticed, whatever way it is marked.
func TestEndlessList(t *testing.T) {
	t.Parallel()
	for name, header := range map[string]func(n int) map[string]string{
		"to itself": func(int) map[string]string { return map[string]string{"Link": `<https://x/?cursor=eyJ1>; rel="next"`} },
		"empty": func(n int) map[string]string {
			return map[string]string{"Link": fmt.Sprintf(`<https://x/?cursor=eyJ%d>; rel="next"`, 99+n)}
		},
		"same number":  func(int) map[string]string { return map[string]string{"Link": "", "X-Next-Page": "1"} },
		"more numbers": func(n int) map[string]string { return map[string]string{"Link": "", "X-Next-Page": fmt.Sprint(99 + n)} },
	} {
		for _, kind := range []string{"issues", "milestones"} {
			if kind == "milestones" && header(1)["Link"] != "" {
				continue // these lists have no cursors
			}
			w := newShop(t, world.Small)
			fill(w.s, 3)
			w.s.AddMilestone("Q1", 0)
			w.s.Fault = func(r *fakegitlab.Request) *fakegitlab.Fault {
				if !strings.HasSuffix(r.Path, "/"+kind) {
					return nil
				}
				return &fakegitlab.Fault{Pass: true, Header: header(r.N)}
			}
			_, _, err := w.Apply(t, nil)
			world.WantFinal(t, name+" of "+kind, err, tracker.ErrUnavailable)
			if len(w.s.Requests) > 7 {
				t.Errorf("%s of %s: %d requests", name, kind, len(w.s.Requests))
			}
		}
	}
}

// User information in the address of the API reaches the server, and nobody
// else: neither the project nor an error shows it.
func TestUserInAddress(t *testing.T) {
	t.Parallel()
	w := newShop(t, world.Small)
	w.opts.APIURL = strings.Replace(w.s.URL, "http://", "http://u5er:passw0rd@", 1)
	p, err := w.tracker(t).Project(t.Context())
	if err != nil || strings.Contains(fmt.Sprintf("%+v", p), "u5er") || p.API != w.s.URL+"/api/v4/" {
		t.Errorf("%v, %+v", err, p)
	}
	w.s.Fault = func(*fakegitlab.Request) *fakegitlab.Fault { return &fakegitlab.Fault{Status: 200, Body: `{"id":0}`} }
	_, errs := w.tracker(t).Project(t.Context())
	w.s.Close()
	_, down := w.tracker(t).Project(t.Context())
	_, bad := gitlab.New(nil, "acme/shop", &gitlab.Options{APIURL: "http://u5er:passw0rd@host:x/"})
	_, server := gitlab.New(nil, "acme/shop", &gitlab.Options{ServerURL: "u5er:passw0rd@host"})
	_, target := gitlab.ParseTarget("https://u5er:passw0rd@gitlab.com/acme/shop", "")
	_, short := gitlab.ParseTarget("https://u5er:passw0rd@gitlab.com/acme", "")
	_, odd := gitlab.ParseTarget("https://u5er:passw0rd@gitlab.com:x/acme/shop", "")
	world.WantNoUser(t, errs, down, bad, server, target, short, odd)
}

// A server that repeats the token does not get it into an error.
func TestTokenRepeated(t *testing.T) {
	t.Parallel()
	for _, fault := range []fakegitlab.Fault{
		{Status: 400, Body: `{"message":"you sent PRIVATE-TOKEN: ` + fakegitlab.Token + `"}`},
		{Status: 401, Body: `{"error":"invalid","error_description":"` + fakegitlab.Token + `"}`},
		{Status: 404, Body: `{"message":{"` + fakegitlab.Token + `":["x"]}}`},
		{Status: 500, Body: `{"message":"you sent PRIVATE-TOKEN: ` + fakegitlab.Token + `"}`},
		{Status: 302, Header: map[string]string{"Location": "https://evil.example/?token=" + fakegitlab.Token}},
		{Status: 302, Header: map[string]string{"Location": "/?token=" + fakegitlab.Token}},
		{Status: 200, Body: `{"id":"` + fakegitlab.Token + `"}`},
		{Status: 200, Body: `{"id":1,"web_url":"https://evil.example/\n` + fakegitlab.Token + `"}`},
	} {
		w := newShop(t, world.Small)
		w.s.Fault = func(*fakegitlab.Request) *fakegitlab.Fault { return &fault }
		_, err := w.tracker(t).Project(t.Context())
		e, ok := errors.AsType[*tracker.Error](err)
		if !ok || strings.Contains(err.Error()+e.Hint, fakegitlab.Token) {
			t.Errorf("%+v: %v", fault, err)
		}
	}
}
