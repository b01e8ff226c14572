package gitlab

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// Each refusal has its kind and its hint, which depend on what was asked for.
func TestMeaningOfRefusals(t *testing.T) {
	t.Parallel()
	item := tracker.Ref{Kind: tracker.KindIssue, Key: "17"}
	for _, test := range []struct {
		op     string
		status int
		body   string
		kind   error
		hint   string
	}{
		{"read", 401, "401 Unauthorized", tracker.ErrUnauthorized, "the token is wrong, expired, or a CI job token"},
		{"read", 403, "insufficient_scope", tracker.ErrUnauthorized, "the token needs the scope api"},
		{"read", 403, "403 Forbidden", tracker.ErrUnauthorized, "the role Reporter or a higher one in acme/shop"},
		{"create", 404, "404 Project Not Found", tracker.ErrUnauthorized, "the project is gone, or the token cannot see it"},
		{"update", 404, "404 Not Found", tracker.ErrNotFound, ""},
		{"create", 400, "Your issue was recognized as Spam", tracker.ErrRejected, "the spam check"},
		{"update", 409, "Resource Lock: try later", tracker.ErrChanged, ""},
		{"update", 409, "Conflict", tracker.ErrRejected, ""},
		{"update", 400, "resource lock", tracker.ErrRejected, ""},
		{"create", 400, "title already being used for another group or project milestone.", tracker.ErrExists, ""},
		{"create", 409, "Label already exists", tracker.ErrExists, ""},
		{"create", 409, "title has already been taken", tracker.ErrExists, ""},
		{"create", 405, "the project was moved", tracker.ErrRejected, "name the project by its new address"},
		{"list", 405, "not allowed", tracker.ErrRejected, ""},
		{"read", 503, "", tracker.ErrUnavailable, ""},
		{"create", 503, "", tracker.ErrUnknown, ""},
		{"create", 302, "", tracker.ErrUnknown, ""},
	} {
		tr, err := New(nil, "acme/shop", &Options{Token: "glpat-0123456789"})
		if err != nil {
			t.Fatal(err)
		}
		e := tr.failed(test.op, item, &rest.AnswerError{Status: test.status, Text: test.body})
		what := fmt.Sprintf("%s answered with %d %s", test.op, test.status, test.body)
		world.WantFailure(t, what, e, test.kind, "gitlab:acme/shop: "+test.op, test.hint)
	}
	nobody, err := New(nil, "acme/shop", nil)
	if err != nil {
		t.Fatal(err)
	}
	if e := nobody.failed("read", item, &rest.AnswerError{Status: 401}); e.Hint != noToken {
		t.Errorf("without a token the hint is %q", e.Hint)
	}
}

// What a refusal says is one line, whatever form it has.
func TestWords(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"message":"404 Not Found"}`:                                              "404 Not Found",
		`{"message":{"title":["is too long","is odd"],"base":["it is closed"]}}`:   "it is closed, title is too long, is odd",
		`{"error":"insufficient_scope","error_description":"More.","scope":"api"}`: "insufficient_scope, More.",
		`{"message":{}}`: "",
		`"bad"`:          "bad",
		`<html>`:         "the answer is not that of a GitLab API",
	} {
		if got := words([]byte(body)); got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
}

// The next page is that of the Link, else that of the number, with what was asked
// for at first.
func TestNextQuery(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ link, page, want string }{
		{"", "", ""},
		{"", "3", "page=3&state=all"},
		{"https://evil.example/x?cursor=abc&per_page=9", "3", "cursor=abc&per_page=9&state=all"},
		{"https://gitlab.example/x", "3", "page=3&state=all"},
	} {
		h := make(http.Header)
		if test.link != "" {
			h.Set("Link", "<"+test.link+`>; rel="next"`)
		}
		h.Set("X-Next-Page", test.page)
		asked := url.Values{"state": {"all"}}
		if got := nextQuery(asked, h).Encode(); got != test.want || asked.Encode() != "state=all" {
			t.Errorf("%+v: %q of %q", test, got, asked.Encode())
		}
	}
}
