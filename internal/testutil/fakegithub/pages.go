package fakegithub

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/backlogsync/backlogsync/internal/testutil/fakeserver"
)

// page sends one page, with the address of the next. Page numbers beyond 10 are
// refused, as the service does for large repositories. Lists of issues go on
// after the last row that was given, whatever happens to those before it (their
// cursors hold its time and number); place says which that is. Other lists go on
// by page number, and shift.
func page[T any](s *Server, w http.ResponseWriter, what string, q url.Values, all []T, place func(T) int64) {
	number, _ := strconv.Atoi(q.Get("page"))
	if number > 10 && q.Get("after") == "" {
		s.refuse(w, http.StatusUnprocessableEntity, "Pagination with the page parameter is not supported for large datasets, "+
			"please use cursor based pagination (after/before)")
		return
	}
	size, err := strconv.Atoi(q.Get("per_page"))
	if err != nil || size < 1 || size > 100 {
		size = 30
	}
	if s.Short && size > 3 {
		size -= 3
	}
	number = max(1, number)
	rows, more := fakeserver.PageAt(all, number, size)
	if after := q.Get("after"); after != "" && place != nil {
		last, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimPrefix(after, "Y3Vy"), "=="), 10, 64)
		rows, more = fakeserver.PageAfter(all, last, q.Get("direction") == "asc", place, size)
	}
	if more {
		next := url.Values{"per_page": {cmp.Or(q.Get("per_page"), fmt.Sprint(size))}, "page": {fmt.Sprint(number + 1)}}
		if place != nil {
			next.Set("after", fmt.Sprintf("Y3Vy%d==", place(rows[len(rows)-1])))
		}
		for _, name := range []string{"state", "sort", "direction", "labels"} {
			if q.Get(name) != "" {
				next.Set(name, q.Get(name))
			}
		}
		base, _ := s.Repo["url"].(string)
		w.Header().Set("Link", fmt.Sprintf(`<%s/%s?%s>; rel="next", <%s/%s?page=99>; rel="last"`, base, what, next.Encode(), base, what))
	}
	s.Send(w, http.StatusOK, rows)
}
