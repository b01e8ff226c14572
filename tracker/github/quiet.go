package github

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/body"
)

// textRules are what text has to be freed of, so that it neither notifies anybody
// nor writes into the timeline of other items, see GitHub's documentation,
// "Autolinked references and URLs".
func textRules(web *url.URL) body.Rules {
	return body.Rules{
		Mentions: true, References: true,
		Address: func(address string) (string, bool) { return quietAddress(web, address) },
	}
}

var itemPath = regexp.MustCompile(`^/[^/]+/[^/]+/(issues|pull|discussions)/[0-9]+(/|$)`)

// quietAddress reports whether an address is that of an item of the server, which
// then notes in the item that it was referred to. On github.com redirect.github.com
// leads to the same page without that; Renovate and Dependabot write it for this
// reason (renovatebot/renovate#31025). Other servers have no such address.
func quietAddress(web *url.URL, address string) (quiet string, reference bool) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || !itemPath.MatchString(u.Path) {
		return "", false
	}
	if !strings.EqualFold(strings.TrimPrefix(strings.ToLower(u.Host), "www."), web.Host) {
		return "", false
	}
	if web.Host != "github.com" {
		return "", true
	}
	u.Scheme, u.Host = "https", "redirect.github.com"
	return u.String(), true
}
