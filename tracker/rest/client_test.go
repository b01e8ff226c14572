package rest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
)

// newClient returns a client of the service "Acme" and the network behind it.
func newClient(t *testing.T, change func(*Service)) (*Client, *network) {
	t.Helper()
	n := new(network)
	s := Service{
		Name: "Acme", Target: "acme:shop", API: &url.URL{Scheme: "https", Host: "api.example", Path: "/v1"}, Token: token, Transport: n,
		Now: func() time.Time { return noon }, Sleep: noSleep,
	}
	if change != nil {
		change(&s)
	}
	return NewClient(s), n
}

// An answer is what a server says. Headers are pairs of a name and a value.
type answer struct {
	status  int
	body    string
	headers []string
}

// answers makes a network give answers one after the other, and the last one for
// ever.
func (n *network) answers(all ...answer) {
	n.answer = func(*http.Request) (*http.Response, error) {
		next := all[0]
		if len(all) > 1 {
			all = all[1:]
		}
		return reply(next.status, next.body, next.headers...), nil
	}
}

var isJSON = []string{"Content-Type", "application/json"}

type thing struct {
	Name string `json:"name"`
}

// Each way of sending is repeated as it may be, and says what it means where that
// does not help.
func TestSending(t *testing.T) {
	t.Parallel()
	bad, html := answer{502, "<html>", nil}, answer{200, "<html>", []string{"Content-Type", "text/html"}}
	thisOne := func(status int) answer { return answer{status, `{"name":"x"}`, isJSON} }
	ways := map[string]func(*Client, any) error{
		"get":    func(c *Client, into any) error { _, err := c.Get(t.Context(), "things/1", into); return err },
		"create": func(c *Client, into any) error { return c.Create(t.Context(), "things", thing{"x"}, into) },
		"update": func(c *Client, into any) error {
			return c.Write(t.Context(), http.MethodPut, "things/1", thing{"x"}, into)
		},
	}
	for _, test := range []struct {
		way     string
		answers []answer
		sent    int
		kind    error
		text    string
	}{
		{"get", []answer{thisOne(200)}, 1, nil, ""},
		{"get", []answer{bad, thisOne(200)}, 2, nil, ""},
		{"get", []answer{bad}, 4, tracker.ErrUnavailable, "502 Bad Gateway"},
		{"get", []answer{{200, "", nil}, thisOne(200)}, 2, nil, ""},
		{"get", []answer{{200, `{"name":`, isJSON}, thisOne(200)}, 2, nil, ""},
		{"get", []answer{thisOne(202), thisOne(200)}, 2, nil, ""},
		{"get", []answer{thisOne(204)}, 4, tracker.ErrUnavailable, "the answer is 204 No Content"},
		{"get", []answer{{404, `{"message":"no such thing"}`, nil}}, 1, tracker.ErrRejected, "404 Not Found: no such thing"},
		{"get", []answer{{404, `{"error":"404 Thing Not Found"}`, nil}}, 1, tracker.ErrRejected, "rejected: 404 Thing Not Found"},
		{"get", []answer{{404, `nothing`, nil}}, 1, tracker.ErrRejected, "rejected: 404 Not Found"},
		{"get", []answer{html}, 1, tracker.ErrRejected, "not that of a Acme API"},
		{"get", []answer{{300, "", nil}}, 1, tracker.ErrNotFound, "300 Multiple Choices"},
		{"get", []answer{{299, "", nil}}, 4, tracker.ErrUnavailable, "299"},
		{"get", []answer{{499, "", nil}}, 1, tracker.ErrRejected, "499"},
		{"get", []answer{{500, "", nil}}, 4, tracker.ErrUnavailable, "500 Internal Server Error"},
		{"create", []answer{thisOne(201)}, 1, nil, ""},
		{"create", []answer{thisOne(200)}, 1, tracker.ErrUnknown, "the answer is 200 OK"},
		{"create", []answer{bad}, 1, tracker.ErrUnknown, "502"},
		{"create", []answer{{201, "", nil}}, 1, tracker.ErrUnknown, "the answer is empty"},
		{"create", []answer{{201, "<html>", nil}}, 1, tracker.ErrUnknown, "not that of a Acme API"},
		{"create", []answer{{429, "", nil}}, 1, tracker.ErrRateLimited, ""},
		{"update", []answer{bad, thisOne(200)}, 2, nil, ""},
		{"update", []answer{thisOne(201)}, 4, tracker.ErrUnknown, "the answer is 201"},
		{"update", []answer{bad}, 4, tracker.ErrUnknown, "502"},
		{"update", []answer{{429, "", nil}}, 1, tracker.ErrRateLimited, ""},
		{"update", []answer{{409, "", nil}}, 1, tracker.ErrRejected, "409 Conflict"},
	} {
		c, n := newClient(t, nil)
		n.answers(test.answers...)
		var got thing
		err := ways[test.way](c, &got)
		name := fmt.Sprintf("%s answered with %d", test.way, test.answers[0].status)
		if len(n.sent) != test.sent || (err == nil) != (test.kind == nil) {
			t.Errorf("%s: %v after %d requests", name, err, len(n.sent))
		}
		if err == nil {
			if got.Name != "x" {
				t.Errorf("%s: it is %+v", name, got)
			}
			continue
		}
		op := test.way
		if op == "get" {
			op = "read"
		}
		e := c.Failed(op, tracker.Ref{Kind: tracker.KindIssue, Key: "1"}, err)
		if !errors.Is(e, test.kind) || !strings.Contains(e.Error(), test.text) || !strings.HasPrefix(e.Error(), "acme:shop: "+op+" issue 1: ") {
			t.Errorf("%s: %v", name, e)
		}
	}
}

