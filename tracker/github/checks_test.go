package github_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/github"
)

// An address that a server gives is written into files. One that is not that of
// the item leaves the outcome of a write unknown, and makes reads fail.
func TestForeignAddresses(t *testing.T) {
	t.Parallel()
	for _, address := range world.BadAddresses("https://github.example/acme/shop/issues/1") {
		w := newShop(t, small)
		fill(w.s, 1, 0)
		tr := w.tracker(t)
		if _, err := tr.Project(t.Context()); err != nil {
			t.Fatal(err)
		}
		ref := tracker.Ref{Kind: tracker.KindIssue, Key: "1"}
		w.s.Issues[0].HTMLURL = address
		_, err := tr.Get(t.Context(), ref)
		world.WantFinal(t, address, err, tracker.ErrUnavailable)
		_, err = tr.Update(t.Context(), ref, tracker.Patch{Title: new("x")})
		world.WantFinal(t, address, err, tracker.ErrUnknown)
		for _, err = range tr.List(t.Context(), tracker.KindIssue) {
			world.WantFinal(t, address, err, tracker.ErrUnavailable)
		}
		if n := len(w.s.Requests); n > 5 { // another repository is looked up, once
			t.Errorf("%q: %d requests", address, n)
		}
	}
	w := newShop(t, small)
	w.client = &http.Client{Transport: world.Rewrite(http.MethodPost, "https://github.example/acme/shop", "https://evil.example/acme/shop")}
	tr := w.tracker(t)
	if _, err := tr.Project(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []tracker.Kind{tracker.KindMilestone, tracker.KindIssue} {
		_, err := tr.Create(t.Context(), kind, tracker.Content{Title: "x"})
		world.WantFinal(t, string(kind), err, tracker.ErrUnknown)
	}
	w.s.Milestones[0].HTMLURL = "https://github.example/acme/shop/milestone/2"
	for _, err := range tr.List(t.Context(), tracker.KindMilestone) {
		world.WantFinal(t, "milestone 2", err, tracker.ErrUnavailable)
	}
	w.s.Repo["html_url"] = "javascript:alert(1)"
	_, err := w.tracker(t).Project(t.Context())
	world.WantFinal(t, "the repository", err, tracker.ErrUnavailable)
}

// A repository that is renamed while it is read is still the same one.
func TestRenamedMeanwhile(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	fill(w.s, 2, 0)
	tr := w.tracker(t)
	if _, err := tr.Project(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, i := range w.s.Issues {
		i.HTMLURL = strings.Replace(i.HTMLURL, "acme/shop", "acme/old-shop", 1)
	}
	w.s.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
		if r.Path == "/repos/acme/old-shop" {
			return &fakegithub.Fault{Status: 301, Header: map[string]string{"Location": w.s.URL + "/repos/acme/shop"}}
		}
		return nil
	}
	w.s.Forget()
	rows := 0
	for _, err := range tr.List(t.Context(), tracker.KindIssue) {
		if err != nil {
			t.Fatal(err)
		}
		rows++
	}
	if rows != 2 || len(w.s.Requests) != 3 {
		t.Errorf("%d rows in %d requests", rows, len(w.s.Requests))
	}
}

// A list that never ends is noticed, and names itself.
func TestEndlessList(t *testing.T) {
	t.Parallel()
	for name, next := range map[string]func(n int) string{
		"to itself": func(int) string { return "/repos/acme/shop/issues?page=1" },
		"empty":     func(n int) string { return fmt.Sprintf("/repos/acme/shop/issues?page=2&per_page=%d", 9+n) },
	} {
		w := newShop(t, small)
		fill(w.s, 3, 0)
		w.s.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
			if r.Path != "/repos/acme/shop/issues" {
				return nil
			}
			return &fakegithub.Fault{Pass: true, Header: map[string]string{"Link": fmt.Sprintf(`<%s%s>; rel="next"`, w.s.URL, next(r.N))}}
		}
		_, _, err := w.Apply(t, nil)
		world.WantFinal(t, name, err, tracker.ErrUnavailable)
		if len(w.s.Requests) > 6 {
			t.Errorf("%s: %d requests", name, len(w.s.Requests))
		}
	}
}

// User information in the address of the API reaches the server, and nobody
// else: neither the project nor an error shows it.
func TestUserInAddress(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	w.opts.APIURL = strings.Replace(w.s.URL, "http://", "http://u5er:passw0rd@", 1)
	p, err := w.tracker(t).Project(t.Context())
	if err != nil || strings.Contains(fmt.Sprintf("%+v", p), "u5er") || p.API != w.s.URL+"/" {
		t.Errorf("%v, %+v", err, p)
	}
	w.s.Fault = func(*fakegithub.Request) *fakegithub.Fault { return &fakegithub.Fault{Status: 200, Body: `{"id":0}`} }
	_, errs := w.tracker(t).Project(t.Context())
	w.s.Close()
	_, down := w.tracker(t).Project(t.Context())
	_, bad := github.New(nil, "acme/shop", &github.Options{APIURL: "http://u5er:passw0rd@host:x/"})
	_, target := github.ParseTarget("https://u5er:passw0rd@github.com/acme/shop")
	_, short := github.ParseTarget("https://u5er:passw0rd@github.com/acme")
	_, odd := github.ParseTarget("https://u5er:passw0rd@github.com:x/acme/shop")
	world.WantNoUser(t, errs, down, bad, target, short, odd)
}

// A server that repeats the token does not get it into an error.
func TestTokenRepeated(t *testing.T) {
	t.Parallel()
	for _, fault := range []fakegithub.Fault{
		{Status: 400, Body: `{"message":"you sent Authorization: Bearer ` + fakegithub.Token + `"}`},
		{Status: 401, Body: `{"message":"you sent Authorization: Bearer ` + fakegithub.Token + `"}`},
		{Status: 422, Body: `{"message":"x","errors":[{"message":"` + fakegithub.Token + `"}]}`},
		{Status: 500, Body: `{"message":"you sent Authorization: Bearer ` + fakegithub.Token + `"}`},
		{Status: 302, Header: map[string]string{"Location": "https://evil.example/?token=Bearer%20" + fakegithub.Token}},
		{Status: 302, Header: map[string]string{"Location": "/?token=" + fakegithub.Token}},
		{Status: 200, Body: `{"id":"` + fakegithub.Token + `"}`},
		{Status: 200, Body: `{"id":1,"html_url":"https://evil.example/\n` + fakegithub.Token + `"}`},
	} {
		w := newShop(t, small)
		w.s.Fault = func(*fakegithub.Request) *fakegithub.Fault { return &fault }
		_, err := w.tracker(t).Project(t.Context())
		e, ok := errors.AsType[*tracker.Error](err)
		if !ok || strings.Contains(err.Error()+e.Hint, fakegithub.Token) {
			t.Errorf("%+v: %v", fault, err)
		}
	}
}
