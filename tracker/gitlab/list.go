package gitlab

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"

	"github.com/backlogsync/backlogsync/tracker"
	gl "gitlab.com/gitlab-org/api/client-go/v2"
)

// pageRows is the most that the service gives in one page.
const pageRows = 100

// styles are the ways to ask for issues, oldest first so that what is created
// meanwhile comes at the end. Keysets have no limit, but not every version has
// them for issues (gitlab!199887); page numbers are refused beyond 50,000 rows.
// A style that is refused is followed by the next one.
var styles = []gl.ListOptions{
	{Pagination: "keyset", OrderBy: "created_at"},
	{OrderBy: "created_at"},
	{Pagination: "keyset", OrderBy: "id"},
}

// List implements [tracker.Reader]: open and closed items over all pages.
// Milestones are those that issues of the project can have: its own and those
// of the groups above it.
func (t *Tracker) List(ctx context.Context, kind tracker.Kind) iter.Seq2[*tracker.Item, error] {
	if kind == tracker.KindMilestone {
		return t.listMilestones(ctx)
	}
	return t.listIssues(ctx, "")
}

// ListLabeled implements [tracker.Narrower].
func (t *Tracker) ListLabeled(ctx context.Context, label string) iter.Seq2[*tracker.Item, error] {
	return t.listIssues(ctx, label)
}

func (t *Tracker) listMilestones(ctx context.Context) iter.Seq2[*tracker.Item, error] {
	return func(yield func(*tracker.Item, error) bool) {
		query := &gl.ListMilestonesOptions{ListOptions: gl.ListOptions{PerPage: pageRows}, IncludeAncestors: new(true)}
		for rows, err := range pages[milestone](ctx, t, "milestones", query) {
			if err != nil {
				yield(nil, t.failed("list", tracker.Ref{Kind: tracker.KindMilestone}, err))
				return
			}
			for _, m := range rows {
				if !yield(t.milestoneItem(m), nil) {
					return
				}
			}
		}
	}
}

func (t *Tracker) listIssues(ctx context.Context, label string) iter.Seq2[*tracker.Item, error] {
	return func(yield func(*tracker.Item, error) bool) {
		fail := func(err error) { yield(nil, t.failed("list", tracker.Ref{Kind: tracker.KindIssue}, err)) }
		var issues []*issue
		seen := make(map[int64]bool) // rows that move between pages, or that another style gave already
		for rows, err := range t.issuePages(ctx, label) {
			if err != nil {
				fail(err)
				return
			}
			for _, i := range rows {
				if !seen[i.IID] {
					seen[i.IID] = true
					issues = append(issues, i)
				}
			}
		}
		items, err := t.issueItems(ctx, issues)
		if err != nil {
			fail(err)
			return
		}
		for _, item := range items {
			if !yield(item, nil) {
				return
			}
		}
	}
}

// issuePages yields pages of issues in the first style that is not refused.
func (t *Tracker) issuePages(ctx context.Context, label string) iter.Seq2[[]*issue, error] {
	return func(yield func([]*issue, error) bool) {
		t.mu.Lock()
		style := t.style
		t.mu.Unlock()
		for {
			again := false
			for rows, err := range pages[issue](ctx, t, "issues", issueQuery(styles[style], label)) {
				if refusesStyle(err) && style+1 < len(styles) {
					style++
					again = true
					break
				}
				if !yield(rows, err) {
					return
				}
			}
			if !again {
				t.mu.Lock()
				t.style = style
				t.mu.Unlock()
				return
			}
		}
	}
}

func refusesStyle(err error) bool {
	answer, ok := errors.AsType[*gl.ErrorResponse](err)
	return ok && answer.StatusCode == http.StatusMethodNotAllowed
}

func issueQuery(style gl.ListOptions, label string) *gl.ListProjectIssuesOptions {
	query := &gl.ListProjectIssuesOptions{
		ListOptions: gl.ListOptions{Pagination: style.Pagination, PerPage: pageRows},
		OrderBy:     &style.OrderBy, Sort: new("asc"), State: new("all"), Scope: new("all"),
	}
	if label != "" {
		query.Labels = &gl.LabelOptions{label}
	}
	return query
}

