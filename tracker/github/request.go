package github

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
	gh "github.com/google/go-github/v60/github"
)

// get reads something. No kept answer is used again after a failure, see [cache]:
// it may be what cannot be read.
func (r *remote) get(ctx context.Context, path string, into any) (http.Header, error) {
	if r.direct {
		ctx = direct(ctx)
	}
	return r.client.Get(ctx, path, into)
}

// noteSunset logs, once, that the version of the API comes to an end. The headers
// are sent some time before (docs.github.com, "API Versions").
func (r *remote) noteSunset(h http.Header) {
	sunset, deprecation := h.Get("Sunset"), h.Get("Deprecation")
	if sunset == "" && deprecation == "" {
		return
	}
	r.known.sunset.Do(func() {
		r.opts.Logger.Warn("the server is about to stop supporting the version of the API that is used here; update soon",
			"sunset", sunset, "deprecation", deprecation)
	})
}

const noToken = "no token was given; set GH_TOKEN or log in with: gh auth login"

// classify goes by the status and, where one status says several things, by
// the message. See docs.github.com, "Troubleshooting the REST API".
func (r *remote) classify(e *tracker.Error, answer *rest.AnswerError) {
	status, text := answer.Status, strings.ToLower(answer.Text)
	ofProject := e.Op == "read" && e.Ref.Kind == ""
	switch {
	case status == http.StatusUnauthorized:
		e.Kind, e.Hint = tracker.ErrUnauthorized, "the token is wrong or expired; set GH_TOKEN or log in with: gh auth login"
		if r.opts.Token == "" {
			e.Hint = noToken
		}
	case status == http.StatusForbidden && ofProject:
		e.Kind, e.Hint = tracker.ErrUnauthorized, "the token may not read "+r.target.String()+"; it needs the permission to write issues there"
	case status == http.StatusForbidden:
		e.Kind, e.Hint = tracker.ErrUnauthorized, "the token needs the permission to write issues of "+r.target.String()
		if strings.Contains(text, "archived") {
			e.Hint = "unarchive the repository in its settings"
		}
	case status == http.StatusGone && strings.Contains(text, "disabled"):
		e.Kind, e.Hint = tracker.ErrUnauthorized, "switch issues on in the settings of the repository"
	case status == http.StatusGone && (strings.Contains(text, "api version") || ofProject):
		// Two years after the next version came (docs.github.com, "API Versions").
		e.Kind, e.Hint = tracker.ErrRejected, "update backlogsync: the server no longer supports the version of the API that it speaks"
	case e.Op == rest.OpRelate && (status == http.StatusNotFound || status == http.StatusGone):
		e.Kind = tracker.ErrUnsupported
	case status == http.StatusNotFound && e.Op == "create":
		e.Kind, e.Hint = tracker.ErrUnauthorized, "the repository is gone, or the token cannot see it any more"
	case status == http.StatusNotFound, status == http.StatusGone:
		e.Kind = tracker.ErrNotFound
	case status == http.StatusUnprocessableEntity && exists(answer):
		e.Kind = tracker.ErrExists
	case isRedirect(status, e.Op):
		// It would be the same for every request, so the run has to end.
		e.Kind, e.Hint = tracker.ErrUnauthorized, "another repository has the name by now; use the new name of the one you mean"
	}
}

// isRedirect reports whether an answer to a write says for sure that nothing was
// done. 301 and 302 do not, to a create: they may lead to what was made.
func isRedirect(status int, op string) bool {
	same := status == http.StatusTemporaryRedirect || status == http.StatusPermanentRedirect
	return rest.IsWrite(op) && (same || op != "create" && status/100 == 3)
}

func exists(answer *rest.AnswerError) bool {
	return slices.ContainsFunc(refusal(answer.Body).Errors, func(e gh.Error) bool { return e.Code == "already_exists" })
}

// refusal reads what a refusal says: nothing, if the body is not that of one.
func refusal(body []byte) (r gh.ErrorResponse) {
	if json.Unmarshal(body, &r) != nil {
		return gh.ErrorResponse{}
	}
	return r
}

// words makes one line of a refusal, without addresses that hold queries.
func words(body []byte) string {
	r := refusal(body)
	parts := make([]string, 0, 1+len(r.Errors))
	if r.Message != "" {
		parts = append(parts, r.Message)
	}
	for _, e := range r.Errors {
		detail := e.Message
		if detail == "" {
			detail = strings.TrimSpace(e.Resource + " " + e.Field + " " + e.Code)
		}
		parts = append(parts, detail)
	}
	return strings.Join(parts, "; ")
}
