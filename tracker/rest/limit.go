package rest

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// quota is [Client.Quota].
func (g *guard) quota() (left int, resets time.Time, known bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.left, g.resets, !g.resets.IsZero()
}

func (g *guard) noteQuota(left int, untilReset time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.left, g.resets = left, g.Now().Add(untilReset)
}

// exhausted returns how long the quota is used up.
func (g *guard) exhausted() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.resumes.Sub(g.Now())
}

// limit finds out whether an answer is a refusal by a limit, which comes as 403
// or 429, with or without Retry-After.
func (g *guard) limit(resp *http.Response) error {
	remaining, hasRemaining := number(resp.Header.Get(g.QuotaPrefix + "Remaining"))
	reset, hasReset := number(resp.Header.Get(g.QuotaPrefix + "Reset"))
	used := hasRemaining && remaining == 0
	var untilReset time.Duration
	if used && hasReset {
		untilReset = max(0, time.Unix(reset, 0).Sub(g.serverTime(resp))) + time.Second
	}
	if hasRemaining && hasReset {
		g.noteQuota(int(remaining), time.Unix(reset, 0).Sub(g.serverTime(resp)))
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
		e.Wait = max(0, at.Sub(g.serverTime(resp)))
	} else if used {
		e.Wait = untilReset
	} else if g.Unstated != nil {
		e.Wait = g.Unstated(g.serverTime(resp))
	}
	return e
}

// serverTime is the server's own clock, so that a wrong one here does no harm.
func (g *guard) serverTime(resp *http.Response) time.Time {
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		return date
	}
	return g.Now()
}

func number(s string) (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	return n, err == nil
}
