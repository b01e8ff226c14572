package rest

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
	"time"
)

// A guard stands between a client and the network. It adds the credentials, for the
// API only; it turns refusals by a limit into a [LimitError] whatever status they
// come with; it notes whether a request was sent at all; and it bounds what is read.
type guard struct {
	Service
	maxAnswer int64 // bytes of one answer; 0: the usual bound

	mu      sync.Mutex
	resumes time.Time // when the quota that the last answer used up is back
	date    time.Time // of the latest answer, by the server
	left    int       // requests, by the latest answer that says it
	resets  time.Time // when there are more again; zero: no answer said it
}

// maxAnswer is far more than a page of 100 issues with the longest texts.
const maxAnswer = 64 << 20

// RoundTrip implements [http.RoundTripper].
func (g *guard) RoundTrip(req *http.Request) (*http.Response, error) {
	if wait := g.exhausted(); wait > 0 {
		return nil, &LimitError{wait, "the quota of requests is used up"}
	}
	if address := req.URL.String(); redactSecret(address, g.Token) != address {
		// It would stand in logs, ours among them.
		return nil, &FinalError{"the server gives an address that holds the token"}
	}
	meter := meterOf(req.Context())
	sent := false
	trace := &httptrace.ClientTrace{WroteHeaders: func() { sent = true }}
	req = req.Clone(httptrace.WithClientTrace(req.Context(), trace))
	g.authorize(req)
	resp, err := g.Transport.RoundTrip(req)
	if err != nil {
		if !sent {
			return nil, &UnsentError{err}
		}
		return nil, err
	}
	if g.Answered != nil {
		g.Answered(resp.Header)
	}
	g.noteDate(resp)
	if err := g.limit(resp); err != nil {
		return nil, err
	}
	resp.Body = &boundedBody{resp.Body, cmp.Or(g.maxAnswer, maxAnswer), meter}
	return resp, nil
}

// authorize adds the credentials to a request to the API.
func (g *guard) authorize(req *http.Request) {
	if !sameOrigin(req.URL, g.API) {
		return
	}
	if g.Token != "" {
		g.Authorize(req.Header, g.Token)
	}
	if user := g.API.User; user != nil && req.Header.Get("Authorization") == "" {
		password, _ := user.Password() // "" if there is none
		req.SetBasicAuth(user.Username(), password)
	}
}

// latest returns the time of the latest answer, by the server.
func (g *guard) latest() time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.date
}

func (g *guard) noteDate(resp *http.Response) {
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		g.mu.Lock()
		g.date = date
		g.mu.Unlock()
	}
}

// A boundedBody fails beyond a size. It counts what is read of it.
type boundedBody struct {
	io.ReadCloser
	left  int64
	meter *atomic.Int64 // may be nil
}

// Read implements [io.Reader]. A body that ends exactly at the bound is whole.
func (b *boundedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p[:min(int64(len(p)), b.left+1)])
	b.left -= int64(n)
	if b.meter != nil {
		b.meter.Add(int64(n))
	}
	if b.left < 0 {
		return 0, &FinalError{"the answer is too large"}
	}
	return n, err
}

type meterKey struct{}

// withMeter returns a context whose requests count the bytes of their answers.
func withMeter(ctx context.Context) (context.Context, *atomic.Int64) {
	meter := new(atomic.Int64)
	return context.WithValue(ctx, meterKey{}, meter), meter
}

func meterOf(ctx context.Context) *atomic.Int64 {
	meter, _ := ctx.Value(meterKey{}).(*atomic.Int64) // nil: nobody counts
	return meter
}
