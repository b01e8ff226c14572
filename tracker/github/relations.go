package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/internal/rest"
	gh "github.com/google/go-github/v60/github"
)

// remember keeps the database id of an issue: relations name the other issue by
// it, not by its number.
func (t *Tracker) remember(i *issue) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ids[key(i.GetNumber())] = i.GetID()
}

// databaseID returns the database id of an issue.
func (t *Tracker) databaseID(ctx context.Context, ref tracker.Ref) (int64, error) {
	t.mu.Lock()
	id := t.ids[ref.Key]
	t.mu.Unlock()
	if id != 0 {
		return id, nil
	}
	var i issue
	if _, err := t.get(ctx, t.itemPath(ref), &i); err != nil {
		return 0, err
	}
	return i.GetID(), nil
}

// relate sends one request that relates issue to another, whose database id is
// sent as field.
func (t *Tracker) relate(ctx context.Context, method, path, field string, other tracker.Ref) error {
	id, err := t.databaseID(ctx, other)
	if err != nil {
		return err
	}
	return t.repeatWrite(ctx, func() error {
		req, err := t.client.NewRequest(method, path, map[string]int64{field: id})
		if err != nil {
			return err
		}
		_, err = t.client.Do(ctx, req, nil)
		return err
	})
}

// SetParent implements [tracker.Parenter] with sub-issues. An issue may have 100
// of them (docs.github.com, "Adding sub-issues"); one that is full gives
// [tracker.ErrUnsupported], too.
func (t *Tracker) SetParent(ctx context.Context, child, parent tracker.Ref) error {
	err := t.relate(ctx, http.MethodPost, t.itemPath(parent)+"/sub_issues", "sub_issue_id", child)
	if err == nil {
		return nil
	}
	e := t.failed(rest.OpLink, child, err)
	if !errors.Is(e, tracker.ErrRejected) {
		return e
	}
	text := strings.ToLower(err.Error())
	switch {
	case strings.Contains(text, "more than 100"):
		e.Kind = tracker.ErrUnsupported
	case strings.Contains(text, "one parent"), strings.Contains(text, "duplicate"):
		now, readErr := t.read(ctx, child)
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
func (t *Tracker) RemoveParent(ctx context.Context, child, parent tracker.Ref) error {
	err := t.relate(ctx, http.MethodDelete, t.itemPath(parent)+"/sub_issue", "sub_issue_id", child)
	return t.unrelated(child, err)
}

// unrelated is the outcome of taking a relation back: one that is not there, or
// a service without relations, is as good.
func (t *Tracker) unrelated(ref tracker.Ref, err error) error {
	if err == nil {
		return nil
	}
	if e := t.failed(rest.OpLink, ref, err); !errors.Is(e, tracker.ErrUnsupported) {
		return e
	}
	return nil
}

// AddBlocker implements [tracker.Blocker] with issue dependencies.
func (t *Tracker) AddBlocker(ctx context.Context, item, blocker tracker.Ref) error {
	path := t.itemPath(item) + "/dependencies/blocked_by"
	err := t.relate(ctx, http.MethodPost, path, "issue_id", blocker)
	if err == nil {
		return nil
	}
	e := t.failed(rest.OpLink, item, err)
	if !errors.Is(e, tracker.ErrRejected) {
		return e
	}
	// It is refused, too, where it is so already.
	id, idErr := t.databaseID(ctx, blocker)
	if idErr != nil {
		return e
	}
	for i, err := range pages[gh.Issue](ctx, t, tracker.KindIssue, path+"?per_page=100") {
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
func (t *Tracker) RemoveBlocker(ctx context.Context, item, blocker tracker.Ref) error {
	id, err := t.databaseID(ctx, blocker)
	if err != nil {
		return t.unrelated(item, err)
	}
	err = t.repeatWrite(ctx, func() error {
		req, err := t.client.NewRequest(http.MethodDelete, fmt.Sprintf("%s/dependencies/blocked_by/%d", t.itemPath(item), id), nil)
		if err != nil {
			return err
		}
		_, err = t.client.Do(ctx, req, nil)
		return err
	})
	return t.unrelated(item, err)
}