// pages yields the pages of a list of the project, which the service marks by a
// Link header or, in lists by page number, by the number of the next one. Of an
// address only the query is used, so it leads nowhere else.
func pages[T any](ctx context.Context, t *Tracker, what string, query any) iter.Seq2[[]*T, error] {
	return func(yield func([]*T, error) bool) {
		path, err := t.path(ctx, what)
		if err != nil {
			yield(nil, err)
			return
		}
		for next, more := gl.RequestOptionFunc(nil), true; more; {
			var rows []*T
			resp, err := t.get(ctx, path, query, &rows, next)
			for _, row := range rows {
				if err == nil && row == nil {
					err = errNotAPI
				}
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(rows, nil) {
				return
			}
			next, more = gl.WithNext(resp)
		}
	}
}

// path returns the path of something in the project. It goes by the project's
// number, since a moved project refuses to be written to under its old name
// (gitlab-org/gitlab, lib/api/helpers.rb).
func (t *Tracker) path(ctx context.Context, rest string) (string, error) {
	p, err := t.load(ctx)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("projects/%d/%s", p.ID, rest), nil
}

// Get implements [tracker.Reader].
func (t *Tracker) Get(ctx context.Context, ref tracker.Ref) (*tracker.Item, error) {
	item, err := t.read(ctx, ref)
	if err != nil {
		return nil, t.failed("read", ref, err)
	}
	return item, nil
}

func (t *Tracker) read(ctx context.Context, ref tracker.Ref) (*tracker.Item, error) {
	path, err := t.itemPath(ctx, ref)
	if err != nil {
		return nil, err
	}
	if ref.Kind == tracker.KindMilestone {
		var m milestone
		_, err := t.get(ctx, path, nil, &m)
		if errors.Is(err, gl.ErrNotFound) && t.groupOf(ref) == 0 {
			err = t.readOfGroup(ctx, ref, &m)
		}
		if err != nil {
			return nil, err
		}
		return t.milestoneItem(&m), nil
	}
	var i issue
	if _, err := t.get(ctx, path, nil, &i); err != nil {
		return nil, err
	}
	items, err := t.issueItems(ctx, []*issue{&i})
	if err != nil {
		return nil, err
	}
	return items[0], nil
}

// known makes sure that a milestone has been seen, and so exists: the service
// drops one that does not without a word (gitlab-org/gitlab,
// app/services/issues/base_service.rb).
func (t *Tracker) known(ctx context.Context, ref tracker.Ref) error {
	t.mu.Lock()
	ok := t.seen[ref.Key]
	t.mu.Unlock()
	if ok {
		return nil
	}
	_, err := t.read(ctx, ref)
	return err
}

// readOfGroup reads a milestone that the project does not have, but maybe its
// group.
func (t *Tracker) readOfGroup(ctx context.Context, ref tracker.Ref, m *milestone) error {
	p, err := t.load(ctx)
	if err != nil {
		return err
	}
	if p.Namespace.Kind != "group" {
		return gl.ErrNotFound
	}
	_, err = t.get(ctx, fmt.Sprintf("groups/%d/milestones/%s", p.Namespace.ID, ref.Key), nil, m)
	return err
}

// groupOf returns the number of the group that a milestone belongs to, 0 if it
// is the project's or not known.
func (t *Tracker) groupOf(ref tracker.Ref) int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.groups[ref.Key]
}

// itemPath returns the path of an item.
func (t *Tracker) itemPath(ctx context.Context, ref tracker.Ref) (string, error) {
	if !isNumber(ref.Key) {
		return "", gl.ErrNotFound
	}
	if ref.Kind == tracker.KindMilestone {
		if group := t.groupOf(ref); group != 0 {
			return fmt.Sprintf("groups/%d/milestones/%s", group, ref.Key), nil
		}
	}
	return t.path(ctx, string(ref.Kind)+"s/"+ref.Key)
}
