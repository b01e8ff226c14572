package gitlab

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// locked reports whether an update is refused because of another one at the same
// time (gitlab-org/gitlab, lib/api/api.rb).
func locked(err error) bool {
	answer, ok := errors.AsType[*rest.AnswerError](err)
	return ok && answer.Status == http.StatusConflict && strings.Contains(strings.ToLower(answer.Text), "resource lock")
}

// isMissing reports whether something is not there: the service says so, or it was
// found out otherwise.
func isMissing(err error) bool { return rest.IsMissing(err) || errors.Is(err, tracker.ErrNotFound) }

// classify goes by the status and, where one status says several things, by
// the message. See docs.gitlab.com, "Troubleshooting the REST API".
func (r *remote) classify(e *tracker.Error, answer *rest.AnswerError) {
	status, text := answer.Status, strings.ToLower(answer.Text)
	switch {
	case status == http.StatusUnauthorized:
		e.Kind = tracker.ErrUnauthorized
		e.Hint = "the token is wrong, expired, or a CI job token, which cannot write issues; set GITLAB_TOKEN or log in with: glab auth login"
		if r.opts.Token == "" {
			e.Hint = noToken
		}
	case status == http.StatusForbidden && strings.Contains(text, "scope"):
		e.Kind, e.Hint = tracker.ErrUnauthorized, "the token needs the scope api"
	case status == http.StatusForbidden:
		e.Kind, e.Hint = tracker.ErrUnauthorized, "the token needs the scope api and the role Reporter or a higher one in "+r.target.String()
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
	}
}

// words makes one line of a refusal. Pages that a proxy put in place of it are left
// out.
func words(body []byte) string {
	var v any
	if json.Unmarshal(body, &v) != nil {
		return "the answer is not that of a GitLab API"
	}
	return plainText(v)
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