// A write is repeated after what its sender says, too.
func TestAlso(t *testing.T) {
	t.Parallel()
	c, n := newClient(t, nil)
	n.answers(answer{409, "locked", nil}, answer{204, "", nil})
	locked := func(err error) bool { return Status(err) == http.StatusConflict }
	if err := c.Write(t.Context(), http.MethodPut, "things/1", nil, nil, locked); err != nil || len(n.sent) != 2 {
		t.Errorf("%v after %d requests", err, len(n.sent))
	}
}

// What is sent says what it is, and only a repeated read asks that nothing kept be
// the answer.
func TestRequest(t *testing.T) {
	t.Parallel()
	var headers http.Header
	c, n := newClient(t, func(s *Service) {
		s.Header = http.Header{"x-version": {"7"}}
		s.Answered = func(h http.Header) { headers = h }
	})
	n.answers(answer{502, "", nil}, answer{200, "{}", []string{"X-Kind", "thing"}})
	header, err := c.Get(t.Context(), "a%2Fb/things?x=1", nil)
	if err != nil || header.Get("X-Kind") != "thing" || headers.Get("X-Kind") != "thing" {
		t.Errorf("%v, %v, %v", err, header, headers)
	}
	for i, r := range n.sent {
		if r.URL.String() != "https://api.example/v1/a%2Fb/things?x=1" || r.Header.Get("Authorization") != "Bearer "+token ||
			r.Header.Get("X-Version") != "7" || r.Header.Get("Accept") != "application/json" || r.Header.Get("Content-Type") != "" ||
			(r.Header.Get("Cache-Control") == "no-cache") != (i == 1) {
			t.Errorf("request %d: %s with %v", i, r.URL, r.Header)
		}
	}
	var body string
	n.answer = func(r *http.Request) (*http.Response, error) {
		sent, err := io.ReadAll(r.Body)
		body = string(sent)
		return reply(201, "{}"), err
	}
	if err := c.Create(t.Context(), "things", thing{"<&>"}, nil); err != nil || body != `{"name":"<&>"}`+"\n" {
		t.Errorf("%v, sent %q", err, body)
	}
	if last := n.sent[len(n.sent)-1]; last.Header.Get("Content-Type") != "application/json" || last.Header.Get("Cache-Control") != "" {
		t.Errorf("sent with %v", last.Header)
	}
}

// What cannot be sent never left.
func TestUnsendable(t *testing.T) {
	t.Parallel()
	c, n := newClient(t, nil)
	for _, err := range []error{
		c.Create(t.Context(), "things", func() {}, nil),
		c.Create(t.Context(), "%zz", nil, nil),
		c.Write(t.Context(), "NO METHOD", "things", nil, nil),
	} {
		if e := c.Failed("create", tracker.Ref{}, err); !errors.Is(e, tracker.ErrUnavailable) || len(n.sent) > 0 {
			t.Errorf("%v after %d requests", e, len(n.sent))
		}
	}
}

