package gitlab

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
	gl "gitlab.com/gitlab-org/api/client-go/v2"
)

// A remote is how a project is spoken to.
type remote struct {
	target Target
	client *rest.Client
	opts   Options

	mu      sync.Mutex
	project *project // what was read of it
}

// failed says what an error means for the caller.
func (r *remote) failed(op string, ref tracker.Ref, err error) *tracker.Error {
	return r.client.Failed(op, ref, err)
}

// untilNextMinute is how long a limit of the application lasts, whose refusals
// do not say so: it counts by the minute of the server's clock, refused calls
// too (gitlab-org/gitlab, lib/gitlab/application_rate_limiter.rb).
func untilNextMinute(server time.Time) time.Duration {
	return server.Truncate(time.Minute).Add(time.Minute).Sub(server) + time.Second
}

// load reads the project, once.
func (r *remote) load(ctx context.Context) (*project, error) {
	r.mu.Lock()
	p := r.project
	r.mu.Unlock()
	if p != nil {
		return p, nil
	}
	p = new(project)
	if _, err := r.client.Get(ctx, "projects/"+gl.PathEscape(r.target.Path), p); err != nil {
		e := r.failed("read", tracker.Ref{}, err)
		if errors.Is(e, tracker.ErrNotFound) {
			e.Hint = r.missingHint()
		}
		return nil, e
	}
	if p.ID <= 0 || p.WebURL == "" {
		return nil, r.failed("read", tracker.Ref{}, r.client.NotAPI())
	}
	if err := rest.CheckWeb(p.WebURL); err != nil {
		return nil, r.failed("read", tracker.Ref{}, err)
	}
	if u, err := url.Parse(p.WebURL); err == nil && p.Path == "" {
		p.Path = strings.Trim(u.Path, "/")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.project = p
	return p, nil
}

func (r *remote) missingHint() string {
	hint := fmt.Sprintf("check the name; if %s is private, use a token that may read it", r.target)
	if r.opts.Token == "" {
		hint = fmt.Sprintf("check the name; if %s is private, set GITLAB_TOKEN or log in with: glab auth login", r.target)
	}
	if !strings.Contains(strings.TrimPrefix(r.target.Server, "https://"), "/") && strings.Count(r.target.Path, "/") > 1 {
		hint += "; if GitLab is installed under a path, set GITLAB_HOST=https://host/path"
	}
	return hint
}

// limits are those of docs.gitlab.com, "GitLab.com settings": 200 new issues a
// minute, of which some are left to others. Other servers have none at first;
// refusals are met as they come.
func (r *remote) limits() tracker.Limits {
	l := tracker.Limits{
		TitleRunes: 255, BodyBytes: maxBody, LabelForbids: ",", LabelRunes: maxLabel,
		Settle: 15 * time.Second, PageRows: pageRows,
	}
	if r.client.Base().Hostname() == "gitlab.com" {
		l.CreatesPerMinute = 180
	}
	return l
}

func (r *remote) name() string { return "gitlab:" + r.target.String() }

// path returns the path of something in the project. It goes by the project's
// number, since a moved project refuses to be written to under its old name
// (gitlab-org/gitlab, lib/api/helpers.rb).
func (r *remote) path(ctx context.Context, rest string) (string, error) {
	p, err := r.load(ctx)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("projects/%d/%s", p.ID, rest), nil
}
