package rest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
)

const token = "ghp_0123456789secret"

// A network answers requests without one, and notes them.
type network struct {
	answer func(req *http.Request) (*http.Response, error)
	sent   []*http.Request
}

func (n *network) RoundTrip(req *http.Request) (*http.Response, error) {
	n.sent = append(n.sent, req)
	return n.answer(req)
}

// reply makes an answer. Headers are pairs of a name and a value.
func reply(status int, body string, headers ...string) *http.Response {
	h := make(http.Header)
	for i := 0; i < len(headers); i += 2 {
		h.Add(headers[i], headers[i+1])
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body))}
}

var noon = time.Date(2026, 2, 15, 12, 0, 0, 0, time.UTC)

// newGuard returns the guard of an API and the network behind it.
func newGuard(t *testing.T, api string) (*guard, *network) {
	t.Helper()
	u, err := url.Parse(api)
	if err != nil {
		t.Fatal(err)
	}
	n := &network{answer: func(*http.Request) (*http.Response, error) { return reply(200, "{}"), nil }}
	return NewClient(Service{
		API: u, Token: token, QuotaPrefix: "X-RateLimit-", Now: func() time.Time { return noon }, Transport: n,
	}).guard, n
}

// get sends a request and reads its answer.
func get(t *testing.T, g *guard, address string) (string, error) {
	t.Helper()
	return send(t, &http.Client{Transport: g, CheckRedirect: CheckRedirect}, http.MethodGet, address)
}

func send(t *testing.T, client *http.Client, method, address string) (string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer func() { _ = resp.Body.Close() }() // it is a string
	body, err := io.ReadAll(resp.Body)
	return string(body), err
}

func final(err error) bool {
	_, ok := errors.AsType[*FinalError](err)
	return ok
}

// The token goes to the scheme, the host and the port of the API and nowhere
// else, whoever asks.
func TestTokenStaysHome(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		api, address string
		home         bool
	}{
		{"https://api.example/v3/", "https://api.example/v3/user", true},
		{"https://api.example/v3/", "https://API.example/v3/user", true},
		{"https://api.example/v3/", "https://api.example:443/user", true},
		{"http://api.example:80/", "http://api.example/user", true},
		{"http://127.0.0.1:8080/", "http://127.0.0.1:8080/user", true},
		{"https://[::1]:8443/", "https://[::1]:8443/user", true},
		{"https://api.example/", "http://api.example/user", false},
		{"http://api.example/", "https://api.example/user", false},
		{"https://api.example:8443/", "http://api.example:8443/user", false},
		{"https://api.example/", "https://api.example:8443/user", false},
		{"https://api.example:8443/", "https://api.example/user", false},
		{"http://127.0.0.1:8080/", "http://127.0.0.1:8081/user", false},
		{"https://api.example/", "https://api.example.evil/user", false},
		{"https://api.example/", "https://evil.api.example/user", false},
		{"https://api.example/", "https://api.example@evil.example/user", false},
		{"https://api.example/", "https://evil.example/api.example/user", false},
	} {
		g, n := newGuard(t, test.api)
		if _, err := get(t, g, test.address); err != nil {
			t.Fatal(err)
		}
		if got := n.sent[0].Header.Get("Authorization") == "Bearer "+token; got != test.home {
			t.Errorf("API %s: %s gets the token: %t", test.api, test.address, got)
		}
	}
}

// User information in the address of the API is sent to it, as that of a proxy
// in between, unless the token stands there.
func TestUserOfAPI(t *testing.T) {
	t.Parallel()
	g, n := newGuard(t, "https://u5er:passw0rd@api.example/")
	for _, test := range []struct {
		token, header, address string
		basic                  bool
	}{
		{token, "PRIVATE-TOKEN", "https://api.example/user", true},
		{token, "Authorization", "https://api.example/user", false},
		{"", "Authorization", "https://api.example/user", true},
		{"", "Authorization", "https://evil.example/user", false},
	} {
		g.Token = test.token
		g.Authorize = func(h http.Header, token string) { h.Set(test.header, token) }
		if _, err := get(t, g, test.address); err != nil {
			t.Fatal(err)
		}
		if user, password, ok := n.sent[len(n.sent)-1].BasicAuth(); ok != test.basic || ok && user+":"+password != "u5er:passw0rd" {
			t.Errorf("%+v: %s %s", test, user, password)
		}
	}
}

