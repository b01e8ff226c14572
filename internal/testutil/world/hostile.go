package world

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
)

// BadAddresses returns what a server must not give as the address of an item in
// place of a good one, which ends in "/1".
func BadAddresses(good string) []string {
	base := strings.TrimSuffix(good, "1")
	_, path, _ := strings.Cut(good, ".example")
	return []string{
		"", "javascript:alert(1)//1", "https://evil.example" + path, "https://u:p@" + strings.TrimPrefix(good, "https://"), good + "\n| evil |",
		good + "#x)](http://evil.example)[", good + "?<script>", base + "2", base + "01", base, strings.Replace(good, "acme", "evil", 1),
		strings.Replace(good, "/acme", "/evil/x/acme", 1), strings.Replace(good, "issues", "wiki", 1), good + "\u202e", good + " ", path,
	}
}

// WantFinal makes sure that an error is of a kind, and that its hint does not
// advise to do the same again.
func WantFinal(t *testing.T, what string, err error, kind error) {
	t.Helper()
	e, ok := errors.AsType[*tracker.Error](err)
	if !ok || !errors.Is(err, kind) || e.Hint == "" || strings.Contains(e.Hint, "again") || strings.ContainsAny(err.Error(), "\n\u202e") {
		t.Errorf("%q: the error is %v", what, err)
	}
}

// Rewrite returns a transport that replaces something in the answers to requests
// of one method.
func Rewrite(method, old, replacement string) http.RoundTripper {
	return &rewriter{method, []byte(old), []byte(replacement)}
}

type rewriter struct {
	method           string
	old, replacement []byte
}

// RoundTrip implements [http.RoundTripper].
func (r *rewriter) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil || req.Method != r.method {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close() // it was read
	resp.Body = io.NopCloser(bytes.NewReader(bytes.ReplaceAll(body, r.old, r.replacement)))
	resp.ContentLength = -1
	return resp, err
}
