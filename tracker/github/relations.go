package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
	gh "github.com/google/go-github/v60/github"
)

// A relater relates issues.
type relater struct{ items items }

// databaseID returns the database id of an issue: relations name the other issue
// by it, not by its number.
func (r relater) databaseID(ctx context.Context, ref tracker.Ref) (int64, error) {
	if id, ok := r.items.known.ids.Get(ref.Key); ok {
		return id, nil
	}
	if _, err := r.items.read(ctx, ref); err != nil {
		return 0, err
	}
	id, _ := r.items.known.ids.Get(ref.Key) // 0: it has none
	return id, nil
}

// relate sends one request to an address below that of an issue that relates it to
// another, whose database id is sent as field.
func (r relater) relate(ctx context.Context, method string, issue tracker.Ref, below, field string, other tracker.Ref) error {
	id, err := r.databaseID(ctx, other)
	if err != nil {
		return err
	}
	return r.items.write(ctx, method, issue, below, map[string]int64{field: id}, nil)
}

// add makes a relation. A service without relations answers as one does that has
// not made the issue known everywhere: with 404. Which of the two it is, the list
// of these relations tells; then the relation is tried again.
func (r relater) add(ctx context.Context, issue tracker.Ref, below, field string, other tracker.Ref) error {
	err := r.relate(ctx, http.MethodPost, issue, below, field, other)
	if !rest.IsMissing(err) || !r.lists(ctx, issue, below) {
		return err
	}
	if err = r.relate(ctx, http.MethodPost, issue, below, field, other); rest.IsMissing(err) {
		return rest.Refuse(tracker.ErrUnavailable, "the service does not know the issue yet: %w", err)
	}
	return err
}

// lists reports whether the service has the list of relations below an issue.
func (r relater) lists(ctx context.Context, issue tracker.Ref, below string) bool {
	if _, lacks := r.items.known.lacks.Get(below); lacks {
		return false
	}
	_, err := r.items.get(ctx, r.items.itemPath(issue)+below+"?per_page=1", nil)
	if rest.IsMissing(err) {
		r.items.known.lacks.Learn(below, struct{}{})
	}
	return err == nil
}

// SetParent implements [tracker.Parenter] with sub-issues. An issue may have
// 100 of them (docs.github.com, "Adding sub-issues"); if it is full, the error
// wraps [tracker.ErrUnsupported], too.
func (r relater) SetParent(ctx context.Context, child, parent tracker.Ref) error {
	err := r.add(ctx, parent, "/sub_issues", "sub_issue_id", child)
	if err == nil {
		return nil
	}
	e := r.items.failed(rest.OpRelate, child, err)
	if !errors.Is(e, tracker.ErrRejected) {
		return e
	}
	text := strings.ToLower(err.Error())
	switch {
	case strings.Contains(text, "more than 100"):
		e.Kind = tracker.ErrUnsupported
	case strings.Contains(text, "one parent"), strings.Contains(text, "duplicate"):
		now, readErr := r.items.read(ctx, child)
		switch {
		case readErr != nil:
		case now.Parent == parent.Key:
			return nil
		default:
			e.Kind = tracker.ErrConflict
			e.Err = fmt.Errorf("it belongs to another issue, %s", now.Parent)
		}
	}
	return e
}

// RemoveParent implements [tracker.Parenter].
func (r relater) RemoveParent(ctx context.Context, child, parent tracker.Ref) error {
	err := r.relate(ctx, http.MethodDelete, parent, "/sub_issue", "sub_issue_id", child)
	return r.unrelated(child, err)
}

// unrelated is the outcome of taking a relation back: one that is not there, or
// a service without relations, is as good.
func (r relater) unrelated(ref tracker.Ref, err error) error {
	if err == nil {
		return nil
	}
	if e := r.items.failed(rest.OpRelate, ref, err); !errors.Is(e, tracker.ErrUnsupported) {
		return e
	}
	return nil
}

// AddBlocker implements [tracker.Blocker] with issue dependencies.
func (r relater) AddBlocker(ctx context.Context, item, blocker tracker.Ref) error {
	const below = "/dependencies/blocked_by"
	err := r.add(ctx, item, below, "issue_id", blocker)
	if err == nil {
		return nil
	}
	e := r.items.failed(rest.OpRelate, item, err)
	if !errors.Is(e, tracker.ErrRejected) {
		return e
	}
	// It is refused, too, where it is so already.
	id, idErr := r.databaseID(ctx, blocker)
	if idErr != nil {
		return e
	}
	for i, err := range pages(ctx, r.items.addresses, tracker.KindIssue, r.items.itemPath(item)+below+"?per_page=100", (*gh.Issue).GetID) {
		if err != nil {
			return e
		}
		if i.GetID() == id {
			return nil
		}
	}
	return e
}

// RemoveBlocker implements [tracker.Blocker].
func (r relater) RemoveBlocker(ctx context.Context, item, blocker tracker.Ref) error {
	id, err := r.databaseID(ctx, blocker)
	if err != nil {
		return r.unrelated(item, err)
	}
	err = r.items.write(ctx, http.MethodDelete, item, fmt.Sprintf("/dependencies/blocked_by/%d", id), nil, nil)
	return r.unrelated(item, err)
}
