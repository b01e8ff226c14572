package github

import (
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// onGitHub reports whether a GitHub answered. All that it sends of a repository
// has a node_id (the OpenAPI description requires it). Gitea and Forgejo speak
// much of the same API, but their milestones have neither number nor address.
func (r *repository) onGitHub() bool { return r.NodeID != "" && r.InternalTracker == nil }

// notGitHub says that another service answered: nothing that it says can be
// relied on.
func (r *remote) notGitHub(repo *repository) *tracker.Error {
	if repo.InternalTracker == nil {
		return r.failed("read", tracker.Ref{}, r.client.NotAPI())
	}
	e := rest.Refuse(tracker.ErrRejected, "%s answers as Gitea/Forgejo, not as GitHub; nothing was sent", r.client.Base())
	e.Hint = "name a repository on GitHub; in the Actions of Gitea and Forgejo, GITHUB_API_URL is the address of their own API"
	return r.failed("read", tracker.Ref{}, e)
}
