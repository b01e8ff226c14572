package backlog_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/backlogsync/backlogsync/backlog"
)

// checkFixed makes sure that fixes settle what they are for, make nothing worse,
// and are made once.
func checkFixed(t *testing.T, f *backlog.File) []byte {
	t.Helper()
	src := string(f.Source())
	out, settled := backlog.Fixed(f)
	if string(f.Source()) != src {
		t.Error("the source was modified")
	}
	g := backlog.Parse(f.Name(), out, nil)
	if before, after := len(f.Check()), len(g.Check()); after > before || before-after < settled {
		t.Errorf("there were %d findings, and are %d; %d are said to be settled", before, after, settled)
	}
	for _, x := range g.Check() {
		if len(x.Fixes) > 0 {
			t.Errorf("there is still a fix: %s", x)
		}
	}
	if again, n := backlog.Fixed(g); n != 0 || string(again) != string(out) {
		t.Errorf("fixing again settles %d findings", n)
	}
	if len(f.Epics()) != len(g.Epics()) || len(f.Stories()) != len(g.Stories()) {
		t.Error("there are other items than before")
	}
	for i, e := range f.Evidence() {
		if e.URL != "" && (len(g.Evidence()) < len(f.Evidence()) || !strings.Contains(string(out), e.URL)) {
			t.Errorf("row %d, %s, is lost", i, e.ID)
		}
	}
	return out
}

func TestFixed(t *testing.T) {
	runCases(t, "testdata/fix/*.txtar", func(t *testing.T, fsys fstest.MapFS) string {
		f, err := backlog.Read(fsys, "backlog.md", "", nil)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, x := range f.Check() {
			for _, fix := range x.Fixes {
				fmt.Fprintf(&b, "%s: %s\n", x.Pos, fix.Message)
			}
		}
		out := checkFixed(t, f)
		b.Write(out)
		fmt.Fprintln(&b, "\n-- left")
		for _, x := range backlog.Parse(f.Name(), out, nil).Check() {
			fmt.Fprintln(&b, x)
		}
		return b.String()
	})
}

// Whatever a file looks like, fixing it makes nothing worse.
func TestFixedEverywhere(t *testing.T) {
	t.Parallel()
	n := 0
	for _, pattern := range []string{"testdata/*/*.txtar"} {
		for _, c := range readCases(t, pattern) {
			for _, file := range c.archive.Files {
				if filepath.Ext(file.Name) != ".md" {
					continue
				}
				n++
				checkFixed(t, backlog.Parse(file.Name, file.Data, nil))
				crlf := strings.ReplaceAll(string(file.Data), "\n", "\r\n")
				checkFixed(t, backlog.Parse(file.Name, []byte(crlf), nil))
			}
		}
	}
	if n < 50 {
		t.Errorf("only %d files were fixed", n)
	}
}

func TestUTCSeconds(t *testing.T) {
	t.Parallel()
	const want = "2026-02-15T19:53:36Z"
	for text, ok := range map[string]bool{
		"2026-02-15T19:53:36.5Z": true, "2026-02-15T20:53:36+01:00": true, "2026-02-15 19:53:36Z": true,
		"2026-02-15 19:53:36 UTC": true, "2026-02-15T16:53:36-0300": true, "Sun, 15 Feb 2026 19:53:36 +0000": true,
		"2026-02-15 19:53:36": false, "2026-02-15T19:53Z": false, "15/02/2026 19:53:36Z": false, "2026-02-30T19:53:36+00:00": false,
		"2026-02-15": false, "Sun, 15 Feb 2026 19:53:36 CET": false, "yesterday": false,
	} {
		src := "# Plan\n\n## Epic 1: A\n\n- [ ] US-1.1 B\n\n## Evidence\n\n| Type | Identifier | URL | UTC date |\n| --- | --- | --- | --- |\n" +
			"| Milestone | EPIC-1 | https://t.example/1 | " + want + " |\n| Issue | US-1.1 | https://t.example/2 | " + text + " |\n"
		out, settled := backlog.Fixed(backlog.Parse("b.md", []byte(src), nil))
		if got := strings.Count(string(out), want) == 2; got != ok || settled == 1 != ok {
			t.Errorf("%q: %d settled\n%s", text, settled, out)
		}
	}
}
