package fakegitlab

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/backlogsync/backlogsync/internal/testutil/fakeserver"
)

// page sends one page of a list by page number.
func page[T any](s *Server, w http.ResponseWriter, r *http.Request, rows []T) {
	q := r.URL.Query()
	size, number := perPage(q), max(1, atoi(q.Get("page")))
	shown, more := fakeserver.PageAt(rows, number, size)
	h := w.Header()
	h.Set("X-Page", fmt.Sprint(number))
	h.Set("X-Per-Page", fmt.Sprint(size))
	h.Set("X-Prev-Page", "")
	h.Set("X-Next-Page", "")
	link := func(page int, rel string) string {
		q.Set("page", fmt.Sprint(page))
		q.Set("per_page", fmt.Sprint(size))
		return fmt.Sprintf(`<%s%s?%s>; rel=%q`, s.URL, r.URL.EscapedPath(), q.Encode(), rel)
	}
	links := []string{link(1, "first")}
	if more {
		h.Set("X-Next-Page", fmt.Sprint(number+1))
		links = append(links, link(number+1, "next"))
	}
	if len(rows) <= s.MaxTotal {
		last := max(1, (len(rows)+size-1)/size)
		h.Set("X-Total", fmt.Sprint(len(rows)))
		h.Set("X-Total-Pages", fmt.Sprint(last))
		links = append(links, link(last, "last"))
	}
	h.Set("Link", strings.Join(links, ", "))
	s.Send(w, http.StatusOK, shown)
}

// keyset sends one page from a cursor on, which names the last row that was
// given: rows before it may come and go.
func (s *Server) keyset(w http.ResponseWriter, r *http.Request, rows []view) {
	q := r.URL.Query()
	shown, more := fakeserver.PageAt(rows, 1, perPage(q))
	if cursor := q.Get("cursor"); cursor != "" {
		last := int64(atoi(strings.TrimPrefix(cursor, "eyJ")))
		shown, more = fakeserver.PageAfter(rows, last, q.Get("sort") == "asc", func(v view) int64 { return v.IID }, perPage(q))
	}
	if more {
		q.Set("cursor", fmt.Sprintf("eyJ%d", shown[len(shown)-1].IID))
		w.Header().Set("Link", fmt.Sprintf(`<%s%s?%s>; rel="next"`, s.URL, r.URL.EscapedPath(), q.Encode()))
	}
	s.Send(w, http.StatusOK, shown)
}

func perPage(q url.Values) int {
	if n := atoi(q.Get("per_page")); n > 0 {
		return min(n, 100)
	}
	return 20
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s) // 0 stands for none
	return n
}
