package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/internal/rest"
	gh "github.com/google/go-github/v60/github"
)

// get reads something. Reads may be repeated: after a refusal by a limit when
// the service allows, after other failures of the service a few times.
func (t *Tracker) get(ctx context.Context, path string, into any) (resp *gh.Response, err error) {
	err = rest.Repeat(ctx, t.opts.Sleep, passing, func() error {
		req, err := t.client.NewRequest(http.MethodGet, path, nil)
		if err != nil {
			return err
		}
		resp, err = t.client.Do(ctx, req, into)
		if err != nil && resp != nil && resp.StatusCode < 300 && !strings.Contains(resp.Header.Get("Content-Type"), "json") {
			err = errNotAPI // such as the page of a single sign-on
		}
		return err
	})
	return resp, err
}

var errNotAPI = errors.New("the answer is not that of a GitHub API")

// repeatWrite sends a write that may be repeated.
func (t *Tracker) repeatWrite(ctx context.Context, send func() error) error {
	return rest.RepeatWrite(ctx, t.opts.Sleep, passing, send)
}

// passing reports whether a failure may be gone at the next try: the network,
// the service itself, or an answer that was cut off.
func passing(err error) bool {
	if answer, ok := errors.AsType[*gh.ErrorResponse](err); ok {
		return answer.Response.StatusCode >= 500
	}
	_, redirected := errors.AsType[*rest.RedirectError](err)
	return !redirected && !errors.Is(err, context.Canceled)
}

// failed says what an error means for the caller. A create has the operation
// "create": what is not known to have been refused may have been carried out.
func (t *Tracker) failed(op string, ref tracker.Ref, err error) *tracker.Error {
	e := &tracker.Error{Target: t.name(), Op: op, Ref: ref, Err: plainError(err)}
	_, moved := errors.AsType[*movedError](err)
	answer, answered := errors.AsType[*gh.ErrorResponse](err)
	switch {
	case rest.Classify(e, err, t.client.BaseURL.Host):
	case errors.Is(err, errNotIssue), moved:
		e.Kind = tracker.ErrNotFound
	case answered:
		t.classify(e, answer)
	case rest.IsWrite(op):
		e.Kind = tracker.ErrUnknown
	case errors.Is(err, errNotAPI):
		e.Kind, e.Hint = tracker.ErrUnavailable, "check the address of the API, "+t.client.BaseURL.String()
	default:
		e.Kind = tracker.ErrUnavailable
	}
	return e
}

// classify goes by the status and, where one status says several things, by
// the message. See docs.github.com, "Troubleshooting the REST API".
func (t *Tracker) classify(e *tracker.Error, answer *gh.ErrorResponse) {
	status, text := answer.Response.StatusCode, strings.ToLower(answer.Message)
	switch {
	case status == http.StatusUnauthorized:
		e.Kind, e.Hint = tracker.ErrUnauthorized, "the token is wrong or expired; set GH_TOKEN or log in with: gh auth login"
		if t.opts.Token == "" {
			e.Hint = "no token was given; set GH_TOKEN or log in with: gh auth login"
		}
	case status == http.StatusForbidden && e.Op == "read" && e.Ref.Kind == "":
		e.Kind, e.Hint = tracker.ErrUnauthorized, "the token may not read "+t.target.String()+"; it needs the permission to write issues there"
	case status == http.StatusForbidden:
		e.Kind, e.Hint = tracker.ErrUnauthorized, "the token needs the permission to write issues of "+t.target.String()
		if strings.Contains(text, "archived") {
			e.Hint = "unarchive the repository in its settings"
		}
	case status == http.StatusGone && strings.Contains(text, "disabled"):
		e.Kind, e.Hint = tracker.ErrUnauthorized, "switch issues on in the settings of the repository"
	case e.Op == rest.OpLink && (status == http.StatusNotFound || status == http.StatusGone):
		e.Kind = tracker.ErrUnsupported
	case status == http.StatusNotFound && e.Op == "create":
		e.Kind, e.Hint = tracker.ErrUnauthorized, "the repository is gone, or the token cannot see it any more"
	case status == http.StatusNotFound, status == http.StatusGone:
		e.Kind = tracker.ErrNotFound
	case status == http.StatusUnprocessableEntity && exists(answer):
		e.Kind = tracker.ErrExists
	default:
		e.Kind = rest.KindOf(status, rest.IsWrite(e.Op))
	}
}

func exists(answer *gh.ErrorResponse) bool {
	for _, e := range answer.Errors {
		if e.Code == "already_exists" {
			return true
		}
	}
	return false
}

// plainError makes one line of an answer, without addresses that hold queries.
func plainError(err error) error {
	answer, ok := errors.AsType[*gh.ErrorResponse](err)
	if !ok {
		return err
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%d %s", answer.Response.StatusCode, http.StatusText(answer.Response.StatusCode))
	if answer.Message != "" {
		text.WriteString(": " + answer.Message)
	}
	for _, e := range answer.Errors {
		detail := e.Message
		if detail == "" {
			detail = strings.TrimSpace(e.Resource + " " + e.Field + " " + e.Code)
		}
		text.WriteString("; " + detail)
	}
	return errors.New(text.String())
}

// decode reads an answer that has to be complete.
func decode(raw json.RawMessage, into any) error {
	if len(raw) == 0 {
		return errors.New("the answer is empty")
	}
	return json.Unmarshal(raw, into)
}

// A statusError is an answer of success that is not the one expected.
type statusError struct{ status int }

func (e *statusError) Error() string {
	return fmt.Sprintf("the answer is %d %s", e.status, http.StatusText(e.status))
}

var errLongBody = fmt.Errorf("the text has more than %d characters", maxBody)
