package fakegithub

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
)

// What the service sends beside the fields that tests look at, so that its
// answers are whole: clients have to cope with what they do not know.

const api = "https://api.github.example"

// MarshalJSON implements [json.Marshaler].
func (u User) MarshalJSON() ([]byte, error) {
	type plain User
	if u.Type == "" {
		u.Type = "User"
	}
	address := api + "/users/" + u.Login
	return json.Marshal(struct {
		plain
		NodeID            string `json:"node_id"`
		AvatarURL         string `json:"avatar_url"`
		GravatarID        string `json:"gravatar_id"`
		URL               string `json:"url"`
		HTMLURL           string `json:"html_url"`
		FollowersURL      string `json:"followers_url"`
		FollowingURL      string `json:"following_url"`
		GistsURL          string `json:"gists_url"`
		StarredURL        string `json:"starred_url"`
		SubscriptionsURL  string `json:"subscriptions_url"`
		OrganizationsURL  string `json:"organizations_url"`
		ReposURL          string `json:"repos_url"`
		EventsURL         string `json:"events_url"`
		ReceivedEventsURL string `json:"received_events_url"`
		SiteAdmin         bool   `json:"site_admin"`
	}{
		plain(u), nodeID("U", u.ID), "https://avatars.github.example/u/" + u.Login, "", address, "https://github.example/" + u.Login,
		address + "/followers", address + "/following{/other_user}", address + "/gists{/gist_id}", address + "/starred{/owner}{/repo}",
		address + "/subscriptions", address + "/orgs", address + "/repos", address + "/events{/privacy}", address + "/received_events", false,
	})
}

// MarshalJSON implements [json.Marshaler].
func (l Label) MarshalJSON() ([]byte, error) {
	type plain Label
	return json.Marshal(struct {
		plain
		NodeID  string `json:"node_id"`
		URL     string `json:"url"`
		Default bool   `json:"default"`
	}{plain(l), nodeID("LA", l.ID), api + "/repos/acme/shop/labels/" + strings.ReplaceAll(l.Name, " ", "%20"), false})
}

// MarshalJSON implements [json.Marshaler].
func (m Milestone) MarshalJSON() ([]byte, error) {
	type plain Milestone
	address := fmt.Sprintf("%s/repos/%s/milestones/%d", api, cmp.Or(m.repo, "acme/shop"), m.Number)
	var creator *User // the OpenAPI description says that it may be null
	if m.Creator.Login != "" {
		creator = &m.Creator
	}
	return json.Marshal(struct {
		plain
		Creator      *User   `json:"creator"`
		NodeID       string  `json:"node_id"`
		URL          string  `json:"url"`
		LabelsURL    string  `json:"labels_url"`
		OpenIssues   int     `json:"open_issues"`
		ClosedIssues int     `json:"closed_issues"`
		ClosedAt     *string `json:"closed_at"`
	}{plain(m), creator, nodeID("MI", m.ID), address, address + "/labels", 0, 0, closedAt(m.State, m.UpdatedAt)})
}

// MarshalJSON implements [json.Marshaler].
func (i Issue) MarshalJSON() ([]byte, error) {
	type plain Issue
	repo := cmp.Or(i.repo, "acme/shop")
	address := fmt.Sprintf("%s/repos/%s/issues/%d", api, repo, i.Number)
	var assignee *User
	if len(i.Assignees) > 0 {
		assignee = &i.Assignees[0]
	}
	if i.PullRequest != nil {
		page := fmt.Sprintf("https://github.example/%s/pull/%d", repo, i.Number)
		i.PullRequest = map[string]any{
			"url": fmt.Sprintf("%s/repos/%s/pulls/%d", api, repo, i.Number), "html_url": page, "diff_url": page + ".diff", "patch_url": page + ".patch",
		}
	}
	if i.Labels == nil {
		i.Labels = []*Label{}
	}
	if i.Assignees == nil {
		i.Assignees = []User{}
	}
	return json.Marshal(struct {
		plain
		NodeID           string         `json:"node_id"`
		URL              string         `json:"url"`
		RepositoryURL    string         `json:"repository_url"`
		LabelsURL        string         `json:"labels_url"`
		CommentsURL      string         `json:"comments_url"`
		EventsURL        string         `json:"events_url"`
		TimelineURL      string         `json:"timeline_url"`
		Locked           bool           `json:"locked"`
		Assignee         *User          `json:"assignee"`
		Comments         int            `json:"comments"`
		ClosedAt         *string        `json:"closed_at"`
		ActiveLockReason *string        `json:"active_lock_reason"`
		Reactions        map[string]any `json:"reactions"`
		SubIssuesSummary map[string]int `json:"sub_issues_summary"`
	}{
		plain(i), nodeID("I", i.ID), address, api + "/repos/" + repo, address + "/labels{/name}", address + "/comments", address + "/events",
		address + "/timeline", false, assignee, 0, closedAt(i.State, i.UpdatedAt), nil,
		map[string]any{
			"url": address + "/reactions", "total_count": 0, "+1": 0, "-1": 0, "laugh": 0, "hooray": 0, "confused": 0, "heart": 0, "rocket": 0, "eyes": 0,
		},
		map[string]int{"total": 0, "completed": 0, "percent_completed": 0},
	})
}

func nodeID(prefix string, id int64) string { return fmt.Sprintf("%s_kwDO%d", prefix, id) }

func closedAt(state, at string) *string {
	if state != "closed" {
		return nil
	}
	return &at
}

// repository is the whole of what the service says of one. url is the address
// of its API.
func repository(url string) map[string]any {
	r := map[string]any{
		"id": 3_000_000_001, "node_id": nodeID("R", 3_000_000_001), "name": "shop", "full_name": "acme/shop", "html_url": "https://github.example/acme/shop",
		"url": url, "owner": User{"acme", 1, "Organization"}, "private": true, "fork": false, "description": nil, "homepage": nil, "language": nil,
		"archived": false, "disabled": false, "has_issues": true, "has_projects": true, "has_wiki": false, "has_pages": false, "has_discussions": false,
		"default_branch": "main", "forks": 0, "forks_count": 0, "open_issues": 0, "open_issues_count": 0, "watchers": 0, "watchers_count": 0,
		"stargazers_count": 0, "network_count": 0, "subscribers_count": 0, "size": 0, "license": nil, "mirror_url": nil,
		"created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z", "pushed_at": "2026-01-01T00:00:00Z",
		"git_url": "git://github.example/acme/shop.git", "ssh_url": "git@github.example:acme/shop.git",
		"clone_url": "https://github.example/acme/shop.git", "svn_url": "https://github.example/acme/shop",
		"permissions": map[string]bool{"admin": false, "maintain": false, "push": true, "triage": true, "pull": true},
	}
	for name := range strings.FieldsSeq(`archive assignees blobs branches collaborators comments commits compare contents contributors deployments
		downloads events forks git_commits git_refs git_tags hooks issue_comment issue_events issues keys labels languages merges milestones notifications
		pulls releases stargazers statuses subscribers subscription tags teams trees`) {
		r[name+"_url"] = api + "/repos/acme/shop/" + strings.ReplaceAll(name, "_", "/")
	}
	return r
}
