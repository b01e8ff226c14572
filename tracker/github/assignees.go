package github

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/tracker/rest"
	gh "github.com/google/go-github/v60/github"
)

// unassignable returns those of the logins sent that a write was refused for. The
// answer names one as the value of an error of the field "assignees"
// (upptime/upptime#125); where it does not, each is asked for
// (docs.github.com, "Check if a user can be assigned").
func (x items) unassignable(ctx context.Context, err error, sent []string) []string {
	answer, ok := errors.AsType[*rest.AnswerError](err)
	if !ok || answer.Status != http.StatusUnprocessableEntity || len(sent) == 0 {
		return nil
	}
	if !slices.ContainsFunc(refusal(answer.Body).Errors, func(e gh.Error) bool { return e.Field == "assignees" }) {
		return nil
	}
	var named []string
	for _, login := range assigneeValues(answer.Body) {
		if slices.ContainsFunc(sent, func(s string) bool { return strings.EqualFold(s, login) }) {
			named = append(named, login)
		}
	}
	if len(named) > 0 {
		return named
	}
	for _, login := range sent {
		if _, err := x.get(ctx, x.path("assignees/"+url.PathEscape(login)), nil); rest.Status(err) == http.StatusNotFound {
			named = append(named, login)
		}
	}
	return named
}

// assigneeValues returns the values that an answer finds wrong with the field
// "assignees", one or a list each. go-github leaves them out.
func assigneeValues(body []byte) []string {
	var full struct {
		Errors []struct {
			Field string          `json:"field"`
			Value json.RawMessage `json:"value"`
		} `json:"errors"`
	}
	if json.Unmarshal(body, &full) != nil {
		return nil
	}
	var values []string
	for _, e := range full.Errors {
		var one string
		var list []string
		switch {
		case e.Field != "assignees":
		case json.Unmarshal(e.Value, &one) == nil:
			values = append(values, one)
		case json.Unmarshal(e.Value, &list) == nil:
			values = append(values, list...)
		}
	}
	return values
}
