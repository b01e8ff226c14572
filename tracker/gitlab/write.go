package gitlab

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog/body"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
	gl "gitlab.com/gitlab-org/api/client-go/v2"
)

// maxBody is how many bytes a text may have (gitlab-org/gitlab,
// app/models/concerns/issuable.rb).
const maxBody = 1 << 20

// Create implements [tracker.Tracker] with one request, which is never sent
// twice, and one request before it for each assignee who was not looked up yet.
// Labels that do not exist are made by the service.
func (x *items) Create(ctx context.Context, kind tracker.Kind, c tracker.Content) (*tracker.Item, error) {
	ref := tracker.Ref{Kind: kind}
	path, fields, err := x.draft(ctx, kind, &c)
	if err != nil {
		return nil, x.unsent("create", ref, err)
	}
	item, err := x.stored(ctx, kind, func(into any) error {
		err := x.client.Create(ctx, path, fields, into)
		if i, ok := into.(*issue); ok && err == nil && i.IID > 0 {
			x.people.noteSelf(i.Author)
		}
		return err
	})
	if err != nil {
		return nil, x.failed("create", ref, err)
	}
	return item, nil
}

// unsent says what it means that a write could not be made up. What is not found
// out of the draft itself failed while reading.
func (x *items) unsent(op string, ref tracker.Ref, err error) error {
	if e, ok := errors.AsType[*tracker.Error](err); ok && errors.Is(e, tracker.ErrRejected) {
		return x.failed(op, ref, err)
	}
	return x.failed("read", ref, err)
}

func (x *items) draft(ctx context.Context, kind tracker.Kind, c *tracker.Content) (path string, fields any, err error) {
	body, err := storedText(c.Body)
	if err != nil {
		return "", nil, err
	}
	due, err := date(c.Due)
	if err != nil {
		return "", nil, err
	}
	p, err := x.load(ctx)
	if err != nil {
		return "", nil, err
	}
	if kind == tracker.KindMilestone {
		path = fmt.Sprintf("projects/%d/milestones", p.ID)
		if x.opts.GroupMilestones {
			path = fmt.Sprintf("groups/%d/milestones", p.Namespace.ID)
		}
		return path, &gl.CreateMilestoneOptions{Title: &c.Title, Description: &body, DueDate: due}, nil
	}
	if body == "" {
		body = noText
	}
	o := &gl.CreateIssueOptions{Title: &c.Title, Description: &body, DueDate: due}
	if len(c.Labels) > 0 {
		if o.Labels, err = labels(c.Labels); err != nil {
			return "", nil, err
		}
	}
	if len(c.Assignees) > 0 {
		ids, err := x.people.userIDs(ctx, c.Assignees)
		if err != nil {
			return "", nil, err
		}
		o.AssigneeIDs = &ids
	}
	if c.Milestone != "" {
		if o.MilestoneID, err = x.milestoneID(ctx, c.Milestone); err != nil {
			return "", nil, err
		}
	}
	if c.Points != "" {
		if o.Weight, err = number("weight", c.Points); err != nil {
			return "", nil, err
		}
	}
	return fmt.Sprintf("projects/%d/issues", p.ID), o, nil
}

// Update implements [tracker.Tracker]: one request with the fields that change.
// The request is idempotent and may be repeated.
func (x *items) Update(ctx context.Context, ref tracker.Ref, p tracker.Patch) (*tracker.Item, error) {
	if ref.Kind == tracker.KindMilestone { // its group has to be known
		if err := x.known(ctx, ref); err != nil {
			return nil, x.failed("read", ref, err)
		}
	}
	path, err := x.itemPath(ctx, ref)
	if err != nil {
		return nil, x.failed("update", ref, err)
	}
	var fields any
	if ref.Kind == tracker.KindMilestone {
		fields, err = milestonePatch(&p)
	} else {
		fields, err = x.issuePatch(ctx, &p)
	}
	if err != nil {
		return nil, x.unsent("update", ref, err)
	}
	// Somebody changes the item at this moment: with a text the caller has to
	// look at it first, anything else can be said again.
	again := func(err error) bool { return p.Body == nil && locked(err) }
	item, err := x.stored(ctx, ref.Kind, func(into any) error { return x.client.Write(ctx, http.MethodPut, path, fields, into, again) })
	if err != nil {
		return nil, x.failed("update", ref, err)
	}
	return item, nil
}

