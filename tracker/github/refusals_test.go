package github

import (
	"fmt"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// Each refusal has its kind and its hint, which depend on what was asked for.
func TestMeaningOfRefusals(t *testing.T) {
	t.Parallel()
	item := tracker.Ref{Kind: tracker.KindIssue, Key: "17"}
	const taken = `{"message":"Validation Failed","errors":[{"resource":"Milestone","code":"already_exists","field":"title"}]}`
	for _, test := range []struct {
		op     string
		ref    tracker.Ref
		status int
		body   string
		kind   error
		hint   string
	}{
		{"read", item, 401, "Bad credentials", tracker.ErrUnauthorized, "the token is wrong or expired"},
		{"read", tracker.Ref{}, 403, "Forbidden", tracker.ErrUnauthorized, "the token may not read acme/shop"},
		{"read", item, 403, "Forbidden", tracker.ErrUnauthorized, "the token needs the permission to write issues of acme/shop"},
		{"create", tracker.Ref{}, 403, "Forbidden", tracker.ErrUnauthorized, "needs the permission to write issues of acme/shop"},
		{"create", item, 403, "Repository was Archived so is read-only.", tracker.ErrUnauthorized, "unarchive the repository"},
		{"create", item, 410, "Issues are disabled for this repo", tracker.ErrUnauthorized, "switch issues on"},
		{"list", item, 410, "The API version is no longer supported", tracker.ErrRejected, "update backlogsync"},
		{"read", tracker.Ref{}, 410, "Gone", tracker.ErrRejected, "update backlogsync"},
		{"read", item, 410, "This issue was deleted", tracker.ErrNotFound, ""},
		{"list", tracker.Ref{}, 410, "Gone", tracker.ErrNotFound, ""},
		{rest.OpRelate, item, 404, "Not Found", tracker.ErrUnsupported, ""},
		{rest.OpRelate, item, 410, "Gone", tracker.ErrUnsupported, ""},
		{rest.OpRelate, item, 422, "Unprocessable", tracker.ErrRejected, ""},
		{"create", item, 404, "Not Found", tracker.ErrUnauthorized, "the repository is gone, or the token cannot see it"},
		{"update", item, 404, "Not Found", tracker.ErrNotFound, ""},
		{"create", item, 422, taken, tracker.ErrExists, ""},
		{"create", item, 400, taken, tracker.ErrRejected, ""},
		{"create", item, 422, `{"message":"Validation Failed","errors":[{"code":"invalid","field":"labels"}]}`, tracker.ErrRejected, ""},
		{"create", item, 307, "", tracker.ErrUnauthorized, "another repository has the name"},
		{"create", item, 308, "", tracker.ErrUnauthorized, "another repository has the name"},
		{"create", item, 301, "", tracker.ErrUnknown, ""},
		{"update", item, 301, "", tracker.ErrUnauthorized, "another repository has the name"},
		{"read", item, 301, "", tracker.ErrNotFound, ""},
		{"read", item, 308, "", tracker.ErrNotFound, ""},
		{"read", item, 503, "", tracker.ErrUnavailable, ""},
		{"create", item, 503, "", tracker.ErrUnknown, ""},
	} {
		tr, err := New(nil, "acme/shop", &Options{Token: "ghp_0123456789"})
		if err != nil {
			t.Fatal(err)
		}
		body := test.body
		if !strings.HasPrefix(body, "{") {
			body = `{"message":"` + body + `"}`
		}
		e := tr.failed(test.op, test.ref, &rest.AnswerError{Status: test.status, Text: words([]byte(body)), Body: []byte(body)})
		what := fmt.Sprintf("%s of %q answered with %d", test.op, test.ref, test.status)
		world.WantFailure(t, what, e, test.kind, "github:acme/shop: "+test.op, test.hint)
	}
	nobody, err := New(nil, "acme/shop", nil)
	if err != nil {
		t.Fatal(err)
	}
	if e := nobody.failed("read", item, &rest.AnswerError{Status: 401}); e.Hint != noToken {
		t.Errorf("without a token the hint is %q", e.Hint)
	}
}

// What a refusal says is one line.
func TestWords(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"message":"Not Found","documentation_url":"https://docs.github.com/rest?x=1"}`:                     "Not Found",
		`{"message":"Bad","errors":[{"resource":"Issue","field":"title","code":"missing"}]}`:                 "Bad; Issue title missing",
		`{"message":"Bad","errors":[{"code":"custom","message":"is too long"},{"resource":"A","code":"c"}]}`: "Bad; is too long; A  c",
		`{"errors":[{"message":"is too long"}]}`:                                                             "is too long",
		`<html>`:                                                                                             "",
		`{"message":"Bad","errors":["text"]}`:                                                                "Bad; text",
	} {
		if got := words([]byte(body)); got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
}
