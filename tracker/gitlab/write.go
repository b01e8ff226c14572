package gitlab

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/internal/rest"
	gl "gitlab.com/gitlab-org/api/client-go/v2"
)

// maxBody is how many bytes a text may have (gitlab-org/gitlab,
// app/models/concerns/issuable.rb).
const maxBody = 1 << 20

// Create implements [tracker.Tracker] with one request, which is never sent
// twice, and one before it for each assignee who was not met yet. Labels that
// do not exist are made by the service.
func (t *Tracker) Create(ctx context.Context, d tracker.Draft) (*tracker.Item, error) {
	ref := tracker.Ref{Kind: d.Kind}
	path, fields, err := t.draft(ctx, &d)
	if err != nil {
		return nil, t.rejected("create", ref, err)
	}
	item, err := t.send(ctx, http.MethodPost, path, ref, fields)
	if err != nil {
		return nil, t.failed("create", ref, err)
	}
	return item, nil
}

// rejected is the error of a write that was not sent.
func (t *Tracker) rejected(op string, ref tracker.Ref, err error) error {
	if invalid, ok := errors.AsType[*invalidError](err); ok {
		return &tracker.Error{Target: t.name(), Op: op, Ref: ref, Kind: tracker.ErrRejected, Err: invalid}
	}
	return t.failed("read", ref, err)
}

// An invalidError is a value that the service would refuse or misread.
type invalidError struct{ text string }

func (e *invalidError) Error() string { return e.text }

func (t *Tracker) draft(ctx context.Context, d *tracker.Draft) (path string, fields any, err error) {
	body, err := stored(d.Body)
	if err != nil {
		return "", nil, err
	}
	due, err := date(d.Due)
	if err != nil {
		return "", nil, err
	}
	p, err := t.load(ctx)
	if err != nil {
		return "", nil, err
	}
	if d.Kind == tracker.KindMilestone {
		path = fmt.Sprintf("projects/%d/milestones", p.ID)
		if t.opts.GroupMilestones {
			path = fmt.Sprintf("groups/%d/milestones", p.Namespace.ID)
		}
		return path, &gl.CreateMilestoneOptions{Title: &d.Title, Description: &body, DueDate: due}, nil
	}
	if body == "" {
		body = noText
	}
	o := &gl.CreateIssueOptions{Title: &d.Title, Description: &body, DueDate: due}
	if len(d.Labels) > 0 {
		if o.Labels, err = labels(d.Labels); err != nil {
			return "", nil, err
		}
	}
	if len(d.Assignees) > 0 {
		ids, err := t.userIDs(ctx, d.Assignees)
		if err != nil {
			return "", nil, err
		}
		o.AssigneeIDs = &ids
	}
	if d.Milestone != "" {
		if o.MilestoneID, err = t.milestoneID(ctx, d.Milestone); err != nil {
			return "", nil, err
		}
	}
	if d.Points != "" {
		if o.Weight, err = number("weight", d.Points); err != nil {
			return "", nil, err
		}
	}
	return fmt.Sprintf("projects/%d/issues", p.ID), o, nil
}

// Update implements [tracker.Tracker]: one request with the fields that change.
// It may be repeated, since it says what is to be, not what is to be done.
func (t *Tracker) Update(ctx context.Context, ref tracker.Ref, p tracker.Patch) (*tracker.Item, error) {
	if ref.Kind == tracker.KindMilestone { // its group has to be known
		if err := t.known(ctx, ref); err != nil {
			return nil, t.failed("read", ref, err)
		}
	}
	path, err := t.itemPath(ctx, ref)
	if err != nil {
		return nil, t.failed("update", ref, err)
	}
	var fields any
	if ref.Kind == tracker.KindMilestone {
		fields, err = milestonePatch(&p)
	} else {
		fields, err = t.issuePatch(ctx, &p)
	}
	if err != nil {
		return nil, t.rejected("update", ref, err)
	}
	var item *tracker.Item
	// Somebody changes the item at this moment: with a text the caller has to
	// look at it first, anything else can be said again.
	again := func(err error) bool { return passing(err) || p.Body == nil && locked(err) }
	err = rest.RepeatWrite(ctx, t.opts.Sleep, again, func() (err error) {
		item, err = t.send(ctx, http.MethodPut, path, ref, fields)
		return err
	})
	if err != nil {
		return nil, t.failed("update", ref, err)
	}
	return item, nil
}

func milestonePatch(p *tracker.Patch) (*gl.UpdateMilestoneOptions, error) {
	o := &gl.UpdateMilestoneOptions{Title: p.Title}
	if p.Body != nil {
		body, err := stored(*p.Body)
		if err != nil {
			return nil, err
		}
		o.Description = &body
	}
	if p.State != nil {
		o.StateEvent = event(*p.State, "activate")
	}
	if p.Due != nil {
		due, err := date(*p.Due)
		if err != nil {
			return nil, err
		}
		if due == nil {
			due = new(gl.ISOTime) // sent as null
		}
		o.DueDate = due
	}
	return o, nil
}