// Redirects of reads are followed where the token may go, with it; so are those
// that ask for the same write again. Nothing else is.
func TestRedirects(t *testing.T) {
	t.Parallel()
	const api = "https://api.example/v3/"
	for _, test := range []struct {
		method   string
		status   int
		to       string
		followed bool
		host     string // of the redirect that is refused
		same     bool
	}{
		{http.MethodGet, 301, "https://api.example/v3/other", true, "", false},
		{http.MethodGet, 302, "/v3/other", true, "", false},
		{http.MethodGet, 307, "https://api.example:443/v3/other", true, "", false},
		{http.MethodPatch, 307, "/v3/other", true, "", false},
		{http.MethodPost, 308, "/v3/other", true, "", false},
		{http.MethodPost, 301, "/v3/other", false, "", false},
		{http.MethodPatch, 302, "/v3/other", false, "", false},
		{http.MethodPost, 303, "/v3/other", false, "", false},
		{http.MethodGet, 301, "https://evil.example/v3/", false, "evil.example", true},
		{http.MethodGet, 302, "http://api.example/v3/", false, "api.example", true},
		{http.MethodGet, 302, "https://api.example:8443/v3/", false, "api.example:8443", true},
		{http.MethodPost, 307, "https://evil.example/v3/", false, "evil.example", true},
		{http.MethodPost, 302, "https://evil.example/v3/", false, "evil.example", false},
	} {
		g, n := newGuard(t, api)
		n.answer = func(req *http.Request) (*http.Response, error) {
			if len(n.sent) == 1 {
				return reply(test.status, "moved", "Location", test.to), nil
			}
			return reply(200, "there"), nil
		}
		body, err := send(t, &http.Client{Transport: g, CheckRedirect: CheckRedirect}, test.method, api+"here")
		redirect, refused := errors.AsType[*RedirectError](err)
		if (len(n.sent) == 2) != test.followed || (body == "there") != test.followed || refused != (test.host != "") {
			t.Errorf("%+v: %q, %v after %d requests", test, body, err, len(n.sent))
			continue
		}
		if refused && (redirect.Host != test.host || redirect.Same != test.same || passing(err)) {
			t.Errorf("%+v: %+v, may pass: %t", test, redirect, passing(err))
		}
		if last := n.sent[len(n.sent)-1]; last.Header.Get("Authorization") != "Bearer "+token || last.Method != test.method {
			t.Errorf("%+v: the last request is %s with %q", test, last.Method, last.Header)
		}
	}
}

// Redirects without end are followed five times.
func TestRedirectLoop(t *testing.T) {
	t.Parallel()
	g, n := newGuard(t, "https://api.example/")
	n.answer = func(*http.Request) (*http.Response, error) { return reply(302, "", "Location", "/again"), nil }
	if _, err := get(t, g, "https://api.example/x"); !final(err) || passing(err) || len(n.sent) != 6 {
		t.Errorf("%v after %d requests", err, len(n.sent))
	}
}

