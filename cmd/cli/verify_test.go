package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/internal/testutil/fakegitlab"
	"github.com/backlogsync/backlogsync/tracker/evidence"
	"github.com/google/go-cmp/cmp"
)

// A machine is where commands are run by a test: the founding document in a
// directory, and a server of GitHub's API.
type machine struct {
	dir    string
	file   string
	server *fakegithub.Server
	env    map[string]string
	others []Adapter
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	m := &machine{dir: t.TempDir(), server: fakegithub.New(t, time.Now)}
	m.file = filepath.Join(m.dir, "b.md")
	m.env = map[string]string{
		"XDG_STATE_HOME": filepath.Join(m.dir, ".state"), "GITHUB_API_URL": m.server.URL, "GH_TOKEN": fakegithub.Token,
		"BACKLOGSYNC_TO": "github:acme/shop",
	}
	if err := copyExamples(m.dir); err != nil {
		t.Fatal(err)
	}
	return m
}

// run runs a command and wants an exit code.
func (m *machine) run(t *testing.T, want exitCode, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	a := &app{targets: targets{console: console{environ: func(name string) string { return m.env[name] }, stdout: &out, stderr: &errs}, others: m.others}}
	if got := a.main(t.Context(), args); got != want {
		t.Fatalf("backlogsync %s: exit %d, want %d\n%s%s", strings.Join(args, " "), got, want, out.String(), errs.String())
	}
	return out.String(), errs.String()
}

// disturb changes four facts and one state on the server.
func (m *machine) disturb() {
	s := m.server
	s.Milestones[4].CreatedAt = "2020-01-01T00:00:00Z"
	s.Issues[0].Milestone = s.Milestones[1]
	s.Issues[1].User.Login = "eva"
	s.Issues[3].State = "closed"
	s.Issues = append(s.Issues[:2:2], s.Issues[3:]...)
}

