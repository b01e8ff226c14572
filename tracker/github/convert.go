package github

import (
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
	gh "github.com/google/go-github/v60/github"
)

func milestoneItem(m *gh.Milestone) *tracker.Item {
	return &tracker.Item{
		Ref:     tracker.Ref{Kind: tracker.KindMilestone, Key: rest.Key(m.GetNumber())},
		Content: tracker.Content{Title: m.GetTitle(), Body: m.GetDescription(), Due: dueDate(m.DueOn)},
		URL:     m.GetHTMLURL(), State: tracker.State(m.GetState()), CreatedAt: m.GetCreatedAt().Time, Creator: m.GetCreator().GetLogin(),
		Trusted: true, // only those who may write can make one
	}
}

// An issue is one with what go-github does not know of it.
type issue struct {
	gh.Issue
	ParentIssueURL string `json:"parent_issue_url"`
}

func (x items) issueItem(i *issue) *tracker.Item {
	x.known.ids.Learn(rest.Key(i.GetNumber()), i.GetID())
	item := &tracker.Item{
		Ref:     tracker.Ref{Kind: tracker.KindIssue, Key: rest.Key(i.GetNumber())},
		Content: tracker.Content{Title: i.GetTitle(), Body: i.GetBody()},
		URL:     i.GetHTMLURL(), State: tracker.State(i.GetState()), CreatedAt: i.GetCreatedAt().Time, Creator: i.GetUser().GetLogin(), Trusted: trusted(i),
	}
	for _, l := range i.Labels {
		item.Labels = append(item.Labels, l.GetName())
	}
	for _, a := range i.Assignees {
		item.Assignees = append(item.Assignees, a.GetLogin())
	}
	if i.Milestone != nil {
		item.Milestone = rest.Key(i.Milestone.GetNumber())
	}
	item.Parent = x.parentKey(i.ParentIssueURL)
	if item.State == tracker.Closed {
		item.Reason = closedBecause(i.GetStateReason())
	}
	return item
}

// closedBecause returns why an issue is closed.
func closedBecause(reason string) tracker.Reason {
	switch reason {
	case "not_planned":
		return tracker.NotPlanned
	case "duplicate":
		return tracker.Duplicate
	default:
		return ""
	}
}

// parentKey returns the number of a parent issue, "" for one of another
// repository. The address is that of the API, under whatever host.
func (a addresses) parentKey(address string) string {
	repo, below := splitRepo(address)
	number, ok := strings.CutPrefix(below, "issues/")
	if !ok || !a.known.isHere(repo) && !strings.EqualFold(repo, a.webPath()) {
		return ""
	}
	return number
}

// trusted reports whether the author of an issue may write to the repository:
// anybody can open one and copy a marker into it.
func trusted(i *issue) bool {
	switch i.GetAuthorAssociation() {
	case "OWNER", "MEMBER", "COLLABORATOR":
		return true
	}
	return i.GetUser().GetType() == "Bot"
}

// The service keeps due dates as midnight in Los Angeles, 07:00 or 08:00 UTC,
// and takes an instant before that for the day before
// (microsoft/PowerShellForGitHub#133). So noon is sent, and 7 hours are taken
// off what comes back.
const dueNoon, dueOffset = "T12:00:00Z", 7 * time.Hour

func dueDate(t *gh.Timestamp) string {
	if t == nil {
		return ""
	}
	return t.UTC().Add(-dueOffset).Format(time.DateOnly)
}
