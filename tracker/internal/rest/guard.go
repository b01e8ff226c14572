// Package rest is what the adapters of web services share: a transport that
// keeps the token at home and tells refusals by a limit from other answers, and
// the repeating of requests that may be repeated.
package rest

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A Guard stands between a client library and the network. It adds the token,
// for the host of the API only; it turns refusals by a limit into a [LimitError]
// whatever status they come with, and hides the headers that client libraries
// act on (google/go-github#3438: a lock for up to an hour); it notes whether a
// request was sent at all; and it bounds what is read. It is safe for concurrent
// use. Its fields must not be changed once it is in use.
type Guard struct {
	Next      http.RoundTripper
	Host      string              // of the API: requests to any other host carry no token
	Authorize func(h http.Header) // adds the token; nil: there is none
	Quota     string              // how the names of the headers about the quota begin: "X-RateLimit-"
	Now       func() time.Time

	// Limited reports whether a refusal with status 403 is one by a limit. nil:
	// only its headers say so. 429 always is.
	Limited func(body string) bool

	// Unstated is how long to wait after a refusal that does not say it. nil: 0.
	Unstated func(server time.Time) time.Duration

	mu      sync.Mutex
	resumes time.Time // when the quota that the last answer used up is back
	date    time.Time // of the latest answer, by the server
}

// maxAnswer is far more than a page of 100 issues with the longest texts.
const maxAnswer = 64 << 20

// RoundTrip implements [http.RoundTripper].
func (g *Guard) RoundTrip(req *http.Request) (*http.Response, error) {
	if wait := g.exhausted(); wait > 0 {
		return nil, &LimitError{wait, "the quota of requests is used up"}
	}
	sent := false
	trace := &httptrace.ClientTrace{WroteHeaders: func() { sent = true }}
	req = req.Clone(httptrace.WithClientTrace(req.Context(), trace))
	if g.Authorize != nil && req.URL.Host == g.Host {
		g.Authorize(req.Header)
	}
	resp, err := g.Next.RoundTrip(req)
	if err != nil {
		if !sent {
			return nil, &UnsentError{err}
		}
		return nil, err
	}
	g.noteDate(resp)
	if err := g.limit(resp); err != nil {
		return nil, err
	}
	for name := range resp.Header {
		if hasPrefixFold(name, g.Quota) || name == "Retry-After" {
			resp.Header.Del(name)
		}
	}
	resp.Body = &boundedBody{resp.Body, maxAnswer}
	return resp, nil
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// exhausted returns how long the quota is used up.
func (g *Guard) exhausted() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.resumes.Sub(g.Now())
}

// limit finds out whether an answer is a refusal by a limit, which comes as 403
// or 429, with or without Retry-After.
func (g *Guard) limit(resp *http.Response) error {
	remaining, hasRemaining := number(resp.Header.Get(g.Quota + "Remaining"))
	reset, hasReset := number(resp.Header.Get(g.Quota + "Reset"))
	used := hasRemaining && remaining == 0
	var untilReset time.Duration
	if used && hasReset {
		untilReset = max(0, time.Unix(reset, 0).Sub(g.serverTime(resp))) + time.Second
	}
	if resp.StatusCode != http.StatusForbidden && resp.StatusCode != http.StatusTooManyRequests {
		if untilReset > 0 {
			g.mu.Lock()
			g.resumes = g.Now().Add(untilReset)
			g.mu.Unlock()
		}
		return nil
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	_ = resp.Body.Close() // it was read
	resp.Body = io.NopCloser(strings.NewReader(string(body)))
	if err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	if resp.StatusCode != http.StatusTooManyRequests && !used && (g.Limited == nil || !g.Limited(string(body))) {
		return nil
	}
	e := &LimitError{message: "the service refuses more requests for now"}
	if wait, ok := number(resp.Header.Get("Retry-After")); ok && wait > 0 {
		e.Wait = time.Duration(wait) * time.Second
	} else if at, err := http.ParseTime(resp.Header.Get("Retry-After")); err == nil {
		e.Wait = max(0, at.Sub(g.Now()))
	} else if used {
		e.Wait = untilReset
	} else if g.Unstated != nil {
		e.Wait = g.Unstated(g.serverTime(resp))
	}
	return e
}

// serverTime is the server's own clock, so that a wrong one here does no harm.
func (g *Guard) serverTime(resp *http.Response) time.Time {
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		return date
	}
	return g.Now()
}

func number(s string) (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	return n, err == nil
}

// A boundedBody fails beyond a size.
type boundedBody struct {
	io.ReadCloser
	left int64
}

func (b *boundedBody) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooLarge
	}
	n, err := b.ReadCloser.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}
