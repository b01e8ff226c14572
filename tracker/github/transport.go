package github

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A guard stands between go-github and the network. It adds the token, for the
// host of the API only; it turns refusals by a limit into a [limitError]
// whatever status they come with, and hides the headers that make go-github
// lock itself for up to an hour (google/go-github#3438); it notes whether a
// request was sent at all; and it bounds what is read.
type guard struct {
	next  http.RoundTripper
	token string
	host  string
	now   func() time.Time

	mu      sync.Mutex
	resumes time.Time // when the quota that the last answer used up is back
}

// maxAnswer is far more than a page of 100 issues with the longest texts.
const maxAnswer = 64 << 20

// A limitError is a refusal by a limit: nothing was done.
type limitError struct {
	wait    time.Duration // as the service asks; 0 if it does not say
	message string
}

func (e *limitError) Error() string { return e.message }

// An unsentError is a request that never left.
type unsentError struct{ err error }

func (e *unsentError) Error() string { return e.err.Error() }
func (e *unsentError) Unwrap() error { return e.err }

// RoundTrip implements [http.RoundTripper].
func (g *guard) RoundTrip(req *http.Request) (*http.Response, error) {
	if wait := g.exhausted(); wait > 0 {
		return nil, &limitError{wait, "the quota of requests is used up"}
	}
	sent := false
	trace := &httptrace.ClientTrace{WroteHeaders: func() { sent = true }}
	req = req.Clone(httptrace.WithClientTrace(req.Context(), trace))
	if g.token != "" && req.URL.Host == g.host {
		req.Header.Set("Authorization", "Bearer "+g.token)
	}
	resp, err := g.next.RoundTrip(req)
	if err != nil {
		if !sent {
			return nil, &unsentError{err}
		}
		return nil, err
	}
	if err := g.limit(resp); err != nil {
		return nil, err
	}
	for name := range resp.Header {
		if strings.HasPrefix(name, "X-Ratelimit-") || name == "Retry-After" {
			resp.Header.Del(name)
		}
	}
	resp.Body = &boundedBody{resp.Body, maxAnswer}
	return resp, nil
}

// exhausted returns how long the quota is used up.
func (g *guard) exhausted() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.resumes.Sub(g.now())
}

// limit finds out whether an answer is a refusal by a limit, which comes as 403
// or 429, with or without Retry-After, and with various addresses of the
// documentation (docs.github.com, "Rate limits for the REST API").
func (g *guard) limit(resp *http.Response) error {
	remaining, hasRemaining := number(resp.Header.Get("X-RateLimit-Remaining"))
	reset, hasReset := number(resp.Header.Get("X-RateLimit-Reset"))
	used := hasRemaining && remaining == 0
	var untilReset time.Duration
	if used && hasReset {
		untilReset = g.untilReset(resp, reset)
	}
	if resp.StatusCode != http.StatusForbidden && resp.StatusCode != http.StatusTooManyRequests {
		if untilReset > 0 {
			g.mu.Lock()
			g.resumes = g.now().Add(untilReset)
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
	text := strings.ToLower(string(body))
	limited := resp.StatusCode == http.StatusTooManyRequests || used ||
		strings.Contains(text, "rate limit") || strings.Contains(text, "abuse detection")
	if !limited {
		return nil
	}
	e := &limitError{message: "the service refuses more requests for now"}
	if wait, ok := number(resp.Header.Get("Retry-After")); ok && wait > 0 {
		e.wait = time.Duration(wait) * time.Second
	} else if at, err := http.ParseTime(resp.Header.Get("Retry-After")); err == nil {
		e.wait = max(0, at.Sub(g.now()))
	} else if used {
		e.wait = untilReset
	}
	return e
}

// untilReset measures by the server's own clock, so that a wrong one here does
// no harm.
func (g *guard) untilReset(resp *http.Response, reset int64) time.Duration {
	now := g.now()
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		now = date
	}
	return max(0, time.Unix(reset, 0).Sub(now)) + time.Second
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
		return 0, errors.New("the answer is too large")
	}
	n, err := b.ReadCloser.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}

// A redirectError is a redirect that is not followed.
type redirectError struct{ host string }

func (e *redirectError) Error() string { return "redirected to another host, " + e.host }

// checkRedirect follows reads on the same host, as renamed repositories need
// them, and 307 and 308, which ask for the same request again. It does not take
// a read for the answer to a write, nor goes to another host.
func checkRedirect(req *http.Request, via []*http.Request) error {
	first := via[0]
	switch {
	case len(via) > 5:
		return errors.New("too many redirects")
	case req.URL.Host != first.URL.Host || req.URL.Scheme != first.URL.Scheme:
		return &redirectError{req.URL.Host}
	case req.Method != first.Method:
		return http.ErrUseLastResponse
	}
	return nil
}
