package backlog_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/google/go-cmp/cmp"
)

// TestRecord registers everything a file defines and compares what becomes of
// the file. Findings follow it.
func TestRecord(t *testing.T) {
	runCases(t, "testdata/record/*.txtar", func(t *testing.T, fsys fstest.MapFS) string {
		f, err := backlog.Read(fsys, "backlog.md", "", nil)
		if err != nil {
			t.Fatal(err)
		}
		out, findings := record(t, f)
		var b strings.Builder
		b.Write(out)
		for _, x := range findings {
			fmt.Fprintf(&b, "%s\n", x)
		}
		return b.String()
	})
}

// record applies recordOf and makes sure that doing so again changes nothing.
func record(t *testing.T, f *backlog.File) ([]byte, backlog.Findings) {
	t.Helper()
	r := recordOf(f)
	edits, findings := f.Record(r)
	out, err := backlog.Apply(f.Source(), edits...)
	if err != nil {
		t.Fatal(err)
	}
	again := backlog.Parse("backlog.md", out, nil)
	edits, _ = again.Record(r)
	if len(edits) > 0 {
		t.Errorf("recording again edits %v of\n%s", edits, out)
	}
	if diff := cmp.Diff(idsOf(f), idsOf(again)); diff != "" {
		t.Errorf("recording changes what is defined (-before +after):\n%s", diff)
	}
	if f.Kind() != again.Kind() || f.Checkbox() != again.Checkbox() {
		t.Errorf("recording makes a %s file, %q, of a %s file, %q", again.Kind(), again.Checkbox(), f.Kind(), f.Checkbox())
	}
	return out, findings
}

func idsOf(f *backlog.File) []string {
	var ids []string
	for _, e := range f.Epics() {
		ids = append(ids, string(e.ID)+" "+e.Title)
	}
	for _, s := range f.Stories() {
		ids = append(ids, string(s.Epic)+" "+string(s.ID)+" "+s.Title)
	}
	return ids
}