func milestonePatch(p *tracker.Patch) (*gl.UpdateMilestoneOptions, error) {
	o := &gl.UpdateMilestoneOptions{Title: p.Title}
	var err error
	if o.Description, err = description(p.Body); err != nil {
		return nil, err
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
func (x *items) issuePatch(ctx context.Context, p *tracker.Patch) (*gl.UpdateIssueOptions, error) {
	o := &gl.UpdateIssueOptions{Title: p.Title}
	var err error
	if o.Description, err = description(p.Body); err != nil {
		return nil, err
	}
	if p.State != nil {
		o.StateEvent = event(*p.State, "reopen")
	}
	if p.Labels != nil {
		if o.Labels, err = labels(*p.Labels); err != nil {
			return nil, err
		}
	}
	if p.Assignees != nil {
		ids, err := x.people.userIDs(ctx, *p.Assignees)
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
		if o.MilestoneID, err = x.milestoneID(ctx, *p.Milestone); err != nil {
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

// invalid is a value that the service would refuse or misread.
func invalid(format string, args ...any) error {
	return rest.Refuse(tracker.ErrRejected, format, args...)
}

// event names the change of state; opening is not the same word everywhere.
func event(s tracker.State, opening string) *string {
	if s == tracker.Closed {
		return new("close")
	}
	return &opening
}

// storedText returns a text as the server keeps it: without carriage returns and
// without blanks at its end. Lines of it that the server would execute are made
// text, those of people too, which would be executed again
// (gitlab-org/gitlab, lib/gitlab/quick_actions/extractor.rb).
func storedText(text string) (string, error) {
	text = strings.ReplaceAll(text, "\r", "")
	text = body.Rules{QuickActions: true}.Rewrite(text)
	text = strings.TrimRight(text, " \t\n\v\f\x00")
	if len(text) > maxBody {
		return "", invalid("the text has more than %d bytes", maxBody)
	}
	return text, nil
}

// description is what a change sends of a text: nothing where it stays.
func description(text *string) (*string, error) {
	if text == nil {
		return nil, nil
	}
	stored, err := storedText(*text)
	return &stored, err
}

// maxLabel is how many characters the name of a label may have
// (gitlab-org/gitlab, app/models/label.rb). An issue is made without a label that
// cannot be, and nothing says so (app/services/labels/find_or_create_service.rb).
const maxLabel = 255

// labels checks names: they are sent in one list with commas between them.
func labels(names []string) (*gl.LabelOptions, error) {
	for _, name := range names {
		if strings.Contains(name, ",") {
			return nil, invalid("the label %q has a comma, which the service takes for the end of a name", name)
		}
		if n := utf8.RuneCountInString(name); n > maxLabel {
			return nil, invalid("the label %q has %d characters; %d are allowed", name, n, maxLabel)
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
		return nil, invalid("%q is not a date such as 2026-12-31", s)
	}
	return new(gl.ISOTime(at)), nil
}

func number(what, s string) (*int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return nil, invalid("%q is no %s", s, what)
	}
	return &n, nil
}

// stored sends a write and returns the item that comes back.
func (x *items) stored(ctx context.Context, kind tracker.Kind, send func(into any) error) (*tracker.Item, error) {
	if kind == tracker.KindMilestone {
		var m milestone
		if err := send(&m); err != nil {
			return nil, err
		}
		if err := x.checkMilestone(ctx, &m); err != nil {
			return nil, err
		}
		return x.milestoneItem(&m), nil
	}
	var i issue
	if err := send(&i); err != nil {
		return nil, err
	}
	if err := x.checkIssue(ctx, &i); err != nil {
		return nil, err
	}
	return x.issueItem(&i), nil
}
