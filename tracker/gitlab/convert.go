package gitlab

import (
	"context"
	"strconv"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// An issue is what is read of one. That of client-go does not tell a weight of
// 0 from none.
type issue struct {
	IID         int64      `json:"iid"`
	WebURL      string     `json:"web_url"`
	Title       string     `json:"title"`
	Description string     `json:"description"`
	State       string     `json:"state"`
	Labels      []string   `json:"labels"`
	Assignees   []*user    `json:"assignees"`
	Milestone   *milestone `json:"milestone"`
	DueDate     string     `json:"due_date"`
	Weight      *int64     `json:"weight"`
	CreatedAt   time.Time  `json:"created_at"`
	Author      *user      `json:"author"`
	MovedToID   int64      `json:"moved_to_id"`
	Links       struct {
		DuplicateOf string `json:"closed_as_duplicate_of"`
	} `json:"_links"`

	movedTo string // see findMoved
}

// A milestone is what is read of one, of the project or of a group.
type milestone struct {
	ID          int64     `json:"id"`
	IID         int64     `json:"iid"`
	GroupID     int64     `json:"group_id"`
	WebURL      string    `json:"web_url"`
	Title       string    `json:"title"`
	Description string    `json:"description"`
	State       string    `json:"state"`
	DueDate     string    `json:"due_date"`
	CreatedAt   time.Time `json:"created_at"`
}

type user struct {
	ID       int64  `json:"id"`
	Username string `json:"username"`
}

// noText stands for an empty text: in place of one the server puts the
// project's template (gitlab-org/gitlab, app/services/issues/create_service.rb).
const noText = "<!-- no text -->"

// issueItems converts issues, and finds out about their authors where it
// matters.
func (x *items) issueItems(ctx context.Context, issues []*issue) ([]*tracker.Item, error) {
	for _, i := range issues {
		if err := x.checkIssue(ctx, i); err != nil {
			return nil, err
		}
	}
	if err := x.people.judge(ctx, issues); err != nil {
		return nil, err
	}
	items := make([]*tracker.Item, 0, len(issues))
	for _, i := range issues {
		items = append(items, x.issueItem(i))
	}
	return items, nil
}

func (x *items) issueItem(i *issue) *tracker.Item {
	item := &tracker.Item{
		Ref:     tracker.Ref{Kind: tracker.KindIssue, Key: rest.Key(i.IID)},
		Content: tracker.Content{Title: i.Title, Body: i.Description, Labels: i.Labels, Due: i.DueDate},
		URL:     i.WebURL, State: state(i.State), CreatedAt: i.CreatedAt, Trusted: x.people.trusted(i), MovedTo: i.movedTo,
	}
	if item.State == tracker.Closed && i.Links.DuplicateOf != "" { // it knows no other reason
		item.Reason = tracker.Duplicate
	}
	if item.Body == noText {
		item.Body = ""
	}
	if i.Author != nil {
		item.Creator = i.Author.Username
	}
	for _, a := range i.Assignees {
		item.Assignees = append(item.Assignees, a.Username)
		x.people.noteUser(a)
	}
	if i.Milestone != nil {
		item.Milestone = rest.Key(i.Milestone.ID)
	}
	if i.Weight != nil {
		item.Points = strconv.FormatInt(*i.Weight, 10)
	}
	return item
}

// state reads "opened", "active" or "closed".
func state(s string) tracker.State {
	if s == "closed" {
		return tracker.Closed
	}
	return tracker.Open
}
