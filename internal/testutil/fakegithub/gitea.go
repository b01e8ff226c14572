package fakegithub

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/fakeserver"
)

// NewGitea starts a Gitea that holds a repository acme/shop and is taken for a
// GitHub, as its own Actions make it be: they set GITHUB_API_URL to the address
// of its API (go-gitea/gitea, routers/api/actions/runner/utils.go). Much of that
// API looks alike, but it has no node_id, its milestones have neither number nor
// html_url, and lists go by another parameter than per_page. A write is an error
// of the test.
func NewGitea(t testing.TB, now func() time.Time) *fakeserver.Server {
	t.Helper()
	s := fakeserver.New(t)
	s.Prefix = "/api/v1"
	s.Headers = func(h http.Header) {
		h.Set("Content-Type", "application/json;charset=utf-8")
		h.Set("Date", now().UTC().Format(http.TimeFormat))
	}
	s.Authorized = func(r *http.Request) bool {
		return r.Header.Get("Authorization") == "Bearer "+Token || r.Header.Get("Authorization") == "token "+Token
	}
	s.Answer = func(w http.ResponseWriter, _ *http.Request, req *Request) {
		rest, ok := strings.CutPrefix(req.Path, "/repos/acme/shop")
		switch {
		case req.Write():
			s.Errorf("%s %s is sent to a Gitea", req.Method, req.Path)
			s.Send(w, http.StatusForbidden, map[string]any{"message": "forbidden", "url": s.URL + "/api/swagger"})
		case req.Path == "/version":
			s.Send(w, http.StatusOK, map[string]any{"version": "1.24.2"})
		case ok && rest == "":
			s.Send(w, http.StatusOK, giteaRepository(s.URL))
		case ok && (rest == "/issues" || rest == "/milestones" || rest == "/labels"):
			w.Header().Set("X-Total-Count", "0")
			s.Send(w, http.StatusOK, []any{})
		default:
			s.Send(w, http.StatusNotFound, map[string]any{"errors": nil, "message": "The target couldn't be found.", "url": s.URL + "/api/swagger"})
		}
	}
	return s
}

func giteaRepository(server string) map[string]any {
	r := map[string]any{
		"id": 17, "owner": map[string]any{
			"id": 2, "login": "acme", "login_name": "", "source_id": 0, "full_name": "", "email": "", "avatar_url": server + "/avatars/1",
			"html_url": server + "/acme", "language": "", "is_admin": false, "username": "acme", "visibility": "public",
		},
		"name": "shop", "full_name": "acme/shop", "description": "", "empty": false, "private": false, "fork": false, "template": false, "mirror": false,
		"size": 24, "language": "", "languages_url": server + "/api/v1/repos/acme/shop/languages", "html_url": server + "/acme/shop",
		"url": server + "/api/v1/repos/acme/shop", "link": "", "ssh_url": "git@gitea.example:acme/shop.git", "clone_url": server + "/acme/shop.git",
		"original_url": "", "website": "", "stars_count": 0, "forks_count": 0, "watchers_count": 1, "open_issues_count": 0, "open_pr_counter": 0,
		"release_counter": 0, "default_branch": "main", "archived": false, "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z",
		"archived_at": "1970-01-01T00:00:00Z", "permissions": map[string]bool{"admin": true, "push": true, "pull": true},
		"has_issues":   true,
		"has_code":     true,
		"has_wiki":     true,
		"has_projects": true, "projects_mode": "all", "has_pull_requests": true, "has_releases": true, "has_packages": true, "has_actions": true,
		"internal_tracker":   map[string]bool{"enable_time_tracker": true, "allow_only_contributors_to_track_time": true, "enable_issue_dependencies": true},
		"object_format_name": "sha1", "avatar_url": "", "internal": false, "mirror_interval": "", "mirror_updated": "0001-01-01T00:00:00Z",
		"repo_transfer": nil, "topics": []string{}, "licenses": []string{},
	}
	return r
}
