package cli

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// hostileFindings is a backlog whose findings hold what formats have to escape.
//
//go:embed testdata/findings.md
var hostileFindings string

const cleanBacklog = "# Plan\n\n## Epic 1: A\n\n- [ ] US-1.1 B\n"

func (m *machine) write(t *testing.T, name, text string) string {
	t.Helper()
	name = filepath.Join(m.dir, name)
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

// validateAs returns the findings of the hostile backlog in a format, and how
// many errors and warnings there are.
func validateAs(t *testing.T, format string) (out, file string, errors, warnings int) {
	t.Helper()
	m := newMachine(t)
	file = m.write(t, "hostile.md", hostileFindings)
	out, _ = m.run(t, exitInvalid, "validate", "--format", format, file)
	findings := backlog.Parse(file, []byte(hostileFindings), nil).Check()
	return out, file, findings.Count(backlog.SeverityError), findings.Count(backlog.SeverityWarning)
}

func TestValidateSARIF(t *testing.T) {
	t.Parallel()
	out, file, errors, warnings := validateAs(t, "sarif")
	log := readSARIF(t, out)
	levels := make(map[string]int)
	for _, r := range log.Runs[0].Results {
		levels[r.Level]++
		if uri := r.Locations[0].PhysicalLocation.ArtifactLocation.URI; uri != "file://"+filepath.ToSlash(file) {
			t.Errorf("a result is about %s", uri)
		}
		if id := log.Runs[0].Tool.Driver.Rules[r.RuleIndex].ID; id != r.RuleID {
			t.Errorf("rule %d is %s, not %s", r.RuleIndex, id, r.RuleID)
		}
	}
	if levels["error"] != errors || levels["warning"] != warnings {
		t.Errorf("the levels are %v, want %d errors and %d warnings", levels, errors, warnings)
	}
	m := newMachine(t)
	out, _ = m.run(t, exitDone, "validate", "--format", "sarif", m.write(t, "clean.md", cleanBacklog))
	if n := len(readSARIF(t, out).Runs[0].Results); n != 0 {
		t.Errorf("without findings: %d results", n)
	}
}

// Workflow commands are read the way the runner of GitHub Actions does.
func TestValidateGitHub(t *testing.T) {
	t.Parallel()
	out, file, errors, warnings := validateAs(t, "github")
	command := regexp.MustCompile(`^::(error|warning) (.*?)::(.*)$`)
	data := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%25", "%")
	property := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
	seen := make(map[string]int)
	found := false
	for line := range strings.Lines(out) {
		parts := command.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if parts == nil {
			t.Fatalf("the runner does not understand %q", line)
		}
		seen[parts[1]]++
		properties := make(map[string]string)
		for p := range strings.SplitSeq(parts[2], ",") {
			name, value, _ := strings.Cut(p, "=")
			properties[name] = property.Replace(value)
		}
		if properties["file"] != file {
			t.Errorf("the file is %q", properties["file"])
		}
		if properties["title"] == "bad-url" {
			found = true
			if message := data.Replace(parts[3]); !strings.Contains(message, `"é::%0A,x"`) || properties["line"] != "13" || properties["col"] != "24" {
				t.Errorf("%v %q", properties, message)
			}
		}
	}
	if seen["error"] != errors || seen["warning"] != warnings || !found {
		t.Errorf("%v, want %d errors and %d warnings:\n%s", seen, errors, warnings, out)
	}
}

func TestValidateGitLab(t *testing.T) {
	t.Parallel()
	out, _, errors, warnings := validateAs(t, "gitlab")
	var issues []qualityIssue
	if err := json.Unmarshal([]byte(out), &issues); err != nil {
		t.Fatal(err)
	}
	prints := make(map[string]bool)
	for _, i := range issues {
		prints[i.Fingerprint] = true
	}
	if len(issues) != errors+warnings || len(prints) != len(issues) {
		t.Errorf("%d findings with %d fingerprints, want %d", len(issues), len(prints), errors+warnings)
	}
	m := newMachine(t)
	if out, _ := m.run(t, exitDone, "validate", "--format", "gitlab", m.write(t, "clean.md", cleanBacklog)); strings.TrimSpace(out) != "[]" {
		t.Errorf("without findings: %s", out)
	}
}

// Every finding is a test case, and errors are failures, whatever they hold.
func TestValidateJUnit(t *testing.T) {
	t.Parallel()
	out, file, errors, warnings := validateAs(t, "junit")
	var report junitSuites
	if err := xml.Unmarshal([]byte(out), &report); err != nil {
		t.Fatal(err)
	}
	if s := report.Suites[0]; s.Name != file || s.Tests != errors+warnings || s.Failures != errors {
		t.Errorf("%+v, want %d errors and %d warnings", s, errors, warnings)
	}
	var b bytes.Buffer
	if err := writeJUnit(&b, nil, []remark{{backlog.Position{File: "x"}, backlog.SeverityError, "c", "a\x00\x1b\ufffe]]>"}}); err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(b.Bytes(), new(junitSuites)); err != nil {
		t.Errorf("%v: %s", err, b.String())
	}
}

// The Markdown of a plan fits into a comment, however long the plan is, and
// every part of it that was begun is ended.
func TestPlanMarkdown(t *testing.T) {
	t.Parallel()
	p := &reconcile.Plan{Target: "github:acme/shop", Observed: new(string), Changes: []reconcile.Change{
		{Action: reconcile.ActionConflict, Kind: tracker.KindIssue, ID: "US-1.1", Title: "US-1.1 a | b <script> @ana #1\n</details>", URL: "https://x.example/(1)",
			Reason: reason.Words("changed-on-both-sides", "both\nsides"), Fields: []reconcile.Field{{Name: "title", Before: "a|b", After: "`c`"}}},
	}}
	for n := range 5000 {
		c := reconcile.Change{Action: reconcile.ActionCreate, Kind: tracker.KindIssue, ID: backlog.ID(fmt.Sprintf("US-2.%d", n)),
			Title: strings.Repeat("wide 🙂 ", 9)}
		p.Changes = append(p.Changes, c)
		c.Action, c.Fields = reconcile.ActionUpdate, []reconcile.Field{{Name: "title", Before: "x", After: "y"}}
		p.Changes = append(p.Changes, c)
	}
	p.Summary = reconcile.Summary{Create: 5000, Update: 5000, Conflicts: 1}
	var b bytes.Buffer
	if err := writePlanMarkdown(&b, backlog.New(), p, &planView{}); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	if len(text) >= 65_536 {
		t.Errorf("the comment has %d bytes", len(text))
	}
	if n := strings.Count(text, "<details"); n != 3 || strings.Count(text, "</details>") != n || !strings.HasSuffix(text, "</details>\n") {
		t.Errorf("%d details are begun, %d ended", n, strings.Count(text, "</details>"))
	}
	shown := strings.Count(text, "\n| issue | ")
	rest := 0
	for _, m := range regexp.MustCompile(`… and (\d+) more`).FindAllStringSubmatch(text, -1) {
		var n int
		if _, err := fmt.Sscan(m[1], &n); err != nil {
			t.Fatal(err)
		}
		rest += n
	}
	if shown+rest != len(p.Changes) || shown < 100 {
		t.Errorf("%d changes are shown and %d counted, of %d", shown, rest, len(p.Changes))
	}
	want := "| issue | [US-1.1 a \\| b &lt;script&gt; @\u2060ana #\u20601 &lt;/details&gt;](https://x.example/%281%29) " +
		"| both sides<br>title: in the file: \"\\`c\\`\" · in the tracker: \"a\\|b\" |\n"
	if !strings.Contains(text, want) {
		t.Errorf("the conflict is not shown as %q:\n%s", want, text[:800])
	}
}

// What a plan costs is said with what the service takes of it.
func TestCostText(t *testing.T) {
	t.Parallel()
	c := &reconcile.Cost{Requests: 40, Seconds: 36, Notifications: 26}
	if got, want := costText(c), "About 40 requests, about 36s; who watches the project is notified 26 times."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	c.Quota = &reconcile.Quota{Resets: time.Date(2026, 2, 15, 20, 30, 0, 0, time.FixedZone("", 3600)), Waits: true}
	if got, want := costText(c), "About 40 requests, about 36s; who watches the project is notified 26 times. "+quotaText(c.Quota, time.Now()); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
