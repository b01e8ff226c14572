package gitlab

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/internal/rest"
	gl "gitlab.com/gitlab-org/api/client-go/v2"
)

// get reads something. Reads may be repeated: after a refusal by a limit when
// the service allows, after other failures of the service a few times.
func (t *Tracker) get(ctx context.Context, path string, query, into any, opts ...gl.RequestOptionFunc) (resp *gl.Response, err error) {
	err = rest.Repeat(ctx, t.opts.Sleep, passing, func() error {
		resp, err = t.do(ctx, http.MethodGet, path, query, into, opts...)
		return err
	})
	return resp, err
}

// repeatWrite sends a write that may be repeated.
func (t *Tracker) repeatWrite(ctx context.Context, send func() error) error {
	return rest.RepeatWrite(ctx, t.opts.Sleep, passing, send)
}

// do sends one request.
func (t *Tracker) do(ctx context.Context, method, path string, fields, into any, opts ...gl.RequestOptionFunc) (*gl.Response, error) {
	req, err := t.client.NewRequest(method, path, fields, append(opts, gl.WithContext(ctx)))
	if err != nil {
		return nil, &rest.UnsentError{Err: err}
	}
	resp, err := t.client.Do(req, into)
	if err != nil && resp != nil && resp.StatusCode < 300 && !strings.Contains(resp.Header.Get("Content-Type"), "json") {
		err = errNotAPI // such as the page of a single sign-on
	}
	return resp, err
}

var errNotAPI = errors.New("the answer is not that of a GitLab API")

// passing reports whether a failure may be gone at the next try: the network,
// the service itself, or an answer that was cut off.
func passing(err error) bool {
	if answer, ok := errors.AsType[*gl.ErrorResponse](err); ok {
		return answer.StatusCode >= 500
	}
	_, redirected := errors.AsType[*rest.RedirectError](err)
	return !redirected && !errors.Is(err, errNotAPI) && !errors.Is(err, context.Canceled)
}

// locked reports whether an update is refused because of another one at the same
// time (gitlab-org/gitlab, lib/api/api.rb).
func locked(err error) bool {
	answer, ok := errors.AsType[*gl.ErrorResponse](err)
	return ok && answer.StatusCode == http.StatusConflict && strings.Contains(strings.ToLower(answer.Message), "resource lock")
}

// failed says what an error means for the caller. What is not known to have
// been refused may have been carried out, if it is a write.
func (t *Tracker) failed(op string, ref tracker.Ref, err error) *tracker.Error {
	if e, ok := errors.AsType[*tracker.Error](err); ok {
		return e
	}
	e := &tracker.Error{Target: t.name(), Op: op, Ref: ref, Err: plainError(err)}
	answer, answered := errors.AsType[*gl.ErrorResponse](err)
	switch {
	case rest.Classify(e, err, t.client.BaseURL().Host):
	case answered:
		t.classify(e, answer)
	case rest.IsWrite(op):
		e.Kind = tracker.ErrUnknown
	case errors.Is(err, errNotAPI):
		e.Kind, e.Hint = tracker.ErrRejected, "check the address of the API, "+t.client.BaseURL().String()
	default:
		e.Kind = tracker.ErrUnavailable
	}
	return e
}

// classify goes by the status and, where one status says several things, by
// the message. See docs.gitlab.com, "Troubleshooting the REST API".
func (t *Tracker) classify(e *tracker.Error, answer *gl.ErrorResponse) {
	status, text := answer.StatusCode, strings.ToLower(answer.Message)
	switch {
	case status == http.StatusUnauthorized:
		e.Kind, e.Hint = tracker.ErrUnauthorized, "the token is wrong, expired, or a CI job token, which cannot write issues; set GITLAB_TOKEN or log in with: glab auth login"
	case status == http.StatusForbidden && strings.Contains(text, "scope"):
		e.Kind, e.Hint = tracker.ErrUnauthorized, "the token needs the scope api"
	case status == http.StatusForbidden:
		e.Kind, e.Hint = tracker.ErrUnauthorized, "the token needs the scope api and the role Reporter or a higher one in "+t.target.String()
	case status == http.StatusNotFound && e.Op == "create":
		e.Kind, e.Hint = tracker.ErrUnauthorized, "the project is gone, or the token cannot see it any more"
	case status == http.StatusNotFound:
		e.Kind = tracker.ErrNotFound
	case strings.Contains(text, "spam"):
		e.Kind, e.Hint = tracker.ErrRejected, "the spam check of the server refused it; change the text, or ask an administrator to trust the user of the token"
	case locked(answer):
		e.Kind = tracker.ErrChanged
	case strings.Contains(text, "already being used"), strings.Contains(text, "already exists"), strings.Contains(text, "already been taken"):
		e.Kind = tracker.ErrExists
	case status == http.StatusMethodNotAllowed && strings.Contains(text, "moved"):
		e.Kind, e.Hint = tracker.ErrRejected, "name the project by its new address"
	default:
		e.Kind = rest.KindOf(status, rest.IsWrite(e.Op))
	}
}

// plainError makes one line of an answer. Pages that a proxy put in place of it
// are left out.
func plainError(err error) error {
	answer, ok := errors.AsType[*gl.ErrorResponse](err)
	if !ok {
		return err
	}
	status := strings.TrimSpace(fmt.Sprintf("%d %s", answer.StatusCode, http.StatusText(answer.StatusCode)))
	message := errNotAPI.Error()
	var body any
	if len(answer.Body) == 0 {
		message = ""
	} else if json.Unmarshal(answer.Body, &body) == nil {
		message = plainText(body)
	}
	if message == "" || message == status { // many repeat the status
		return errors.New(status)
	}
	return errors.New(status + ": " + message)
}

// plainText makes one line of the forms that messages have: a text, a list, or
// an object with the name of a field in front of each.
func plainText(v any) string {
	var parts []string
	switch v := v.(type) {
	case string:
		return v
	case []any:
		for _, x := range v {
			parts = append(parts, plainText(x))
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			switch text := plainText(v[name]); {
			case text == "", name == "scope":
			case name == "message", name == "error", name == "error_description", name == "base":
				parts = append(parts, text)
			default:
				parts = append(parts, name+" "+text)
			}
		}
	}
	return strings.Join(parts, ", ")
}

// A statusError is an answer of success that is not the one expected.
type statusError struct{ status int }

func (e *statusError) Error() string {
	return fmt.Sprintf("the answer is %d %s", e.status, http.StatusText(e.status))
}
