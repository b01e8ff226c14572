package gitlab

import (
	"regexp"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/body"
)

// textRules are what text and titles have to be freed of, so that they neither
// notify anybody, nor write into the timeline of other items, nor are carried
// out. root is the address of the server.
func textRules(root string) body.Rules {
	return body.Rules{
		Mentions: true, References: true, MoreSigns: true, QuickActions: true, Titles: true,
		Address: func(address string) (string, bool) { return quietAddress(root, address) },
	}
}

// itemPath is the path of an item: that of the project or group, and the kind.
var itemPath = regexp.MustCompile(`^(/([^-/?#][^/?#]*|-[^/?#]+))+(/-)?` +
	`/(issues|incidents|work_items|merge_requests|epics|milestones|iterations|snippets|commit|alert_management|vulnerabilities)/[0-9A-Za-z]`)

// noReference is a query that no address of a reference has: a link with it leads
// to the same page (gitlabhq, app/models/concerns/referable.rb,
// link_reference_pattern_suffix).
const noReference = "."

// quietAddress reports whether an address is that of an item of the server, which
// then notes in the item that it was referred to, and returns one that does not.
func quietAddress(root, address string) (quiet string, reference bool) {
	if len(address) < len(root) || !strings.EqualFold(address[:len(root)], root) || !itemPath.MatchString(address[len(root):]) {
		return "", false
	}
	page, anchor, _ := strings.Cut(address, "#")
	if strings.HasSuffix(page, "?"+noReference) || strings.HasSuffix(page, "&"+noReference) {
		return "", false
	}
	if strings.Contains(page, "?") {
		page += "&" + noReference
	} else {
		page += "?" + noReference
	}
	if anchor != "" {
		page += "#" + anchor
	}
	return page, true
}
