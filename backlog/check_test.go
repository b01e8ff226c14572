package backlog_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the wanted parts of testdata")

// A testCase is a file of testdata: comments, files of a repository, and what
// is wanted.
type testCase struct {
	name    string
	archive *txtar.Archive
}

func readCases(t *testing.T, pattern string) []testCase {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("no cases match %s: %v", pattern, err)
	}
	var cases []testCase
	for _, name := range names {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		cases = append(cases, testCase{name, a})
	}
	return cases
}

// run runs the cases one by one; test returns what a case gives.
func runCases(t *testing.T, pattern string, test func(t *testing.T, fsys fstest.MapFS) string) {
	for _, c := range readCases(t, pattern) {
		t.Run(strings.TrimSuffix(filepath.Base(c.name), ".txtar"), func(t *testing.T) {
			fsys, want := fstest.MapFS{}, -1
			for i, f := range c.archive.Files {
				if f.Name == "want" {
					want = i
					continue
				}
				fsys[f.Name] = &fstest.MapFile{Data: f.Data}
			}
			got := test(t, fsys)
			if *update {
				c.archive.Files[want].Data = []byte(got)
				if err := os.WriteFile(c.name, txtar.Format(c.archive), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(c.archive.Files[want].Data), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCheck(t *testing.T) {
	seen := make(map[backlog.Code]bool)
	runCases(t, "testdata/check/*.txtar", func(t *testing.T, fsys fstest.MapFS) string {
		f, err := backlog.Read(fsys, "backlog.md", "", &backlog.Options{Rooted: true})
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, x := range backlog.New(f).Check() {
			seen[x.Code] = true
			fmt.Fprintln(&b, x)
			for _, r := range x.Related {
				fmt.Fprintf(&b, "\t%s: %s\n", r.Pos, r.Message)
			}
		}
		return b.String()
	})
	for _, code := range []backlog.Code{
		backlog.CodeNotUTF8, backlog.CodeDuplicateID, backlog.CodeUnknownEpic, backlog.CodeWrongEpic, backlog.CodeBadURL,
		backlog.CodeAmbiguousCheckbox, backlog.CodeTitleTooLong, backlog.CodeCountMismatch, backlog.CodeUnknownEvidence,
		backlog.CodeMissingEvidence, backlog.CodeBadTimestamp, backlog.CodeMissingMilestone, backlog.CodeTickedButPending,
		backlog.CodeSourceMissing, backlog.CodeSourceDiffers, backlog.CodeNoItems, backlog.CodeLeftOut, backlog.CodeMergeConflict,
		backlog.CodeDuplicateEvidence, backlog.CodeShortRow, backlog.CodeBrokenMetadata, backlog.CodeUnknownStatus,
	} {
		if !seen[code] {
			t.Errorf("no case finds %s", code)
		}
	}
}
