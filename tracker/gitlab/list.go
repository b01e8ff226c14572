package gitlab

import (
	"context"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"sync"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// items are the milestones and issues of a project.
type items struct {
	*milestones
	people *people

	mu    sync.Mutex
	style int // of lists of issues, see styles
}

// pageRows is the most that the service gives in one page.
const pageRows = 100

// styles are the ways to ask for issues, oldest first so that what is created
// meanwhile comes at the end. Keysets have no limit, but not every version has
// them for issues (gitlab!199887); page numbers are refused beyond 50,000 rows.
// A style that is refused is followed by the next one.
var styles = []url.Values{
	{"pagination": {"keyset"}, "order_by": {"created_at"}},
	{"order_by": {"created_at"}},
	{"pagination": {"keyset"}, "order_by": {"id"}},
}

// List implements [tracker.Reader]: open and closed items over all pages.
// Milestones are those that issues of the project can have: its own and those
// of the groups above it.
func (x *items) List(ctx context.Context, kind tracker.Kind) iter.Seq2[*tracker.Item, error] {
	if kind == tracker.KindMilestone {
		return x.listMilestones(ctx)
	}
	return x.listIssues(ctx, "")
}

// ListLabeled implements [tracker.Narrower].
func (x *items) ListLabeled(ctx context.Context, label string) iter.Seq2[*tracker.Item, error] {
	return x.listIssues(ctx, label)
}

func (x *items) listIssues(ctx context.Context, label string) iter.Seq2[*tracker.Item, error] {
	return func(yield func(*tracker.Item, error) bool) {
		issues, err := x.readIssues(ctx, label)
		var items []*tracker.Item
		if err == nil {
			err = x.findMoved(ctx, issues)
		}
		if err == nil {
			items, err = x.issueItems(ctx, issues)
		}
		if err != nil {
			yield(nil, x.failed("list", tracker.Ref{Kind: tracker.KindIssue}, err))
			return
		}
		for _, item := range items {
			if !yield(item, nil) {
				return
			}
		}
	}
}

// readIssues reads issues in the first style that is not refused. One that is
// refused in the middle is followed by the next from the beginning.
func (x *items) readIssues(ctx context.Context, label string) ([]*issue, error) {
	x.mu.Lock()
	style := x.style
	x.mu.Unlock()
	for ; ; style++ {
		var issues []*issue
		var err error
		for rows, failed := range pages(ctx, x.remote, "issues", issueQuery(styles[style], label), func(i *issue) int64 { return i.IID }) {
			issues, err = append(issues, rows...), failed
		}
		if refusesStyle(err) && style+1 < len(styles) {
			continue
		}
		if err == nil {
			x.mu.Lock()
			x.style = style
			x.mu.Unlock()
		}
		return issues, err
	}
}

func refusesStyle(err error) bool { return rest.Status(err) == http.StatusMethodNotAllowed }

func issueQuery(style url.Values, label string) url.Values {
	query := maps.Clone(style)
	query["sort"], query["state"], query["scope"] = []string{"asc"}, []string{"all"}, []string{"all"}
	if label != "" {
		query["labels"] = []string{label}
	}
	return query
}

// pages yields the pages of a list of the project. The service
// marks them by a Link header or, in lists by page number, by the number of the
// next one. Of an address only the query is used, so it leads nowhere else.
//
// Lists by page number shift when a row goes, and one behind it is then never
// met. They come with a total, up to 10,000 rows (docs.gitlab.com, "REST API",
// "Pagination"): what is met has to be as many as there were at the first page.
func pages[T any](ctx context.Context, r *remote, what string, query url.Values, id func(*T) int64) iter.Seq2[[]*T, error] {
	return func(yield func([]*T, error) bool) {
		path, err := r.path(ctx, what)
		if err != nil {
			yield(nil, err)
			return
		}
		query.Set("per_page", strconv.Itoa(pageRows))
		total, met := -1, make(map[int64]bool)
		list := rest.List[T, int64]{ID: id, Read: func(ctx context.Context, page string) (rows []*T, next string, err error) {
			header, err := r.client.Get(ctx, page, &rows)
			if err != nil {
				return nil, "", err
			}
			if total < 0 {
				total, _ = strconv.Atoi(header.Get("X-Total")) // 0 where there is none
			}
			if query := nextQuery(query, header); query != nil {
				next = path + "?" + query.Encode()
			}
			return rows, next, nil
		}}
		for rows, err := range list.Pages(ctx, path+"?"+query.Encode()) {
			for _, row := range rows {
				met[id(row)] = true
			}
			if !yield(rows, err) || err != nil {
				return
			}
		}
		if len(met) < total {
			yield(nil, rest.Refuse(tracker.ErrChanged,
				"%d of %d rows were seen: some vanished while the pages were read, and hid others", len(met), total))
		}
	}
}

// nextQuery returns the query of the page behind the one whose headers are given,
// nil after the last.
func nextQuery(query url.Values, header http.Header) url.Values {
	next := maps.Clone(query)
	link, err := url.Parse(rest.NextLink(header.Values("Link")...))
	page := header.Get("X-Next-Page")
	switch {
	case err == nil && link.RawQuery != "":
		maps.Copy(next, link.Query())
	case page != "":
		next.Set("page", page)
	default:
		return nil
	}
	return next
}
