package github

import (
	"context"
	"net/http"
	"net/url"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
	gh "github.com/google/go-github/v60/github"
)

// people are those who have to do with a repository.
type people struct{ *remote }

// MayWrite implements [tracker.Permitter]. The triage role is enough, because
// it may edit the issues of others. Everybody may read a public repository, so
// "read" says nothing (docs.github.com, "Get repository permissions for a
// user").
func (p people) MayWrite(ctx context.Context, login string) (bool, error) {
	if login == "" { // of an account that was deleted
		return false, nil
	}
	var granted struct {
		Permission string `json:"permission"` // maintain counts as write here, triage as read
		Role       string `json:"role_name"`  // may be one of the organization's own
	}
	if _, err := p.get(ctx, p.path("collaborators/"+url.PathEscape(login)+"/permission"), &granted); err != nil {
		e := p.failed("read", tracker.Ref{}, err)
		switch rest.Status(err) {
		case http.StatusNotFound: // no user has that login, as that of a bot
			return false, nil
		case http.StatusForbidden:
			e.Kind, e.Hint = tracker.ErrUnsupported, ""
		}
		return false, e
	}
	for _, may := range []string{"admin", "maintain", "write", "triage"} {
		if granted.Permission == may || granted.Role == may {
			return true, nil
		}
	}
	return false, nil
}

// login returns who the credentials belong to. The token of an app or of Actions belongs to
// nobody; what it makes carries the type of a bot, see [trusted].
func (p people) login(ctx context.Context) (string, error) {
	var user gh.User
	if _, err := p.get(ctx, "user", &user); err != nil {
		return "", p.failed("read", tracker.Ref{}, err)
	}
	return user.GetLogin(), nil
}
