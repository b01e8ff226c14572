package github

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/internal/rest"
	gh "github.com/google/go-github/v60/github"
)

// maxBody is how many characters a text may have (googleapis/release-please#1034).
const maxBody = 65536

// Create implements [tracker.Tracker] with one request, which is never sent
// twice. Labels that do not exist are made by the service.
func (t *Tracker) Create(ctx context.Context, d tracker.Draft) (*tracker.Item, error) {
	ref := tracker.Ref{Kind: d.Kind}
	fields, err := createFields(&d)
	if err != nil {
		return nil, &tracker.Error{Target: t.name(), Op: "create", Ref: ref, Kind: tracker.ErrRejected, Err: err}
	}
	var item *tracker.Item
	err = rest.Resend(ctx, t.opts.Sleep, func() (err error) {
		item, err = t.send(ctx, http.MethodPost, t.path(string(d.Kind)+"s"), d.Kind, fields)
		return err
	})
	if err != nil {
		return nil, t.failed("create", ref, err)
	}
	return item, nil
}

func createFields(d *tracker.Draft) (map[string]any, error) {
	if utf8.RuneCountInString(d.Body) > maxBody {
		return nil, errLongBody
	}
	fields := map[string]any{"title": d.Title}
	if d.Kind == tracker.KindMilestone {
		fields["description"] = d.Body
		if d.Due != "" {
			fields["due_on"] = d.Due + dueNoon
		}
		return fields, nil
	}
	fields["body"] = d.Body
	if err := checkLabels(d.Labels); err != nil {
		return nil, err
	}
	if len(d.Labels) > 0 {
		fields["labels"] = d.Labels
	}
	if len(d.Assignees) > 0 {
		fields["assignees"] = d.Assignees
	}
	if d.Milestone != "" {
		number, err := strconv.Atoi(d.Milestone)
		if err != nil {
			return nil, err
		}
		fields["milestone"] = number
	}
	return fields, nil
}

// Update implements [tracker.Tracker]: one request with the fields that change.
// It may be repeated, since it says what is to be, not what is to be done.
func (t *Tracker) Update(ctx context.Context, ref tracker.Ref, p tracker.Patch) (*tracker.Item, error) {
	fields, err := patchFields(ref.Kind, &p)
	if err != nil {
		return nil, &tracker.Error{Target: t.name(), Op: "update", Ref: ref, Kind: tracker.ErrRejected, Err: err}
	}
	var item *tracker.Item
	err = t.repeatWrite(ctx, func() (err error) {
		item, err = t.send(ctx, http.MethodPatch, t.itemPath(ref), ref.Kind, fields)
		return err
	})
	if err != nil {
		return nil, t.failed("update", ref, err)
	}
	return item, nil
}

func patchFields(kind tracker.Kind, p *tracker.Patch) (map[string]any, error) {
	fields := make(map[string]any)
	if p.Title != nil {
		fields["title"] = *p.Title
	}
	if p.Body != nil {
		if utf8.RuneCountInString(*p.Body) > maxBody {
			return nil, errLongBody
		}
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
		number, err := strconv.Atoi(*p.Milestone)
		if err != nil {
			return nil, err
		}
		fields["milestone"] = number
	}
	return fields, nil
}

// send sends a write and reads the item that comes back. An empty answer must
// not pass for an item, as it does in go-github.
func (t *Tracker) send(ctx context.Context, method, path string, kind tracker.Kind, fields map[string]any) (*tracker.Item, error) {
	if kind == tracker.KindMilestone {
		var m gh.Milestone
		if err := t.write(ctx, method, path, fields, &m); err != nil {
			return nil, err
		}
		return milestoneItem(&m), nil
	}
	var i issue
	if err := t.write(ctx, method, path, fields, &i); err != nil {
		return nil, err
	}
	return t.issueItem(&i), nil
}

// write sends a write and reads into what comes back, which has to be complete.
func (t *Tracker) write(ctx context.Context, method, path string, fields map[string]any, into any) error {
	req, err := t.client.NewRequest(method, path, fields)
	if err != nil {
		return &rest.UnsentError{Err: err}
	}
	var raw json.RawMessage
	resp, err := t.client.Do(ctx, req, &raw)
	if err != nil {
		return err
	}
	want := http.StatusOK
	if method == http.MethodPost {
		want = http.StatusCreated
	}
	if resp.StatusCode != want {
		return &statusError{resp.StatusCode}
	}
	return decode(raw, into)
}
