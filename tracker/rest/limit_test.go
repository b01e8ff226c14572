package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
)

// A refusal by a limit is known by its status, its headers or its text, and
// says how long to wait by the server's clock, which is an hour ahead here.
func TestLimits(t *testing.T) {
	t.Parallel()
	server := noon.Add(time.Hour)
	date, reset := server.Format(http.TimeFormat), fmt.Sprint(server.Add(10*time.Minute).Unix())
	for _, test := range []struct {
		status  int
		body    string
		headers []string
		want    time.Duration // -1: no refusal by a limit
	}{
		{429, "", nil, 25 * time.Second},
		{429, "", []string{"Retry-After", "37"}, 37 * time.Second},
		{429, "", []string{"Retry-After", server.Add(90 * time.Second).Format(http.TimeFormat)}, 90 * time.Second},
		{429, "", []string{"Retry-After", server.Add(-time.Hour).Format(http.TimeFormat)}, 0},
		{429, "", []string{"X-RateLimit-Remaining", "0", "X-RateLimit-Reset", reset}, 10*time.Minute + time.Second},
		{403, "", []string{"X-RateLimit-Remaining", "0", "X-RateLimit-Reset", reset}, 10*time.Minute + time.Second},
		{403, "", []string{"X-RateLimit-Remaining", "0", "X-RateLimit-Reset", reset, "Retry-After", "5"}, 5 * time.Second},
		{403, "you are too fast", nil, 25 * time.Second},
		{403, "you are too fast", []string{"Retry-After", "60"}, time.Minute},
		{403, "you may not", nil, -1},
		{403, "you may not", []string{"X-RateLimit-Remaining", "7", "X-RateLimit-Reset", reset}, -1},
		{404, "you are too fast", nil, -1},
		{503, "", []string{"Retry-After", "60"}, -1},
	} {
		g, n := newGuard(t, "https://api.example/")
		g.Limited = func(body string) bool { return strings.Contains(body, "too fast") }
		g.Unstated = func(at time.Time) time.Duration { return at.Sub(server) + 25*time.Second }
		n.answer = func(*http.Request) (*http.Response, error) {
			return reply(test.status, test.body, append(test.headers, "Date", date)...), nil
		}
		body, err := get(t, g, "https://api.example/x")
		limit, limited := errors.AsType[*LimitError](err)
		switch {
		case limited != (test.want >= 0):
			t.Errorf("%+v: %v", test, err)
		case limited && limit.Wait != test.want:
			t.Errorf("%+v: waits %s", test, limit.Wait)
		case !limited && body != test.body:
			t.Errorf("%+v: the body is %q", test, body)
		}
		if !g.latest().Equal(server) {
			t.Errorf("the date is %s", g.latest())
		}
	}
}

// After the answer that used up the quota nothing is sent until it is back.
func TestQuotaUsedUp(t *testing.T) {
	t.Parallel()
	g, n := newGuard(t, "https://api.example/")
	now := noon
	g.Now = func() time.Time { return now }
	n.answer = func(*http.Request) (*http.Response, error) {
		resp := reply(200, "{}", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", fmt.Sprint(noon.Add(time.Minute).Unix()), "Retry-After", "1")
		return resp, nil
	}
	for _, test := range []struct {
		after time.Duration
		sent  int
		wait  time.Duration
	}{{0, 1, 0}, {time.Second, 1, time.Minute}, {time.Minute, 1, time.Second}, {61 * time.Second, 2, 0}} {
		now = noon.Add(test.after)
		_, err := get(t, g, "https://api.example/x")
		limit, limited := errors.AsType[*LimitError](err)
		if len(n.sent) != test.sent || limited != (test.wait > 0) || limited && limit.Wait != test.wait {
			t.Errorf("after %s: %v, %d requests", test.after, err, len(n.sent))
		}
	}
}

// Each way of repeating waits and gives up as it says.
func TestRepeating(t *testing.T) {
	t.Parallel()
	passing, unsent, limit := errors.New("502"), &UnsentError{errors.New("refused")}, &LimitError{Wait: time.Minute}
	type repeater = func(t testing.TB, waits *[]time.Duration, send func() error) error
	sleep := func(waits *[]time.Duration) func(context.Context, time.Duration) error {
		return func(ctx context.Context, d time.Duration) error {
			*waits = append(*waits, d)
			return ctx.Err()
		}
	}
	passes := func(err error) bool {
		return errors.Is(err, passing) || errors.Is(err, unsent) || errors.Is(err, limit)
	}
	ways := map[string]repeater{
		"read": func(t testing.TB, w *[]time.Duration, send func() error) error {
			return repeatRead(t.Context(), sleep(w), passes, send)
		},
		"write": func(t testing.TB, w *[]time.Duration, send func() error) error {
			return repeatWrite(t.Context(), sleep(w), passes, send)
		},
		"create": func(t testing.TB, w *[]time.Duration, send func() error) error {
			return resend(t.Context(), sleep(w), send)
		},
	}
	const s = time.Second
	for _, test := range []struct {
		way  string
		err  error
		want []time.Duration
	}{
		{"read", passing, []time.Duration{s, 2 * s, 4 * s}},
		{"read", unsent, []time.Duration{s, 2 * s, 4 * s}},
		{"read", limit, []time.Duration{time.Minute, time.Minute, time.Minute}},
		{"read", &LimitError{}, []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute}},
		{"read", &LimitError{Wait: 65 * time.Minute}, []time.Duration{65 * time.Minute, 65 * time.Minute, 65 * time.Minute}},
		{"read", &LimitError{Wait: 65*time.Minute + 1}, nil},
		{"read", errors.New("422"), nil},
		{"write", passing, []time.Duration{s, 2 * s, 4 * s}},
		{"write", limit, nil},
		{"write", errors.New("422"), nil},
		{"create", unsent, []time.Duration{s, 2 * s}},
		{"create", passing, nil},
		{"create", limit, nil},
	} {
		var waits []time.Duration
		sent := 0
		err := ways[test.way](t, &waits, func() error { sent++; return test.err })
		if !errors.Is(err, test.err) || fmt.Sprint(waits) != fmt.Sprint(test.want) || sent != len(test.want)+1 {
			t.Errorf("%s of %v: %v, sent %d times, waited %v", test.way, test.err, err, sent, waits)
		}
		waits, sent = nil, 0
		err = ways[test.way](t, &waits, func() error { // it passes at the second try
			if sent++; sent == 1 {
				return test.err
			}
			return nil
		})
		if (err == nil) != (len(test.want) > 0) || sent != min(len(test.want), 1)+1 {
			t.Errorf("%s of %v, once: %v, sent %d times", test.way, test.err, err, sent)
		}
	}
}

