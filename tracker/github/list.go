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
	if kind == tracker.KindMilestone {
		return func(yield func(*tracker.Item, error) bool) {
			for m, err := range pages[gh.Milestone](ctx, t, kind, t.path("milestones?state=all&per_page=100")) {
				if err != nil {
					yield(nil, err)
					return
				}
				if !yield(milestoneItem(m), nil) {
					return
				}
			}
		}
	}
	return t.issues(ctx, "")
}

// ListLabeled implements [tracker.Narrower].
func (t *Tracker) ListLabeled(ctx context.Context, label string) iter.Seq2[*tracker.Item, error] {
	return t.issues(ctx, "&labels="+url.QueryEscape(label))
}

func (t *Tracker) issues(ctx context.Context, filter string) iter.Seq2[*tracker.Item, error] {
	return func(yield func(*tracker.Item, error) bool) {
		seen := make(map[int]bool) // rows that move between pages are met twice
		path := t.path("issues?state=all&sort=created&direction=asc&per_page=100" + filter)
		for i, err := range pages[issue](ctx, t, tracker.KindIssue, path) {
			if err != nil {
				yield(nil, err)
				return
			}
			if i.IsPullRequest() || seen[i.GetNumber()] {
				continue
			}
			seen[i.GetNumber()] = true
			if !yield(t.issueItem(i), nil) {
				return
			}
		}
	}
}

// pages yields the rows of a list over all its pages.
func pages[T any](ctx context.Context, t *Tracker, kind tracker.Kind, path string) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for path := path; path != ""; {
			var rows []*T
			resp, err := t.get(ctx, path, &rows)
			if err == nil {
				path, err = t.nextPage(resp.Header.Get("Link"))
			}
			if err != nil {
				yield(nil, t.failed("list", tracker.Ref{Kind: kind}, err))
				return
			}
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

// nextPage follows the Link header, whose addresses are opaque: beyond about
// 1,000 rows the service refuses page numbers (google/go-github#3565). The
// server's own name for its API stands for the address that is used here, which
// may be that of a proxy; any other host is refused.
func (t *Tracker) nextPage(link string) (string, error) {
	address := nextLink(link)
	if address == "" {
		return "", nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", fmt.Errorf("the address of the next page: %w", err)
	}
	base := t.client.BaseURL
	if u.Host == base.Host {
		u.Scheme = base.Scheme // behind a proxy the service may not know it
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

// nextLink returns the address with rel="next" of a Link header, or "". Commas
// and semicolons may stand in addresses, too.
func nextLink(link string) string {
	for {
		_, rest, ok := strings.Cut(link, "<")
		if !ok {
			return ""
		}
		address, rest, ok := strings.Cut(rest, ">")
		if !ok {
			return ""
		}
		params, _, _ := strings.Cut(rest, "<")
		if strings.Contains(params, `rel="next"`) {
			return address
		}
		link = rest
	}
}
