package github

import (
	"context"
	"fmt"
	"iter"
	"net/url"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	gh "github.com/google/go-github/v60/github"
)

// pageRows is the most that the service gives in one page.
const pageRows = 100

// List implements [tracker.Reader]: open and closed items over all pages, oldest
// first, so that what is created meanwhile comes at the end. Pull requests,
// which the service lists as issues, are left out.
func (t *Tracker) List(ctx context.Context, kind tracker.Kind) iter.Seq2[*tracker.Item, error] {
	return func(yield func(*tracker.Item, error) bool) {
		path := t.path("issues?state=all&sort=created&direction=asc&per_page=100")
		if kind == tracker.KindMilestone {
			path = t.path("milestones?state=all&per_page=100")
		}
		seen := make(map[string]bool) // rows that move between pages are met twice
		for path != "" {
			items, next, err := t.page(ctx, kind, path)
			if err != nil {
				yield(nil, t.failed("list", tracker.Ref{Kind: kind}, err))
				return
			}
			for _, item := range items {
				if seen[item.Key] {
					continue
				}
				seen[item.Key] = true
				if !yield(item, nil) {
					return
				}
			}
			path = next
		}
	}
}

// page reads one page, and returns where the next one is.
func (t *Tracker) page(ctx context.Context, kind tracker.Kind, path string) (items []*tracker.Item, next string, err error) {
	var resp *gh.Response
	if kind == tracker.KindMilestone {
		var list []*gh.Milestone
		if resp, err = t.get(ctx, path, &list); err != nil {
			return nil, "", err
		}
		for _, m := range list {
			items = append(items, milestoneItem(m))
		}
	} else {
		var list []*gh.Issue
		if resp, err = t.get(ctx, path, &list); err != nil {
			return nil, "", err
		}
		for _, i := range list {
			if !i.IsPullRequest() {
				items = append(items, t.issueItem(i))
			}
		}
	}
	next, err = t.nextPage(resp.Header.Get("Link"))
	return items, next, err
}

// nextPage follows the Link header, whose addresses are opaque: beyond about
// 1,000 rows the service refuses page numbers (google/go-github#3565). The
// server's own name for its API stands for the address that is used here, which
// may be that of a proxy; any other host is refused.
func (t *Tracker) nextPage(link string) (string, error) {
	for part := range strings.SplitSeq(link, ",") {
		address, params, ok := strings.Cut(strings.TrimSpace(part), ";")
		if !ok || !strings.Contains(params, `rel="next"`) {
			continue
		}
		u, err := url.Parse(strings.Trim(strings.TrimSpace(address), "<>"))
		if err != nil {
			return "", fmt.Errorf("the address of the next page: %w", err)
		}
		base := t.client.BaseURL
		if u.Host == base.Host {
			return u.String(), nil
		}
		t.mu.Lock()
		server := t.server
		t.mu.Unlock()
		if server == nil || u.Host != server.Host {
			return "", fmt.Errorf("the next page is on another host, %s", u.Host)
		}
		rest := strings.TrimPrefix(u.EscapedPath(), strings.TrimSuffix(server.EscapedPath(), "/"))
		return strings.TrimPrefix(rest, "/") + "?" + u.RawQuery, nil
	}
	return "", nil
}
