package github_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/github"
)

// BenchmarkCache lists 10,000 issues of 1 kB over real HTTP, without a cache,
// into an empty one, and from one that the server confirms. What the cache costs
// has to be less than what it saves: reading, unpacking and checking a kept page
// takes less than getting it again. The server sends what it has ready, so that
// it takes next to no time itself.
func BenchmarkCache(b *testing.B) {
	const pages = 100
	s := newPages(b, pages)
	list := func(dir string) func() {
		return func() {
			tr, err := github.New(s.Client(), "https://github.example/acme/shop", &github.Options{APIURL: s.URL, CacheDir: dir})
			if err != nil {
				b.Fatal(err)
			}
			n := 0
			for _, err := range tr.List(b.Context(), tracker.KindIssue) {
				if err != nil {
					b.Fatal(err)
				}
				n++
			}
			if n != 100*pages {
				b.Fatalf("%d issues", n)
			}
		}
	}
	full := b.TempDir()
	list(full)()
	fill := func() { list(b.TempDir())() }
	var first, confirmed float64
	for b.Loop() {
		testutil.LeastTimes(func(times []time.Duration) bool {
			first, confirmed = float64(times[1])/float64(times[0]), float64(times[2])/float64(times[0])
			return first <= maxFirst && confirmed <= maxConfirmed
		}, list(""), fill, list(full))
	}
	b.ReportMetric(first, "first/none")
	b.ReportMetric(confirmed, "confirmed/none")
	if first > maxFirst || confirmed > maxConfirmed {
		b.Errorf("the first listing takes %.2f times as long as one without a cache, a confirmed one %.2f; the budget is %.2f and %.2f",
			first, confirmed, maxFirst, maxConfirmed)
	}
}

const maxFirst, maxConfirmed = 1.75, 1.0

// prose is text that packs about as well as what people write.
func prose(random *rand.Rand, length int) string {
	var text strings.Builder
	for text.Len() < length {
		word := random.ExpFloat64() * 200 // few words are frequent, many are rare
		text.WriteString(strconv.FormatInt(int64(word)*7919%1_000_000, 36))
		text.WriteString([]string{" ", " ", " ", " ", ", ", "\n"}[random.IntN(6)])
	}
	return text.String()
}

// newPages serves pages of 100 issues, packed and with ETags, as the service does.
// The next page is asked for with more rows, so that the last one is not full.
func newPages(b *testing.B, n int) *httptest.Server {
	b.Helper()
	packed := make([][]byte, n)
	random := rand.New(rand.NewPCG(1, 2))
	for p := range packed {
		var rows []string
		for i := range 100 {
			number := 100*p + i + 1
			rows = append(rows, fmt.Sprintf(`{"id":%d,"node_id":"I_%d","number":%d,"title":"Issue %d","body":%q,"state":"open","labels":[],"assignees":[],`+
				`"html_url":"https://github.example/acme/shop/issues/%d","user":{"login":"ana","id":7,"type":"User"},"author_association":"NONE",`+
				`"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z",`+
				`"reactions":{"url":"https://api.github.example/repos/acme/shop/issues/%d/reactions","total_count":0}}`,
				number, number, number, number, prose(random, 1000), number, number))
		}
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		_, err := w.Write([]byte("[" + strings.Join(rows, ",") + "]"))
		if closeErr := w.Close(); err != nil || closeErr != nil {
			b.Fatal(err, closeErr)
		}
		packed[p] = out.Bytes()
	}
	var s *httptest.Server
	s = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p, err := strconv.Atoi(r.URL.Query().Get("page"))
		if err != nil {
			p = 1
		}
		h := w.Header()
		h.Set("ETag", fmt.Sprintf(`W/"%d"`, p))
		h.Set("Content-Type", "application/json; charset=utf-8")
		if p < n {
			h.Set("Link", fmt.Sprintf(`<%s%s?per_page=101&page=%d>; rel="next"`, s.URL, r.URL.Path, p+1))
		}
		if r.Header.Get("If-None-Match") == h.Get("ETag") {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		h.Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed[p-1]) // the client may be gone
	}))
	b.Cleanup(s.Close)
	return s
}
