package reading_test

import (
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// Rows that a blank line parts from the table of items are named.
func TestPartedRows(t *testing.T) {
	t.Parallel()
	const table = "# Backlog\n| ID | Task | Status |\n|---|---|---|\n| S-1 | Calendar | open |\n\n"
	r := reading.Read([]byte(table+"| S-2 | Guests | open |\n| S-3 | Bar | open |\n"), reading.Options{})
	if len(r.Omissions) != 1 || len(r.Omissions[0].Lines) != 2 || r.Omissions[0].Lines[0].Text != "S-2 Guests" {
		t.Errorf("rows behind a blank line: %+v", r.Omissions)
	}
	if r := reading.Read([]byte(table+"A note | of two parts.\n"), reading.Options{}); len(r.Omissions) > 0 {
		t.Errorf("a paragraph below the table: %+v", r.Omissions[0])
	}
}