// issuePatch builds a change of an issue. What is to be empty is said so: 0 for
// the milestone and the assignees, "" for the labels, null for dates and weight
// (docs.gitlab.com, "Issues API").
func (t *Tracker) issuePatch(ctx context.Context, p *tracker.Patch) (*gl.UpdateIssueOptions, error) {
	o := &gl.UpdateIssueOptions{Title: p.Title}
	if p.Body != nil {
		body, err := stored(*p.Body)
		if err != nil {
			return nil, err
		}
		o.Description = &body
	}
	if p.State != nil {
		o.StateEvent = event(*p.State, "reopen")
	}
	var err error
	if p.Labels != nil {
		if o.Labels, err = labels(*p.Labels); err != nil {
			return nil, err
		}
	}
	if p.Assignees != nil {
		ids, err := t.userIDs(ctx, *p.Assignees)
		if err != nil {
			return nil, err
		}
		if len(ids) == 0 {
			ids = []int64{0}
		}
		o.AssigneeIDs = &ids
	}
	switch {
	case p.Milestone == nil:
	case *p.Milestone == "":
		o.MilestoneID = new(int64(0))
	default:
		if o.MilestoneID, err = t.milestoneID(ctx, *p.Milestone); err != nil {
			return nil, err
		}
	}
	if p.Due != nil {
		if o.DueDate, err = date(*p.Due); err != nil {
			return nil, err
		}
		o.ResetDueDate = o.DueDate == nil
	}
	switch {
	case p.Points == nil:
	case *p.Points == "":
		o.ResetWeight = true
	default:
		if o.Weight, err = number("weight", *p.Points); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// event names the change of state; opening is not the same word everywhere.
func event(s tracker.State, opening string) *string {
	if s == tracker.Closed {
		return new("close")
	}
	return &opening
}

// stored returns a text as the server keeps it: without carriage returns and
// without blanks at its end. Lines of it that the server would execute are made
// text, those of people too, which would be executed again
// (gitlab-org/gitlab, lib/gitlab/quick_actions/extractor.rb).
func stored(body string) (string, error) {
	body = strings.ReplaceAll(body, "\r", "")
	body = backlog.TextRules{QuickActions: true}.Rewrite(body)
	body = strings.TrimRight(body, " \t\n\v\f\x00")
	if len(body) > maxBody {
		return "", &invalidError{fmt.Sprintf("the text has more than %d bytes", maxBody)}
	}
	return body, nil
}

// labels checks names: they are sent in one list with commas between them.
func labels(names []string) (*gl.LabelOptions, error) {
	for _, name := range names {
		if strings.Contains(name, ",") {
			return nil, &invalidError{fmt.Sprintf("the label %q has a comma, which the service takes for the end of a name", name)}
		}
	}
	list := gl.LabelOptions(names)
	if list == nil {
		list = gl.LabelOptions{}
	}
	return &list, nil
}

// date reads YYYY-MM-DD; "" gives nil.
func date(s string) (*gl.ISOTime, error) {
	if s == "" {
		return nil, nil // an absent date is what the request has then
	}
	at, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return nil, &invalidError{fmt.Sprintf("%q is no date such as 2026-12-31", s)}
	}
	return new(gl.ISOTime(at)), nil
}

func number(what, s string) (*int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return nil, &invalidError{fmt.Sprintf("%q is no %s", s, what)}
	}
	return &n, nil
}

// milestoneID makes the number of a milestone that issues can have.
func (t *Tracker) milestoneID(ctx context.Context, key string) (*int64, error) {
	err := t.known(ctx, tracker.Ref{Kind: tracker.KindMilestone, Key: key})
	if errors.Is(err, gl.ErrNotFound) {
		return nil, &invalidError{fmt.Sprintf("there is no milestone %s for issues of the project", key)}
	}
	if err != nil {
		return nil, err
	}
	return number("milestone", key)
}

// send sends a write and reads the item that comes back.
func (t *Tracker) send(ctx context.Context, method, path string, ref tracker.Ref, fields any) (*tracker.Item, error) {
	if ref.Kind == tracker.KindMilestone {
		var m milestone
		if err := t.write(ctx, method, path, fields, &m); err != nil {
			return nil, err
		}
		return t.milestoneItem(&m), nil
	}
	var i issue
	if err := t.write(ctx, method, path, fields, &i); err != nil {
		return nil, err
	}
	if method == http.MethodPost && i.IID > 0 {
		t.noteSelf(i.Author)
	}
	return t.issueItem(&i), nil
}

// write sends a write and reads what comes back into a value.
func (t *Tracker) write(ctx context.Context, method, path string, fields, into any) error {
	resp, err := t.do(ctx, method, path, fields, into)
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
	return nil
}