func TestVerifyGitHub(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.run(t, exitDone, "apply", "--yes", "--quiet", m.file)
	if out, errs := m.run(t, exitDone, "verify", m.file); out+errs != "" {
		t.Errorf("verify after an apply says %q", out+errs)
	}
	m.disturb()
	m.server.Forget()
	out, _ := m.run(t, exitPending, "verify", m.file)
	if n := len(m.server.Requests); n != 4 { // project, two lists, and the issue that they lack
		t.Errorf("%d requests were sent: %+v", n, m.server.Requests)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	want := []struct {
		line int
		text string
	}{
		{102, `the time of creation of EPICA-5 is recorded as "20`},
		{108, `the milestone of US-1.1 is recorded as "EPICA-1", in the tracker it is "EPICA-2"`},
		{109, `the responsible person of US-1.2 is recorded as "ana", in the tracker it is "eva"`},
		{110, `issue US-1.3 is recorded as "https://github.example/acme/shop/issues/3", which no longer exists`},
	}
	if len(lines) != len(want) {
		t.Fatalf("verify says\n%s", out)
	}
	for i, w := range want {
		if !strings.HasPrefix(lines[i], fmt.Sprintf("%s:%d:1: error: %s", m.file, w.line, w.text)) {
			t.Errorf("line %d: %s\nwant %d: %s", i, lines[i], w.line, w.text)
		}
	}
}

// A milestone of GitLab has no author: who is responsible for it cannot be
// verified, which is not a difference.
func TestVerifyGitLab(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	server := fakegitlab.New(t, time.Now)
	m.env["GITLAB_HOST"], m.env["GITLAB_TOKEN"], m.env["BACKLOGSYNC_TO"] = server.URL, fakegitlab.Token, "gitlab:acme/tools/shop"
	m.run(t, exitDone, "apply", "--yes", "--quiet", m.file)
	if out, errs := m.run(t, exitDone, "verify", m.file); out+errs != "" {
		t.Errorf("verify after an apply says %q", out+errs)
	}
	server.Milestones[4].CreatedAt = "2020-01-01T00:00:00.000Z"
	server.Issues[0].Milestone = server.Milestones[1]
	author := *server.Issues[1].Author
	author.Username = "eva"
	server.Issues[1].Author = &author
	server.Issues[3].State = "closed"
	server.Issues = append(server.Issues[:2:2], server.Issues[3:]...)
	out, _ := m.run(t, exitPending, "verify", m.file)
	var lines []string
	for line := range strings.Lines(out) {
		lines = append(lines, strings.TrimPrefix(strings.SplitN(line, " is recorded as ", 2)[0], m.file))
	}
	want := []string{
		":102:1: error: the time of creation of EPICA-5", ":108:1: error: the milestone of US-1.1",
		":109:1: error: the responsible person of US-1.2", ":110:1: error: issue US-1.3",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("verify says\n%s\n%s", out, diff)
	}
	out, _ = m.run(t, exitPending, "verify", "--format", "json", m.file)
	var b evidence.Bundle
	if err := json.Unmarshal([]byte(out), &b); err != nil {
		t.Fatal(err)
	}
	if got := b.Items[0].Unverifiable; len(got) != 1 || got[0] != evidence.FactResponsible || b.Items[0].Recorded.Responsible == "" {
		t.Errorf("the first milestone: %+v", b.Items[0])
	}
	if _, err := time.Parse(time.RFC3339, b.ServerDate); err != nil || !strings.HasPrefix(b.Project.API, server.URL) {
		t.Errorf("date %q, API %q", b.ServerDate, b.Project.API)
	}
	status, _ := m.run(t, exitDone, "status", m.file)
	if !strings.Contains(status, "1/26  24 open, 1 closed, 1 missing") {
		t.Errorf("the status is\n%s", status)
	}
	page, _ := m.run(t, exitDone, "report", m.file)
	if !strings.Contains(page, `id="findings">4<`) {
		t.Error("the page does not show the findings")
	}
}

// A bundle says which server was asked, and when by its own clock.
func TestBundleProject(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.run(t, exitDone, "apply", "--yes", "--quiet", m.file)
	out, _ := m.run(t, exitDone, "verify", "--format", "json", m.file)
	var b evidence.Bundle
	if err := json.Unmarshal([]byte(out), &b); err != nil || b.Project.API != m.server.URL+"/" {
		t.Errorf("the address of the API is %q, want %q (%v)", b.Project.API, m.server.URL, err)
	}
	if date, err := time.Parse(time.RFC3339, b.ServerDate); err != nil || time.Since(date) > time.Hour {
		t.Errorf("the date of the server is %q", b.ServerDate)
	}
}

func TestVerifyFormats(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.run(t, exitDone, "apply", "--yes", "--quiet", m.file)
	m.disturb()
	out, _ := m.run(t, exitPending, "verify", "--format", "sarif", m.file)
	if n := len(readSARIF(t, out).Runs[0].Results); n != 4 {
		t.Errorf("SARIF has %d results", n)
	}
	out, _ = m.run(t, exitPending, "verify", "--format", "csv", m.file)
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || len(rows) != 5 {
		t.Errorf("%d rows of CSV, %v", len(rows), err)
	}
	if got := rows[3][5:8]; strings.Join(got, " ") != "responsible ana eva" {
		t.Errorf("row 3 says %q", got)
	}
}

func readSARIF(t *testing.T, text string) *sarifLog {
	t.Helper()
	var log sarifLog
	if err := json.Unmarshal([]byte(text), &log); err != nil {
		t.Fatal(err)
	}
	return &log
}

// Cells are parted where a spreadsheet has its own sign for that, too.
func TestCSVQuotes(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := writeCSV(&out, []evidence.Difference{{File: "b.md", ID: "US-1.1", Recorded: `a;=1+1`, Observed: `a "b"`, Message: "x\t=1\ny"}}); err != nil {
		t.Fatal(err)
	}
	_, row, _ := strings.Cut(out.String(), "\n")
	if want := `b.md,0,0,,US-1.1,,"a;=1+1","a ""b""",,"x =1 y"` + "\n"; row != want {
		t.Errorf("the row is %q, want %q", row, want)
	}
	if rows, err := csv.NewReader(&out).ReadAll(); err != nil || len(rows) != 2 || rows[1][6] != "a;=1+1" {
		t.Errorf("%v, %v", rows, err)
	}
}

// Text of other people is not a formula in a spreadsheet.
func TestPlainCell(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"": "", "ana": "ana", "=1+1": "'=1+1", "@ana": "'@ana", "-1": "'-1", "+1": "'+1", "a=1": "a=1",
		"\n=1": "' =1", "\r=1": "'\ufffd=1", "\t=1": "' =1", "＝1": "'＝1", "＋1": "'＋1", "－1": "'－1", "＠a": "'＠a", " =1": "' =1",
		"\u200b=1": "'=1", "a\n=1": "a =1",
	} {
		if got := plainCell(in); got != want {
			t.Errorf("plainCell(%q) = %q, want %q", in, got, want)
		}
	}
}
