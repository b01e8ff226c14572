package github

import (
	"context"
	"net/http"
	"strconv"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
	gh "github.com/google/go-github/v60/github"
)

// How long a text may be: in bytes on the hosts of GitHub (measured,
// objectstack-ai/objectstack#18793, and dead-claudia/github-limits#13 for
// comments), in characters on Enterprise Servers (googleapis/release-please#1034).
const (
	maxBodyBytes = 262_144
	maxBodyRunes = 65_536
)

// checkBody refuses a text that the service would.
func (x items) checkBody(body string) error {
	switch l := x.limits(); {
	case l.BodyBytes > 0 && len(body) > l.BodyBytes:
		return rest.Refuse(tracker.ErrRejected, "the text has more than %d bytes", l.BodyBytes)
	case l.BodyRunes > 0 && utf8.RuneCountInString(body) > l.BodyRunes:
		return rest.Refuse(tracker.ErrRejected, "the text has more than %d characters", l.BodyRunes)
	}
	return nil
}

// Create implements [tracker.Tracker] with one request, which is never sent
// twice. Labels that do not exist are made by the service.
func (x items) Create(ctx context.Context, kind tracker.Kind, c tracker.Content) (*tracker.Item, error) {
	ref := tracker.Ref{Kind: kind}
	fields, err := createFields(kind, &c)
	if err == nil {
		err = x.checkBody(c.Body)
	}
	if err != nil {
		return nil, x.failed("create", ref, err)
	}
	item, err := x.stored(ctx, kind, func(into any) error { return x.create(ctx, string(kind)+"s", fields, into) })
	if err != nil {
		e := x.failed("create", ref, err)
		e.Assignees = x.unassignable(ctx, err, c.Assignees)
		return nil, e
	}
	return item, nil
}

func createFields(kind tracker.Kind, c *tracker.Content) (map[string]any, error) {
	fields := map[string]any{"title": c.Title}
	if kind == tracker.KindMilestone {
		fields["description"] = c.Body
		if c.Due != "" {
			fields["due_on"] = c.Due + dueNoon
		}
		return fields, nil
	}
	fields["body"] = c.Body
	if err := checkLabels(c.Labels); err != nil {
		return nil, err
	}
	if len(c.Labels) > 0 {
		fields["labels"] = c.Labels
	}
	if len(c.Assignees) > 0 {
		fields["assignees"] = c.Assignees
	}
	if c.Milestone != "" {
		number, err := milestoneNumber(c.Milestone)
		if err != nil {
			return nil, err
		}
		fields["milestone"] = number
	}
	return fields, nil
}

func milestoneNumber(key string) (int, error) {
	number, err := strconv.Atoi(key)
	if err != nil {
		return 0, rest.Refuse(tracker.ErrRejected, "there is no milestone %q", key)
	}
	return number, nil
}

// Update implements [tracker.Tracker]: one request with the fields that change.
// The request is idempotent and may be repeated.
func (x items) Update(ctx context.Context, ref tracker.Ref, p tracker.Patch) (*tracker.Item, error) {
	fields, err := patchFields(ref.Kind, &p)
	if err == nil && p.Body != nil {
		err = x.checkBody(*p.Body)
	}
	if err != nil {
		return nil, x.failed("update", ref, err)
	}
	send := func(into any) error { return x.write(ctx, http.MethodPatch, ref, "", fields, into) }
	item, err := x.stored(ctx, ref.Kind, send)
	if rest.Status(err) == http.StatusUnprocessableEntity && p.Reason == tracker.Duplicate {
		// A server of one's own may be too old to know that reason.
		delete(fields, "state_reason")
		item, err = x.stored(ctx, ref.Kind, send)
	}
	if err == nil && item.Key != ref.Key {
		err = rest.Unusable("the answer is about %s", item.Ref)
	}
	if err != nil {
		e := x.failed("update", ref, err)
		if p.Assignees != nil {
			e.Assignees = x.unassignable(ctx, err, *p.Assignees)
		}
		return nil, e
	}
	return item, nil
}

func patchFields(kind tracker.Kind, p *tracker.Patch) (map[string]any, error) {
	fields := make(map[string]any)
	if p.Title != nil {
		fields["title"] = *p.Title
	}
	if p.Body != nil {
		fields["body"] = *p.Body
		if kind == tracker.KindMilestone {
			delete(fields, "body")
			fields["description"] = *p.Body
		}
	}
	if p.State != nil {
		fields["state"] = string(*p.State)
	}
	if kind == tracker.KindMilestone {
		switch {
		case p.Due == nil:
		case *p.Due == "":
			fields["due_on"] = nil
		default:
			fields["due_on"] = *p.Due + dueNoon
		}
		return fields, nil
	}
	if p.State != nil && *p.State == tracker.Closed {
		fields["state_reason"] = "completed"
		switch p.Reason {
		case tracker.NotPlanned:
			fields["state_reason"] = "not_planned"
		case tracker.Duplicate:
			fields["state_reason"] = "duplicate"
		default: // completed
		}
	}
	if p.Labels != nil {
		if err := checkLabels(*p.Labels); err != nil {
			return nil, err
		}
		fields["labels"] = *p.Labels
	}
	if p.Assignees != nil {
		fields["assignees"] = *p.Assignees
	}
	switch {
	case p.Milestone == nil:
	case *p.Milestone == "":
		fields["milestone"] = nil
	default:
		number, err := milestoneNumber(*p.Milestone)
		if err != nil {
			return nil, err
		}
		fields["milestone"] = number
	}
	return fields, nil
}

// stored sends a write and returns the item that comes back.
func (x items) stored(ctx context.Context, kind tracker.Kind, send func(into any) error) (*tracker.Item, error) {
	if kind == tracker.KindMilestone {
		var m gh.Milestone
		if err := send(&m); err != nil {
			return nil, err
		}
		return x.checked(ctx, milestoneItem(&m))
	}
	var i issue
	if err := send(&i); err != nil {
		return nil, err
	}
	return x.checked(ctx, x.issueItem(&i))
}
