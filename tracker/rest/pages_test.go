package rest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// list reads a list whose pages are given by their addresses, "1" first: rows,
// then where it goes on. It returns the rows and how many pages were read.
func list(t *testing.T, bounds Bounds, pages map[string]string) (rows []string, read int, err error) {
	t.Helper()
	g, n := newGuard(t, "https://api.example/")
	n.answer = func(req *http.Request) (*http.Response, error) {
		return reply(200, pages[req.URL.Query().Get("page")]), nil
	}
	l := List[string, string]{Bounds: bounds, ID: func(row *string) string { return *row }}
	l.Read = func(ctx context.Context, page string) ([]*string, string, error) {
		if read++; read > 50 {
			return nil, "", errors.New("no end")
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://api.example/?page="+page, nil)
		if err != nil {
			return nil, "", err
		}
		resp, err := g.RoundTrip(req)
		if err != nil {
			return nil, "", err
		}
		defer func() { _ = resp.Body.Close() }() // it is a string
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			return nil, "", err
		}
		fields, next, _ := strings.Cut(string(body), ">")
		var found []*string
		for field := range strings.FieldsSeq(fields) {
			if found = append(found, &field); field == "null" {
				found[len(found)-1] = nil
			}
		}
		return found, next, nil
	}
	for page, err := range l.Pages(t.Context(), "1") {
		if err != nil {
			return rows, read, err
		}
		for _, row := range page {
			rows = append(rows, *row)
		}
	}
	return rows, read, nil
}