// What was had instead of an answer has a kind that says whether anything may
// have been done.
func TestClassify(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		err  error
		op   string
		kind error // nil: it is an answer
		hint string
	}{
		{&LimitError{Wait: time.Minute}, "create", tracker.ErrRateLimited, ""},
		{&UnsentError{errors.New("refused")}, "create", tracker.ErrUnavailable, "the address api.example"},
		{&RedirectError{Host: "evil.example"}, "list", tracker.ErrUnauthorized, "not sent from api.example to evil.example"},
		{&RedirectError{Host: "evil.example", Same: true}, "create", tracker.ErrUnauthorized, "evil.example"},
		{&RedirectError{Host: "evil.example"}, "create", tracker.ErrUnknown, "evil.example"},
		{&RedirectError{Host: "evil.example"}, OpRelate, tracker.ErrUnknown, "evil.example"},
		{Unusable("nonsense"), "list", tracker.ErrUnavailable, "check the address api.example"},
		{Unusable("nonsense"), "update", tracker.ErrUnknown, "check the address api.example"},
		{errors.New("404"), "update", nil, ""},
	} {
		e := &tracker.Error{Op: test.op, Err: test.err}
		got := unanswered(e, fmt.Errorf("get it: %w", test.err), "api.example")
		if got != (test.kind != nil) || !errors.Is(e.Kind, test.kind) || !strings.Contains(e.Hint, test.hint) {
			t.Errorf("%v of %s: %t, %v, hint %q", test.err, test.op, got, e.Kind, e.Hint)
		}
		if limit, ok := errors.AsType[*LimitError](test.err); ok && e.RetryAfter != limit.Wait {
			t.Errorf("wait %s", e.RetryAfter)
		}
	}
	for _, test := range []struct {
		status int
		write  bool
		want   error
	}{
		{301, false, tracker.ErrNotFound}, {301, true, tracker.ErrUnknown}, {422, false, tracker.ErrRejected}, {422, true, tracker.ErrRejected},
		{502, false, tracker.ErrUnavailable}, {502, true, tracker.ErrUnknown}, {204, true, tracker.ErrUnknown},
		{299, false, tracker.ErrUnavailable}, {300, false, tracker.ErrNotFound}, {399, false, tracker.ErrNotFound}, {400, false, tracker.ErrRejected},
		{399, true, tracker.ErrUnknown}, {400, true, tracker.ErrRejected}, {499, true, tracker.ErrRejected}, {500, true, tracker.ErrUnknown},
	} {
		if got := kindOf(test.status, test.write); !errors.Is(got, test.want) {
			t.Errorf("kindOf(%d, %t) = %v", test.status, test.write, got)
		}
	}
}

// What an answer says of the quota is kept, by the clock of this machine.
func TestLeft(t *testing.T) {
	t.Parallel()
	server := noon.Add(-time.Hour)
	g := &guard{Service: Service{QuotaPrefix: "X-RateLimit-", Now: func() time.Time { return noon }}}
	if _, _, known := g.quota(); known {
		t.Error("a quota is known before there is an answer")
	}
	for _, header := range [][]string{
		{"X-RateLimit-Remaining", "41", "X-RateLimit-Reset", fmt.Sprint(server.Add(40 * time.Minute).Unix())},
		{}, // an answer that says nothing changes nothing
	} {
		resp := reply(200, "{}", append(header, "Date", server.Format(http.TimeFormat))...)
		if err := errors.Join(g.limit(resp), resp.Body.Close()); err != nil {
			t.Fatal(err)
		}
		if left, resets, known := g.quota(); left != 41 || !resets.Equal(noon.Add(40*time.Minute)) || !known {
			t.Errorf("%d left until %s, %t", left, resets, known)
		}
	}
}
