package gitlab

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// A place is what an address names.
type place struct {
	kind   tracker.Kind
	owner  string // path of the project or the group
	group  bool
	number string // within the owner
}

// parseCopied takes an address apart that a person copied from the browser. It
// may begin with www., and it may be that of a list or a board beside which an
// issue is shown.
func parseCopied(root, address string) (place, bool) {
	u, err := url.Parse(address)
	base, baseErr := url.Parse(root)
	if err != nil || baseErr != nil {
		return place{}, false
	}
	if host, ok := cutPrefixFold(u.Host, "www."); ok && strings.EqualFold(host, base.Host) {
		u.Host = base.Host
	}
	if shown := u.Query().Get("show"); shown != "" && strings.EqualFold(u.Host, base.Host) {
		if p, ok := parseShown(shown); ok {
			return p, true
		}
	}
	return parseAddress(root, u.String())
}

// parseShown reads the parameter that says which issue is shown beside a list
// (gitlab-org/gitlab, app/assets/javascripts/work_items/utils.js,
// makeDrawerUrlParam).
func parseShown(param string) (place, bool) {
	param = strings.TrimRight(strings.NewReplacer(" ", "+", "-", "+", "_", "/").Replace(param), "=")
	data, err := base64.RawStdEncoding.DecodeString(param)
	if err != nil {
		return place{}, false
	}
	var shown struct {
		Number string `json:"iid"`
		Owner  string `json:"full_path"`
	}
	if json.Unmarshal(data, &shown) != nil || !rest.IsKey(shown.Number) || !strings.Contains(shown.Owner, "/") {
		return place{}, false
	}
	return place{kind: tracker.KindIssue, owner: shown.Owner, number: shown.Number}, true
}

// parseAddress takes an address apart, if it is below the server's own: that of
// an item, of an incident, or of the designs of an issue.
func parseAddress(root, address string) (place, bool) {
	u, err := url.Parse(cleanAddress(address))
	base, baseErr := url.Parse(root)
	if err != nil || baseErr != nil || u.Host == "" || !strings.EqualFold(u.Host, base.Host) {
		return place{}, false
	}
	path, ok := cutPrefixFold(u.Path, base.Path+"/")
	if !ok {
		return place{}, false
	}
	parts := strings.Split(strings.TrimSuffix(path, "/"), "/")
	for n := range parts {
		if n > 0 && parts[n] == "designs" && rest.IsKey(parts[n-1]) {
			parts = parts[:n]
			break
		}
	}
	n := len(parts)
	if n < 4 || !rest.IsKey(parts[n-1]) {
		return place{}, false
	}
	p := place{number: parts[n-1]}
	parts = parts[:n-1]
	if n := len(parts); parts[n-1] == "incident" && parts[n-2] == "issues" {
		parts = parts[:n-1]
	}
	n = len(parts)
	switch parts[n-1] {
	case "issues", "work_items":
		p.kind = tracker.KindIssue
	case "milestones":
		p.kind = tracker.KindMilestone
	default:
		return place{}, false
	}
	parts = parts[:n-1]
	if parts[len(parts)-1] == "-" { // older addresses have none
		parts = parts[:len(parts)-1]
	}
	if len(parts) > 1 && parts[0] == "groups" {
		p.group, parts = true, parts[1:]
	}
	p.owner = strings.Join(parts, "/")
	return p, p.owner != "" && (!p.group || p.kind == tracker.KindMilestone)
}

// cleanAddress leaves out what only leads to a place on the page.
func cleanAddress(address string) string {
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		return address[:i]
	}
	return address
}
