package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/clipperhouse/displaywidth"
)

// TestStatusFits checks that no line is wider than the terminal, down to one of
// 50 columns, and that what is no terminal gets the widest form.
func TestStatusFits(t *testing.T) {
	t.Parallel()
	s := &tracker.Status{Total: tracker.Progress{Stories: 30, Open: 10, Closed: 20}}
	for _, title := range []string{strings.Repeat("長い題名", 20), strings.Repeat("long title ", 10), ""} {
		s.Epics = append(s.Epics, tracker.EpicStatus{
			ItemStatus: tracker.ItemStatus{ID: "EPIC-1", Title: title}, Progress: tracker.Progress{Stories: 10, Open: 4, Closed: 6},
		})
	}
	for _, columns := range []int{50, 60, 80, 100} {
		names, width, bar := statusColumns(s, columns)
		if len(names) != len(s.Epics)+1 {
			t.Fatalf("%d names", len(names))
		}
		for _, name := range names {
			if n := displaywidth.String(name); n > width {
				t.Errorf("%d columns: %q has %d of %d", columns, name, n, width)
			}
		}
		if n := width + bar + len("     6/10  4 open, 6 closed  "); n > columns {
			t.Errorf("%d columns: lines have %d", columns, n)
		}
	}
	if _, width, bar := statusColumns(s, columnsOf(new(bytes.Buffer))); width != 40 || bar != 20 {
		t.Errorf("not on a terminal: names of %d, bars of %d", width, bar)
	}
}
