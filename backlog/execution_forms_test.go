package backlog_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/google/go-cmp/cmp"
)

// wantedItems is the outline of what a file still wants, apart from the spelling of
// IDs.
func wantedItems(f *backlog.File) []string {
	var lines []string
	for _, e := range f.Epics() {
		lines = append(lines, fmt.Sprintf("%s %q", e.ID.Key(), e.Title))
	}
	for _, s := range f.Stories() {
		if !s.Dropped {
			lines = append(lines, fmt.Sprintf("%s %q of %s", s.ID.Key(), s.Title, s.Epic.Key()))
		}
	}
	slices.Sort(lines) // stories without an epic come first
	return lines
}

// A source in any form gives an execution file with the same items, which needs no
// update before and after it was registered.
func TestDeriveForms(t *testing.T) {
	t.Parallel()
	derived := 0
	for _, c := range readCases(t, "testdata/parse/*.txtar") {
		source := c.archive.Files[0].Data
		s, _ := pairOf(source, nil)
		if len(s.Epics())+len(s.Stories()) == 0 || s.Check().Err() != nil || s.Kind() == backlog.FileExecution {
			continue
		}
		out, err := backlog.Derive(s, &backlog.DeriveOptions{Path: executionName, Date: day})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		derived++
		e := parseExecution(source, out)
		if e.Kind() != backlog.FileExecution || len(e.Check()) > 0 {
			t.Errorf("%s: kind %s, findings %v", c.name, e.Kind(), e.Check())
		}
		if diff := cmp.Diff(wantedItems(s), wantedItems(e)); diff != "" {
			t.Errorf("%s (-source +execution):\n%s", c.name, diff)
		}
		edits, _ := e.Record(recordOf(e))
		registered, err := backlog.Apply(out, edits...)
		if err != nil {
			t.Fatal(err)
		}
		for _, execution := range [][]byte{out, registered} {
			if again, gone := bringUp(t, source, execution); !bytes.Equal(again, execution) || len(gone) > 0 {
				t.Errorf("%s: an update changes (gone: %v)\n%s", c.name, gone, cmp.Diff(string(execution), string(again)))
			}
		}
	}
	if derived < 50 {
		t.Errorf("only %d sources", derived)
	}
}
