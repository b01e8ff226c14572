package github

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
	gh "github.com/google/go-github/v60/github"
)

// items are the milestones and issues of a repository.
type items struct{ addresses }

// pageRows is the most that the service gives in one page.
const pageRows = 100

// List implements [tracker.Reader]: open and closed items over all pages, oldest
// first, so that what is created meanwhile comes at the end. Pull requests,
// which the service lists as issues, are left out. Milestones cannot be listed by
// age; by due date, what is closed or made meanwhile moves no others.
func (x items) List(ctx context.Context, kind tracker.Kind) iter.Seq2[*tracker.Item, error] {
	if kind == tracker.KindMilestone {
		return func(yield func(*tracker.Item, error) bool) {
			number := func(m *gh.Milestone) int64 { return int64(m.GetNumber()) }
			for m, err := range pages(ctx, x.addresses, kind, x.path("milestones?state=all&sort=due_on&direction=asc&per_page=100"), number) {
				if err != nil {
					yield(nil, err)
					return
				}
				if !x.yield(ctx, milestoneItem(m), yield) {
					return
				}
			}
		}
	}
	return x.issues(ctx, "")
}

// ListLabeled implements [tracker.Narrower].
func (x items) ListLabeled(ctx context.Context, label string) iter.Seq2[*tracker.Item, error] {
	return x.issues(ctx, "&labels="+url.QueryEscape(label))
}

func (x items) issues(ctx context.Context, filter string) iter.Seq2[*tracker.Item, error] {
	return func(yield func(*tracker.Item, error) bool) {
		path := x.path("issues?state=all&sort=created&direction=asc&per_page=100" + filter)
		for i, err := range pages(ctx, x.addresses, tracker.KindIssue, path, func(i *issue) int64 { return int64(i.GetNumber()) }) {
			if err != nil {
				yield(nil, err)
				return
			}
			if i.IsPullRequest() {
				continue
			}
			if !x.yield(ctx, x.issueItem(i), yield) {
				return
			}
		}
	}
}

// pages yields the rows of a list over all its pages. id is what tells them apart.
func pages[T any](ctx context.Context, a addresses, kind tracker.Kind, path string, id func(*T) int64) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		list := rest.List[T, int64]{ID: id, Read: func(ctx context.Context, page string) (rows []*T, next string, err error) {
			header, err := a.get(ctx, page, &rows)
			if err == nil {
				next, err = a.nextPage(header)
			}
			return rows, next, err
		}}
		for rows, err := range list.Pages(ctx, path) {
			if err != nil {
				yield(nil, a.failed("list", tracker.Ref{Kind: kind}, err))
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
// may be that of a proxy.
func (a addresses) nextPage(header http.Header) (string, error) {
	u, err := url.Parse(rest.NextLink(header.Values("Link")...))
	server := a.known.place().server
	if err != nil || server == nil || u.Host == "" || u.Host != server.Host || u.Host == a.client.Base().Host {
		return a.client.NextPage(header)
	}
	path := strings.TrimPrefix(u.EscapedPath(), strings.TrimSuffix(server.EscapedPath(), "/"))
	return strings.TrimPrefix(path, "/") + "?" + u.RawQuery, nil
}
