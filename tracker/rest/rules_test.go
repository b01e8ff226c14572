package rest

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
)

// A client follows no redirect to another host, and takes none for an answer.
func TestClientRedirects(t *testing.T) {
	t.Parallel()
	c, n := newClient(t, nil)
	n.answers(answer{302, "", []string{"Location", "https://evil.example/x"}})
	_, err := c.Get(t.Context(), "things/1", nil)
	if e := c.Failed("read", tracker.Ref{}, err); !errors.Is(e, tracker.ErrUnauthorized) || len(n.sent) != 1 {
		t.Errorf("%v after %d requests", e, len(n.sent))
	}
	n.answers(answer{302, "", []string{"Location", "/v1/elsewhere"}})
	err = c.Create(t.Context(), "things", nil, nil)
	if e := c.Failed("create", tracker.Ref{}, err); Status(err) != http.StatusFound || !errors.Is(e, tracker.ErrUnknown) {
		t.Error(e)
	}
}

// Without a token a request carries none, and user information in no case.
func TestNoToken(t *testing.T) {
	t.Parallel()
	c, n := newClient(t, func(s *Service) { s.Token = "" })
	n.answers(answer{200, "{}", nil})
	if _, err := c.Get(t.Context(), "things/1", nil); err != nil || n.sent[0].Header.Get("Authorization") != "" {
		t.Errorf("%v, sent with %v", err, n.sent[0].Header)
	}
	c, n = newClient(t, func(s *Service) { s.API.User = url.UserPassword("u", "p") })
	n.answers(answer{500, "", nil}, answer{404, `{"message":"Not Found"}`, nil})
	_, err := c.Get(t.Context(), "things/1", nil)
	if len(n.sent) != 2 || n.sent[0].URL.User != nil || err.Error() != "404 Not Found" {
		t.Errorf("%v after %d requests to %s", err, len(n.sent), n.sent[0].URL)
	}
}

// How long a refusal lasts is what says more than nothing, and never less.
func TestOddLimits(t *testing.T) {
	t.Parallel()
	const ago = "1771149600" // two hours before noon
	for name, test := range map[string]struct {
		headers []string
		wait    time.Duration
		limited bool
	}{
		"no wait":     {[]string{"Retry-After", "0", "X-Ratelimit-Remaining", "0", "X-Ratelimit-Reset", "1771156860"}, 61 * time.Second, true},
		"long ago":    {[]string{"X-Ratelimit-Remaining", "0", "X-Ratelimit-Reset", ago}, time.Second, true},
		"another one": {[]string{"X-Ratelimit-Remaining", "1", "X-Ratelimit-Reset", ago}, 0, false},
	} {
		g, n := newGuard(t, "https://api.example/")
		n.answer = func(*http.Request) (*http.Response, error) { return reply(403, "", test.headers...), nil }
		_, err := get(t, g, "https://api.example/x")
		limit, ok := errors.AsType[*LimitError](err)
		if ok != test.limited || ok && limit.Wait != test.wait {
			t.Errorf("%s: %v, %+v", name, err, limit)
		}
	}
}

// Nothing is sent again once the run has ended, whatever sleeping says.
func TestRepeatEnds(t *testing.T) {
	t.Parallel()
	awake := func(context.Context, time.Duration) error { return nil }
	for name, way := range map[string]func(context.Context, func() error) error{
		"read":   func(ctx context.Context, send func() error) error { return repeatRead(ctx, awake, passing, send) },
		"create": func(ctx context.Context, send func() error) error { return resend(ctx, awake, send) },
	} {
		ctx, cancel := context.WithCancel(t.Context())
		sent := 0
		err := way(ctx, func() error {
			sent++
			cancel()
			return &UnsentError{errors.New("refused")}
		})
		if err == nil || sent != 1 {
			t.Errorf("%s: %v, sent %d times", name, err, sent)
		}
	}
}

func TestOtherLinks(t *testing.T) {
	t.Parallel()
	if next := NextLink(`<https://api.example/x?p=1>; rel="prev"; title="next"`); next != "" {
		t.Errorf("the next page is %q", next)
	}
}

// What is missing is told by the answer, whatever went around it.
func TestIsMissing(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]bool{404: true, 410: true, 403: false, 500: false} {
		answer := &AnswerError{Status: status}
		if IsMissing(answer) != want || IsMissing(&tracker.Error{Kind: tracker.ErrUnknown, Err: answer}) != want {
			t.Errorf("%d is said to be missing: %t", status, !want)
		}
	}
	if IsMissing(&tracker.Error{Kind: tracker.ErrNotFound}) {
		t.Error("no answer was had, and something is missing by it")
	}
}