// An adapter says what its service means, and what it found out by itself.
func TestFailed(t *testing.T) {
	t.Parallel()
	c, n := newClient(t, func(s *Service) {
		s.Words = func(body []byte) string { return strings.ToUpper(string(body)) }
		s.Classify = func(e *tracker.Error, answer *AnswerError) {
			if answer.Text == "TAKEN" {
				e.Kind, e.Hint = tracker.ErrExists, "choose another one than "+token
			}
		}
	})
	ref := tracker.Ref{Kind: tracker.KindIssue}
	for _, test := range []struct {
		answer answer
		want   error
	}{
		{answer{422, "taken", nil}, tracker.ErrExists}, {answer{422, "bad", nil}, tracker.ErrRejected},
		{answer{200, "taken", nil}, tracker.ErrUnknown}, // it is not a refusal
		{answer{299, "taken", nil}, tracker.ErrUnknown}, {answer{300, "taken", nil}, tracker.ErrExists},
		{answer{302, "", nil}, tracker.ErrUnknown},
	} {
		n.answers(test.answer)
		e := c.Failed("create", ref, c.Create(t.Context(), "things", nil, new(thing)))
		if !errors.Is(e, test.want) || strings.Contains(e.Hint, token) {
			t.Errorf("%d: %v, hint %q", test.answer.status, e, e.Hint)
		}
	}
	found := Refuse(tracker.ErrChanged, "%d rows", 3)
	e := c.Failed("list", ref, fmt.Errorf("read: %w", found))
	if e.Target != "acme:shop" || e.Op != "list" || e.Ref != ref || !errors.Is(e, tracker.ErrChanged) || e.Err.Error() != "3 rows" || found.Op != "" {
		t.Errorf("%+v", e)
	}
	if again := c.Failed("create", tracker.Ref{}, e); again.Op != "list" || again.Ref != ref {
		t.Errorf("%+v", again)
	}
	if e := c.Failed("resolve", tracker.Ref{}, Foreign("x://y")); !errors.Is(e, tracker.ErrForeign) || !strings.Contains(e.Error(), "x://y is not an issue") {
		t.Error(e)
	}
	if passing(found) || passing(context.Canceled) || passing(c.NotAPI()) || !passing(io.ErrUnexpectedEOF) {
		t.Error("what passes is not what does")
	}
}

// What is not said has a default.
func TestDefaults(t *testing.T) {
	t.Parallel()
	api := &url.URL{Scheme: "https", Host: "api.example", Path: "/v1/", User: url.UserPassword("u", "p")}
	c := NewClient(Service{API: api})
	if c.Transport != http.DefaultTransport || c.Timeout != time.Minute || time.Since(c.Now()) > time.Minute || c.http.Timeout != time.Minute {
		t.Errorf("%+v", c.Service)
	}
	if got := c.Base().String(); got != "https://api.example/v1/" || api.User == nil {
		t.Errorf("the API is at %s", got)
	}
	if !c.Date().IsZero() {
		t.Errorf("it is %s", c.Date())
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Sleep(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	c, n := newClient(t, nil)
	n.answers(answer{200, "{}", []string{"Date", noon.Format(http.TimeFormat)}}, answer{200, "{}", nil})
	for range 2 {
		if _, err := c.Get(t.Context(), "", nil); err != nil || !c.Date().Equal(noon) {
			t.Errorf("%v, it is %s", err, c.Date())
		}
	}
	if Status(errors.New("404")) != 0 {
		t.Error("an error that is no answer has a status")
	}
}

// Only what stands in front of an item in an address is its key.
func TestKeys(t *testing.T) {
	t.Parallel()
	if Key(17) != "17" || Key(int64(0)) != "" || Key(-1) != "" {
		t.Error("keys are not numbers")
	}
	for s, want := range map[string]bool{
		"1": true, "170": true, "": false, "017": false, "-1": false, "1a": false, "a1": false,
		"123456789012345678": true, "1234567890123456789": false,
	} {
		if IsKey(s) != want {
			t.Errorf("IsKey(%q) = %t", s, !want)
		}
	}
	var m Memo[string, int]
	if n, ok := m.Get("x"); n != 0 || ok {
		t.Error("something is known at first")
	}
	m.Learn("x", 1)
	m.Learn("x", 0)
	if n, ok := m.Get("x"); n != 0 || !ok {
		t.Error("what was learned last is not known")
	}
}

// The next page is asked for as the API is, and on no other host.
func TestNextPage(t *testing.T) {
	t.Parallel()
	c, _ := newClient(t, nil)
	for link, want := range map[string]string{
		"":                             "",
		"https://api.example/v1/x?p=2": "https://api.example/v1/x?p=2",
		"http://api.example/v1/x?p=2":  "https://api.example/v1/x?p=2", // a proxy speaks TLS in its place
		"/v1/x?p=2":                    "https://api.example/v1/x?p=2",
		"?p=2":                         "https://api.example/v1/?p=2",
		"https://evil.example/v1/x":    "another host, evil.example",
		"https://api.example:8443/v1":  "another host, api.example:8443",
		"https://u5er:pa55@%zz":        "no address",
	} {
		h := make(http.Header)
		if link != "" {
			h.Set("Link", "<"+link+`>; rel="next"`)
		}
		got, err := c.NextPage(h)
		if got != want && (err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "pa55") || !final(err)) {
			t.Errorf("%q: %q, %v; want %q", link, got, err, want)
		}
	}
}
