package cli

import (
	"log/slog"
	"net/http"
	"time"
)

// httpClient returns the client of the adapters, nil for their own. A verbose
// one logs each request, without its headers: they hold the token.
func (c *console) httpClient() *http.Client {
	if !c.verbose {
		return nil
	}
	return &http.Client{Transport: &loggingTransport{http.DefaultTransport, c.logger()}}
}

type loggingTransport struct {
	base http.RoundTripper
	log  *slog.Logger
}

// RoundTrip implements [http.RoundTripper].
func (t *loggingTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	start := time.Now()
	resp, err := t.base.RoundTrip(req)
	log := t.log.With("method", req.Method, "url", withoutUser(req.URL.String()), "took", time.Since(start).Round(time.Millisecond))
	if err != nil {
		log.Debug("request failed", "error", err)
		return resp, err
	}
	log.Debug("request", "status", resp.StatusCode)
	return resp, nil
}
