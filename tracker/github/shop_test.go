package github_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/github"
)

const small = world.Small

// A shop is a backlog file and the server that it is registered on.
type shop struct {
	*world.World
	s    *fakegithub.Server
	opts github.Options

	client *http.Client
}

func newShop(t *testing.T, src string) *shop {
	t.Helper()
	w := &shop{World: world.New(t, src)}
	w.s = fakegithub.New(t, w.Clock.Now)
	w.Server = w.s.Server
	w.opts = github.Options{APIURL: w.s.URL, Token: fakegithub.Token, Now: w.Clock.Now, Sleep: w.Clock.Sleep}
	w.Open = func(t *testing.T) tracker.Tracker { return w.tracker(t) }
	w.Held = w.held
	return w
}

func (w *shop) tracker(t *testing.T) *github.Tracker {
	t.Helper()
	tr, err := github.New(w.client, "https://github.example/acme/shop", &w.opts)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// held lists what the server holds, but for pull requests.
func (w *shop) held() []world.Item {
	var items []world.Item
	for _, m := range w.s.Milestones {
		items = append(items, world.Item{Title: m.Title, URL: m.HTMLURL, CreatedAt: m.CreatedAt, Responsible: m.Creator.Login})
	}
	for _, i := range w.s.Issues {
		if i.PullRequest == nil {
			items = append(items, world.Item{Title: i.Title, URL: i.HTMLURL, CreatedAt: i.CreatedAt, Responsible: i.User.Login})
		}
	}
	return items
}

func message(text string) string {
	return fmt.Sprintf(`{"message":%q,"documentation_url":"https://docs.github.com/rest","status":"403"}`, text)
}
