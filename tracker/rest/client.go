// Package rest is what adapters of web services share: a client that never
// sends the token to another host, repeats requests that may be repeated, and
// classifies failures; the reading of paged lists; and checks of server
// responses.
//
// An adapter describes its service in a [Service] and creates a [Client] from
// it. It reads with [Client.Get], creates items with [Client.Create], changes
// them with [Client.Write], and passes each error through [Client.Failed]
// before returning it. The result is a [*tracker.Error] that shows neither the
// token nor credentials in the address of the API.
//
// # What is sent again
//
// Reads and idempotent writes are sent again a few times after temporary
// failures. A create is sent again only if it certainly was not sent. A read
// that meets a rate limit waits. A write that meets one returns a [LimitError],
// because the caller paces all writes.
//
// # Lists
//
// A [List] reads a list page by page and detects one that has no end. Addresses
// from a server are written into users' files, so [CheckAddress] makes sure
// that they lead to the item.
package rest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/internal/wait"
	"github.com/backlogsync/backlogsync/tracker"
)

// A Service describes a service and how to reach it.
type Service struct {
	Name   string // common name of the service: "GitHub"
	Target string // as in [tracker.Project]

	// API is the address of the API. A request to any other scheme, host or
	// port carries no credentials. User information in it is sent as HTTP Basic
	// credentials, unless the token takes their place.
	API       *url.URL
	Token     string                            // "": there is none
	Authorize func(h http.Header, token string) // adds the token to a request; nil: [Bearer]
	Header    http.Header                       // what else each request carries

	QuotaPrefix string // prefix of the names of the headers about the quota: "X-RateLimit-"

	// Limited reports whether a refusal with status 403 is due to a rate limit.
	// nil: only its headers decide. Status 429 always is.
	Limited func(body string) bool

	// Unstated returns how long to wait after a refusal that does not say so.
	// nil: 0.
	Unstated func(server time.Time) time.Duration

	// Words returns what the body of a refusal says, in one line. nil: the text
	// of its field "message" or "error".
	Words func(body []byte) string

	// Classify sets the kind and the hint of e if answer says more than its
	// status does for every service. It may be nil.
	Classify func(e *tracker.Error, answer *AnswerError)

	Redirect func(req *http.Request, via []*http.Request) error // nil: [CheckRedirect]
	Answered func(h http.Header)                                // is called with the headers of each answer; may be nil

	Transport http.RoundTripper                                // nil: [http.DefaultTransport]
	Timeout   time.Duration                                    // of one request with its answer; 0: 60 s
	Now       func() time.Time                                 // nil: time.Now
	Sleep     func(ctx context.Context, d time.Duration) error // nil: a timer
}

// A Client sends requests to a service, whose bodies and answers are JSON. Paths
// are relative to the address of the API. It is safe for concurrent use; its
// fields must not be changed.
type Client struct {
	Service
	base  *url.URL // the address of the API without user information
	guard *guard
	http  *http.Client
}

// NewClient returns the client of a service. It sends nothing.
func NewClient(s Service) *Client {
	if s.Authorize == nil {
		s.Authorize = Bearer
	}
	if s.Redirect == nil {
		s.Redirect = CheckRedirect
	}
	if s.Words == nil {
		s.Words = message
	}
	if s.Transport == nil {
		s.Transport = http.DefaultTransport
	}
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Sleep == nil {
		s.Sleep = wait.For
	}
	s.Timeout = cmp.Or(s.Timeout, time.Minute)
	home := *s.API
	home.Path, home.RawPath = strings.TrimSuffix(home.Path, "/")+"/", ""
	s.API = &home
	g := &guard{Service: s}
	return &Client{
		Service: s, base: WithoutUser(&home), guard: g,
		http: &http.Client{Transport: g, CheckRedirect: s.Redirect, Timeout: s.Timeout},
	}
}

// Bearer adds the token as a bearer token.
func Bearer(h http.Header, token string) { h.Set("Authorization", "Bearer "+token) }

// Base returns the address of the API, without user information and with a
// trailing slash.
func (c *Client) Base() *url.URL { return WithoutUser(c.base) }

