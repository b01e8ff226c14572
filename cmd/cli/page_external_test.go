//go:build external

package cli

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What drives the browser, and what looks for barriers to people with
// disabilities.
var pagePackages = []string{"puppeteer-core@25.16.0", "axe-core@4.14.1"}

// TestReportPage opens the page of the founding document in Chromium: what it
// shows, whether the filter works, and whether anything bars people from
// reading it. PAGE_SHOTS names a directory that keeps what it looks like.
func TestReportPage(t *testing.T) {
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal(err)
	}
	m := newMachine(t)
	m.run(t, exitDone, "apply", "--yes", "--quiet", m.file)
	m.env["BACKLOGSYNC_SETTLE"] = "0s" // what is not shown is gone, however young it is
	m.disturb()
	m.server.Issues[4].Title = "<img src=x onerror=alert(1)> <script>alert(1)</script>"
	page := filepath.Join(m.dir, "page.html")
	m.run(t, exitDone, "report", "--out", page, m.file)
	data, err := os.ReadFile(page)
	if err != nil || len(data) > 150_000 {
		t.Fatalf("the page has %d bytes, %v", len(data), err)
	}

	shots := os.Getenv("PAGE_SHOTS")
	if shots == "" {
		shots = t.TempDir()
	}
	script, err := filepath.Abs("testdata/page/check.mjs")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	run := func(name string, args ...string) []byte {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), name, args...)
		cmd.Dir = dir
		var stderr strings.Builder
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, stderr.String())
		}
		return out
	}
	run("npm", append([]string{"install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"}, pagePackages...)...)
	var seen pageSeen
	if err := json.Unmarshal(run("node", script, chromium, page, shots), &seen); err != nil {
		t.Fatal(err)
	}
	seen.check(t)
}

// pageSeen is what testdata/page/check.mjs prints.
type pageSeen struct {
	Views []struct {
		Width      int
		Scheme     string
		Overflow   int
		Background string
		Violations []string
	}
	Requests, Errors  []string
	Language, Heading string
	Counts            map[string]string
	Findings          []string
	Items, Links      int
	Shown             string

	ByText, EpicsByText, ByClosed, ByMissing, ByRemark, ByAll int

	NoMatch             bool
	WithoutScript       int
	FilterWithoutScript bool
}

func (s *pageSeen) check(t *testing.T) {
	t.Helper()
	if len(s.Requests)+len(s.Errors) > 0 {
		t.Errorf("the page asks for %q, and reports %q", s.Requests, s.Errors)
	}
	backgrounds := make(map[string]bool)
	for _, v := range s.Views {
		backgrounds[v.Background] = true
		if v.Overflow > 0 {
			t.Errorf("at %d px the page is %d px too wide", v.Width, v.Overflow)
		}
		for _, violation := range v.Violations {
			t.Errorf("at %d px, %s: %s", v.Width, v.Scheme, violation)
		}
	}
	if len(s.Views) != 4 || len(backgrounds) != 2 {
		t.Errorf("%d views have the backgrounds %v", len(s.Views), backgrounds)
	}
	want := map[string]string{"closed": "1", "open": "24", "missing": "1", "drifted": "2", "findings": "4"}
	if diff := cmp.Diff(want, s.Counts); diff != "" {
		t.Errorf("the counts: %s", diff)
	}
	if s.Language != "es" || s.Heading != "Backlog V2 — Ejecución en GitHub (Milestones + Issues + Evidencia)" {
		t.Errorf("language %q, heading %q", s.Language, s.Heading)
	}
	if s.Items != 26 || s.WithoutScript != 26 || !s.FilterWithoutScript || s.Links != 25 || len(s.Findings) != 4 {
		t.Errorf("%d stories, %d without scripts, %d links, findings %q", s.Items, s.WithoutScript, s.Links, s.Findings)
	}
	if s.ByText != 1 || s.EpicsByText != 1 || s.Shown != "1 / 26" || !s.NoMatch {
		t.Errorf("by text: %d stories of %d epics, %q, nothing matching shows: %v", s.ByText, s.EpicsByText, s.Shown, s.NoMatch)
	}
	if s.ByClosed != 1 || s.ByMissing != 1 || s.ByRemark != 4 || s.ByAll != 26 {
		t.Errorf("by state: closed %d, missing %d, with remarks %d, all %d", s.ByClosed, s.ByMissing, s.ByRemark, s.ByAll)
	}
}
