package rest_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// A shop is the reading half of an adapter of a service called Acme.
type shop struct{ client *rest.Client }

type issue struct {
	ID    int64  `json:"id"`
	Title string `json:"title"`
}

func newShop(api *url.URL, token string, sleep func(context.Context, time.Duration) error) *shop {
	return &shop{rest.NewClient(rest.Service{Name: "Acme", Target: "acme:shop", API: api, Token: token, Classify: classify, Sleep: sleep})}
}

// classify says what Acme means by a status where it is not what others mean.
func classify(e *tracker.Error, answer *rest.AnswerError) {
	if answer.Status == http.StatusTeapot {
		e.Kind, e.Hint = tracker.ErrNotFound, "Acme makes tea in place of what was deleted"
	}
}

func (s *shop) Get(ctx context.Context, ref tracker.Ref) (*tracker.Item, error) {
	var i issue
	if _, err := s.client.Get(ctx, "issues/"+ref.Key, &i); err != nil {
		return nil, s.client.Failed("read", ref, err)
	}
	return item(&i), nil
}

func (s *shop) List(ctx context.Context, kind tracker.Kind) iter.Seq2[*tracker.Item, error] {
	return func(yield func(*tracker.Item, error) bool) {
		list := rest.List[issue, int64]{
			ID: func(i *issue) int64 { return i.ID },
			Read: func(ctx context.Context, page string) (rows []*issue, next string, err error) {
				header, err := s.client.Get(ctx, page, &rows)
				if err == nil {
					next, err = s.client.NextPage(header)
				}
				return rows, next, err
			},
		}
		for rows, err := range list.Pages(ctx, "issues") {
			if err != nil {
				yield(nil, s.client.Failed("list", tracker.Ref{Kind: kind}, err))
				return
			}
			for _, i := range rows {
				if !yield(item(i), nil) {
					return
				}
			}
		}
	}
}

func item(i *issue) *tracker.Item {
	return &tracker.Item{Ref: tracker.Ref{Kind: tracker.KindIssue, Key: rest.Key(i.ID)}, Content: tracker.Content{Title: i.Title}, State: tracker.Open}
}

// The second page comes at the second try only, and a kettle stands in the place of
// issue 9.
func Example() {
	pages := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch r.URL.String() {
		case "/issues":
			w.Header().Set("Link", `</issues?page=2>; rel="next"`)
			_, _ = fmt.Fprint(w, `[{"id":1,"title":"US-1.1 Log in"}]`)
		case "/issues?page=2":
			if pages++; pages == 1 {
				w.WriteHeader(http.StatusBadGateway)
				return
			}
			_, _ = fmt.Fprint(w, `[{"id":2,"title":"US-1.2 Log out"}]`)
		default:
			w.WriteHeader(http.StatusTeapot)
			_, _ = fmt.Fprint(w, `{"message":"short and stout"}`)
		}
	}))
	defer server.Close()
	api, err := url.Parse(server.URL)
	if err != nil {
		log.Fatal(err)
	}
	ctx, soon := context.Background(), func(context.Context, time.Duration) error { return nil }
	s := newShop(api, "acme-0123456789", soon)
	for item, err := range s.List(ctx, tracker.KindIssue) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(item.Key, item.Title)
	}
	_, err = s.Get(ctx, tracker.Ref{Kind: tracker.KindIssue, Key: "9"})
	fmt.Println(err, errors.Is(err, tracker.ErrNotFound))
	// Output:
	// 1 US-1.1 Log in
	// 2 US-1.2 Log out
	// acme:shop: read issue 9: not found: 418 I'm a teapot: short and stout true
}