// Get sends a GET, decodes the answer into into unless that is nil, and returns
// the headers of the answer, if there was one. After a rate limit it waits and
// is sent again. After temporary failures it is sent again a few times, and
// then asks for an answer from no cache.
func (c *Client) Get(ctx context.Context, path string, into any) (header http.Header, err error) {
	err = repeatRead(ctx, c.Sleep, passing, func() error {
		again := err != nil
		header, err = c.send(ctx, http.MethodGet, path, nil, into, again)
		return err
	})
	return header, err
}

// Create sends a POST that creates something, and decodes the answer into into.
// It is sent again only if it certainly was not sent.
func (c *Client) Create(ctx context.Context, path string, fields, into any) error {
	return resend(ctx, c.Sleep, func() error {
		_, err := c.send(ctx, http.MethodPost, path, fields, into, false)
		return err
	})
}

// Write sends an idempotent write, and decodes the answer into into unless that
// is nil. It is sent again a few times after temporary failures, and after
// failures for which a function of also returns true. A rate limit returns a
// [LimitError]: the caller paces all writes and can be interrupted while
// waiting.
func (c *Client) Write(ctx context.Context, method, path string, fields, into any, also ...func(error) bool) error {
	again := func(err error) bool {
		for _, passes := range also {
			if passes(err) {
				return true
			}
		}
		return passing(err)
	}
	return repeatWrite(ctx, c.Sleep, again, func() error {
		_, err := c.send(ctx, method, path, fields, into, false)
		return err
	})
}

// send sends one request. What is to be read into a value has to be complete, and
// to have the status of success that its method has.
func (c *Client) send(ctx context.Context, method, path string, fields, into any, fresh bool) (http.Header, error) {
	req, err := c.request(ctx, method, path, fields)
	if err != nil {
		return nil, &UnsentError{err}
	}
	if fresh {
		req.Header.Set("Cache-Control", "no-cache")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }() // it was read
	if resp.StatusCode/100 != 2 || into != nil && resp.StatusCode != success(method) {
		return resp.Header, c.answerError(resp)
	}
	if into == nil {
		return resp.Header, nil
	}
	body, err := io.ReadAll(resp.Body)
	switch {
	case err != nil:
		return resp.Header, fmt.Errorf("read the answer: %w", err)
	case len(body) == 0:
		return resp.Header, errors.New("the answer is empty")
	}
	if err := json.Unmarshal(body, into); err != nil {
		if !strings.Contains(resp.Header.Get("Content-Type"), "json") {
			return resp.Header, c.NotAPI() // such as the page of a single sign-on
		}
		return resp.Header, fmt.Errorf("read the answer: %w", err)
	}
	return resp.Header, nil
}

func success(method string) int {
	if method == http.MethodPost {
		return http.StatusCreated
	}
	return http.StatusOK
}

func (c *Client) request(ctx context.Context, method, path string, fields any) (*http.Request, error) {
	u, err := c.base.Parse(path)
	if err != nil {
		return nil, err
	}
	var body io.Reader
	if fields != nil {
		var text bytes.Buffer
		enc := json.NewEncoder(&text)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(fields); err != nil {
			return nil, err
		}
		body = &text
	}
	req, err := http.NewRequestWithContext(ctx, method, u.String(), body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "backlogsync")
	if fields != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for name, values := range c.Header {
		req.Header[http.CanonicalHeaderKey(name)] = values
	}
	return req, nil
}

// NextPage returns the address of the page after the one with these headers, or
// "" after the last page. If the address is on another host, it returns a
// [FinalError].
func (c *Client) NextPage(header http.Header) (string, error) {
	address := NextLink(header.Values("Link")...)
	if address == "" {
		return "", nil
	}
	u, err := c.base.Parse(address)
	switch {
	case err != nil:
		return "", Unusable("the next page has no address, but %q", Shown(address))
	case u.Host != c.base.Host:
		return "", Unusable("the next page is on another host, %s", u.Host)
	}
	u.Scheme = c.base.Scheme // behind a proxy the service may not know it
	return u.String(), nil
}

// Date returns the time of the server's clock in its latest answer with a date,
// or the zero time if there was none yet; see [tracker.Server].
func (c *Client) Date() time.Time { return c.guard.latest() }

// Quota returns how many requests the service still accepts, and when the quota
// is reset, according to the latest answer that says so; see [tracker.Server].
func (c *Client) Quota() (remaining int, resets time.Time, known bool) { return c.guard.quota() }