// An address of the server that holds the token, however it is encoded, is not
// asked for: it would stand in logs. Nor does the error show it.
func TestTokenInAddress(t *testing.T) {
	t.Parallel()
	var encoded strings.Builder
	for i := range len(token) {
		fmt.Fprintf(&encoded, "%%%02X", token[i])
	}
	all := encoded.String()
	for _, written := range []string{token, "%67hp_" + token[4:], "gh%70%5f" + token[4:], "%2567hp_" + token[4:], all, strings.ToLower(all)} {
		for _, to := range []string{"/x?token=" + written, "/" + written + "/x", "/x#" + written} {
			g, n := newGuard(t, "https://api.example/")
			n.answer = func(*http.Request) (*http.Response, error) { return reply(302, "", "Location", to), nil }
			_, err := get(t, g, "https://api.example/x")
			if !final(err) || len(n.sent) != 1 {
				t.Errorf("%s: %v after %d requests", to, err, len(n.sent))
			}
			if e := g.clean(&tracker.Error{Kind: tracker.ErrUnavailable, Err: err}); strings.Contains(e.Error(), token[8:]) || strings.Contains(e.Error(), "%5") {
				t.Errorf("%s: %v", to, e)
			}
		}
	}
	g, n := newGuard(t, "https://api.example/")
	g.Token = "x" // a word, not a token
	n.answer = func(*http.Request) (*http.Response, error) { return reply(200, ""), nil }
	if _, err := get(t, g, "https://api.example/x?y"); final(err) {
		t.Error(err)
	}
}

// Bodies are read up to a bound, a body of just that size whole, and one that is
// larger is no reason to ask again.
func TestBoundedBodies(t *testing.T) {
	t.Parallel()
	for size := range 8 {
		g, n := newGuard(t, "https://api.example/")
		g.maxAnswer = 5
		text := strings.Repeat("x", size)
		n.answer = func(*http.Request) (*http.Response, error) { return reply(200, text), nil }
		body, err := get(t, g, "https://api.example/x")
		if size <= 5 && (err != nil || body != text) || size > 5 && (!final(err) || passing(err)) {
			t.Errorf("%d bytes: %q, %v", size, body, err)
		}
		reads := 0
		err = repeatRead(t.Context(), noSleep, passing, func() error {
			reads++
			_, err := get(t, g, "https://api.example/x")
			return err
		})
		if reads != 1 || (err == nil) != (size <= 5) {
			t.Errorf("%d bytes: read %d times, %v", size, reads, err)
		}
	}
}

// Without a bound of one's own an answer may have 64 MiB.
func TestLargeAnswer(t *testing.T) {
	t.Parallel()
	for size, whole := range map[int64]bool{64 << 20: true, 64<<20 + 1: false} {
		g, n := newGuard(t, "https://api.example/")
		n.answer = func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(io.LimitReader(zeros{}, size))}, nil
		}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://api.example/x", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := g.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, resp.Body); (err == nil) != whole || err != nil && !final(err) {
			t.Errorf("%d bytes: %v", size, err)
		}
		_ = resp.Body.Close() // it was read
	}
}

// Zeros are without end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func noSleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// Whether a request left is known: what never left may be sent again.
func TestUnsent(t *testing.T) {
	t.Parallel()
	g, n := newGuard(t, "https://api.example/")
	refused := errors.New("connection refused")
	n.answer = func(*http.Request) (*http.Response, error) { return nil, refused }
	_, err := get(t, g, "https://api.example/x")
	if unsent, ok := errors.AsType[*UnsentError](err); !ok || unsent.Error() != "connection refused" || !errors.Is(err, refused) {
		t.Errorf("%v", err)
	}
	g.Transport = http.DefaultTransport
	g.API = &url.URL{Scheme: "http", Host: "127.0.0.1:1"}
	if _, err := get(t, g, "http://127.0.0.1:1/x"); err == nil {
		t.Error("nobody listens there")
	} else if _, ok := errors.AsType[*UnsentError](err); !ok {
		t.Errorf("%v", err)
	}

	// What was sent may have been carried out, whether or not an answer came.
	received := make(chan string, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		received <- req.Method
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			_ = conn.Close() // in place of an answer
		}
	}))
	defer server.Close()
	if _, err = send(t, &http.Client{Transport: g}, http.MethodPost, server.URL); err == nil || <-received != http.MethodPost {
		t.Fatal("it was answered")
	}
	if _, ok := errors.AsType[*UnsentError](err); ok {
		t.Errorf("%v", err)
	}
}