// A list is read to its end, and one without an end is noticed.
func TestPages(t *testing.T) {
	t.Parallel()
	const withPassword = "https://u:secret@h/x"
	grow := make(map[string]string)
	for n := range 60 {
		grow[fmt.Sprint(n+1)] = fmt.Sprintf("row%d>%d", n, n+2)
	}
	empty := make(map[string]string)
	for n := range 60 {
		empty[fmt.Sprint(n+1)] = fmt.Sprintf(">%d", n+2)
	}
	same := make(map[string]string)
	for n := range 60 {
		same[fmt.Sprint(n+1)] = fmt.Sprintf("a b>%d", n+2)
	}
	for name, test := range map[string]struct {
		bounds Bounds
		pages  map[string]string
		want   string
		read   int
		err    string
	}{
		"none":               {Bounds{}, map[string]string{"1": ""}, "", 1, ""},
		"one":                {Bounds{}, map[string]string{"1": "a b"}, "a b", 1, ""},
		"three":              {Bounds{}, map[string]string{"1": "a b>2", "2": "c d>3", "3": "e"}, "a b c d e", 3, ""},
		"shifted":            {Bounds{}, map[string]string{"1": "a b>2", "2": "b c>3", "3": "c d"}, "a b b c c d", 3, ""},
		"shifted by a page":  {Bounds{}, map[string]string{"1": "a b>2", "2": "a b>3", "3": "c d"}, "a b a b c d", 3, ""},
		"an empty one":       {Bounds{}, map[string]string{"1": "a b>2", "2": ">3", "3": "c d>4", "4": ">5", "5": "e"}, "a b c d e", 5, ""},
		"two at the end":     {Bounds{}, map[string]string{"1": "a b>2", "2": ">3", "3": ""}, "a b", 3, ""},
		"to itself":          {Bounds{}, map[string]string{"1": "a b>1"}, "", 1, "leads back to a page already read: 1"},
		"in a circle":        {Bounds{}, map[string]string{"1": "a b>2", "2": "c>3", "3": "d>2"}, "a b c", 3, "leads back to a page already read: 2"},
		"empty without end":  {Bounds{}, empty, "", 2, "goes on without new rows: 3"},
		"the same, no end":   {Bounds{}, same, "a b a b", 3, "goes on without new rows: 4"},
		"as many rows":       {Bounds{Rows: 3}, map[string]string{"1": "a b>2", "2": "b c"}, "a b b c", 2, ""},
		"too many rows":      {Bounds{Rows: 3}, map[string]string{"1": "a b>2", "2": "c d"}, "a b", 2, "more than 3 rows"},
		"growing, rows":      {Bounds{Rows: 10}, grow, "row0 row1 row2 row3 row4 row5 row6 row7 row8 row9", 11, "more than 10 rows"},
		"as many bytes":      {Bounds{Bytes: 8}, map[string]string{"1": "a b>2", "2": "a c"}, "a b a c", 2, ""},
		"growing, bytes":     {Bounds{Bytes: 20}, grow, "row0 row1 row2", 4, "more than 20 bytes"},
		"a row of nothing":   {Bounds{}, map[string]string{"1": "a null"}, "", 1, "an empty row"},
		"a password in next": {Bounds{}, map[string]string{"1": "a>" + withPassword, withPassword: "b>" + withPassword}, "a", 2, "already read: https://h/x"},
	} {
		rows, read, err := list(t, test.bounds, test.pages)
		if strings.Join(rows, " ") != test.want || read != test.read || (err == nil) != (test.err == "") {
			t.Errorf("%s: %q in %d pages, %v", name, rows, read, err)
			continue
		}
		if err != nil && (!final(err) || !strings.Contains(err.Error(), test.err) || strings.Contains(err.Error(), "secret")) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The error of a page ends the list, and so does who reads it.
func TestPagesEnd(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	read := 0
	l := List[int, int]{ID: func(row *int) int { return *row }, Read: func(context.Context, string) ([]*int, string, error) {
		if read++; read == 2 {
			return nil, "", broken
		}
		return []*int{&read}, fmt.Sprint(read), nil
	}}
	var errs []error
	for _, err := range l.Pages(t.Context(), "") {
		errs = append(errs, err)
	}
	if !slices.Equal(errs, []error{nil, broken}) || read != 2 {
		t.Errorf("%v after %d pages", errs, read)
	}
	read = 2
	for _, err := range l.Pages(t.Context(), "") {
		if err != nil {
			t.Error(err)
		}
		break
	}
	if read != 3 {
		t.Errorf("%d pages", read-2)
	}
}

func TestNextLink(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		links []string
		want  string
	}{
		{nil, ""},
		{[]string{`<https://h/x?page=2>; rel="next"`}, "https://h/x?page=2"},
		{[]string{`<https://h/x?page=1>; rel="prev", <https://h/x?a=b,c;d&page=3>; rel="next"`}, "https://h/x?a=b,c;d&page=3"},
		{[]string{`<https://h/x?page=1>; rel="prev"`, `<https://h/x?page=3>; rel="next"`}, "https://h/x?page=3"},
		{[]string{`<https://h/x?page=1>; rel="prev"`}, ""},
		{[]string{`<https://h/x; rel="next"`}, ""},
	} {
		if got := NextLink(test.links...); got != test.want {
			t.Errorf("NextLink(%q) = %q", test.links, got)
		}
	}
}

// Lists that are not bounded by their reader end, too.
func TestUsualBounds(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rows  int   // of a page, all new
		bytes int64 // of its answer
		read  int   // pages, of which the last is too much
		err   string
	}{
		"rows":  {200_000, 1, 6, "more than 1000000 rows"},
		"bytes": {1, 1 << 30, 5, "more than 4294967296 bytes"},
	} {
		row, read := 0, 0
		l := List[int, int]{ID: func(row *int) int { return *row }}
		l.Read = func(ctx context.Context, _ string) (rows []*int, next string, err error) {
			if read++; read > 10 {
				return nil, "", errors.New("no end")
			}
			meterOf(ctx).Add(test.bytes)
			for range test.rows {
				row++
				rows = append(rows, new(row))
			}
			return rows, fmt.Sprint(read), nil
		}
		var failed error
		for _, err := range l.Pages(t.Context(), "first") {
			failed = err
		}
		if read != test.read || failed == nil || !final(failed) || !strings.Contains(failed.Error(), test.err) {
			t.Errorf("%s: %v after %d pages", name, failed, read)
		}
	}
}
