package fit_test

import (
	"slices"
	"testing"

	"github.com/backlogsync/backlogsync/internal/fit"
)

// row returns a scheme that shows one signal.
func row(signal int, r fit.Row) fit.Row {
	r.Values = []fit.Count{{Signal: signal, Sixteenths: fit.Full}}
	return r
}

func tablesOf(rows ...fit.Row) [3]fit.Model {
	either := slices.Repeat([]fit.Sign{fit.Either}, 4)
	return fit.Tables(&fit.Data{Signals: make([]string, 4), Rows: rows}, [3][]fit.Sign{either, either, either})
}

// Sites with IDs, those without, and the level of items have a table each.
func TestTables(t *testing.T) {
	t.Parallel()
	m := tablesOf(
		row(0, fit.Row{Story: 400}), row(1, fit.Row{None: 400}),
		row(2, fit.Row{Bare: true, Epic: 400}), row(3, fit.Row{Bare: true, None: 400}),
	)
	for _, want := range []struct {
		table, signal, sign int
	}{
		{fit.Coded, 0, 1}, {fit.Coded, 1, -1}, {fit.Coded, 2, 0}, {fit.Coded, 3, 0},
		{fit.Bare, 0, 0}, {fit.Bare, 1, 0}, {fit.Bare, 2, 1}, {fit.Bare, 3, -1},
		{fit.Epic, 0, -1}, {fit.Epic, 1, 0}, {fit.Epic, 2, 1}, {fit.Epic, 3, 0},
	} {
		w := m[want.table].Weights[want.signal]
		sum := w
		if want.sign != 0 {
			sum += m[want.table].Bias
		}
		if sum*want.sign < 0 || (sum == 0) != (want.sign == 0) {
			t.Errorf("in table %d signal %d has the weight %d, want one like %d", want.table, want.signal, w, want.sign)
		}
	}
}

// A scheme counts by the root of its sites, a file that is no backlog half, and a
// copy or a lesson teaches of sites without IDs only: little and much.
func TestTablesCount(t *testing.T) {
	t.Parallel()
	sum := func(table int, rows ...fit.Row) int {
		m := tablesOf(rows...)
		return m[table].Weights[0] + m[table].Bias
	}
	no := func(table, n int) fit.Row { return row(0, fit.Row{Bare: table == fit.Bare, None: n}) }
	for _, test := range []struct {
		what  string
		table int
		yes   fit.Row
		even  int // sites that are not items of the same signal, against which it counts as much
	}{
		{"a scheme", fit.Coded, fit.Row{Story: 900}, 900},
		{"an ordinary file", fit.Coded, fit.Row{Copy: fit.Ordinary, Story: 900}, 225},
		{"a copy", fit.Bare, fit.Row{Copy: "list", Bare: true, Story: 900}, 324},
		{"a lesson", fit.Bare, fit.Row{Copy: fit.Lesson, Bare: true, Story: 100}, 400},
	} {
		yes := row(0, test.yes)
		if more := sum(test.table, yes, no(test.table, test.even*2/3)); more <= 0 {
			t.Errorf("%s counts too little: %d", test.what, more)
		}
		if less := sum(test.table, yes, no(test.table, test.even*3/2)); less >= 0 {
			t.Errorf("%s counts too much: %d", test.what, less)
		}
	}
	if n := sum(fit.Coded, row(0, fit.Row{Copy: "list", Story: 900})); n != 0 {
		t.Errorf("a copy teaches %d of sites with IDs", n)
	}
}
