package gitlab_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegitlab"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/gitlab"
)

// A shop is a backlog file and the server that it is registered on.
type shop struct {
	*world.World
	s    *fakegitlab.Server
	opts gitlab.Options

	client *http.Client
}

func newShop(t *testing.T, src string) *shop {
	t.Helper()
	w := &shop{World: world.New(t, src)}
	w.s = fakegitlab.New(t, w.Clock.Now)
	w.Server = w.s.Server
	w.opts = gitlab.Options{APIURL: w.s.URL, Token: fakegitlab.Token, Now: w.Clock.Now, Sleep: w.Clock.Sleep}
	w.Open = func(t *testing.T) tracker.Tracker { return w.tracker(t) }
	w.Held = w.held
	return w
}

func (w *shop) tracker(t *testing.T) *gitlab.Tracker {
	t.Helper()
	tr, err := gitlab.New(w.client, "https://gitlab.example/acme/tools/shop", &w.opts)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// held lists what the server holds. It does not say who made a milestone: that
// is who the token belongs to.
func (w *shop) held() []world.Item {
	var items []world.Item
	for _, m := range w.s.Milestones {
		items = append(items, world.Item{Title: m.Title, URL: m.WebURL, CreatedAt: seconds(m.CreatedAt), Responsible: "ana"})
	}
	for _, i := range w.s.Issues {
		items = append(items, world.Item{Title: i.Title, URL: i.WebURL, CreatedAt: seconds(i.CreatedAt), Responsible: i.Author.Username})
	}
	return items
}

// seconds is a time as ledgers have it.
func seconds(stamp string) string {
	at, err := time.Parse(time.RFC3339, stamp)
	if err != nil {
		return err.Error()
	}
	return at.UTC().Truncate(time.Second).Format(time.RFC3339)
}
