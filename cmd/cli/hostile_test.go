package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
)

// hostile is what a name of a file, a title, or the message of a server may
// hold.
const hostile = "x\x1b]0;pwn\x07\n::set-output name=a::b ##[error]c\u202e\u2066\u200f\u061c\u2028\u0085\U000e0041"

// checkHarmless makes sure that an output does nothing to a terminal, and is no
// command to a pipeline.
func checkHarmless(t *testing.T, what, out string) {
	t.Helper()
	for line := range strings.Lines(out) {
		line = strings.ReplaceAll(strings.TrimSuffix(line, "\n"), wordJoiner, "") // which is put there
		if strings.ContainsFunc(line, unprintable) || command.MatchString(line) {
			t.Errorf("%s: %q", what, line)
		}
	}
}

// Names of files and titles, in every form of output.
func TestHostileNames(t *testing.T) { // not parallel: it changes the directory
	m := newMachine(t)
	title := strings.NewReplacer("\n", " ", "\u2028", " ").Replace(hostile)
	text := "# Plan\n\n## EPIC-1 " + title + "\n\n- [ ] US-1.1 ::" + title + "\n- [ ] US-1.1 again\n- [ ] US-1.2 ::x\n\n## Notes\n\n- [ ] call " + title + "\n"
	t.Chdir(m.dir)
	for n, name := range []string{hostile + ".md", "::error::x.md", "##[error]x.md"} {
		m.env["BACKLOGSYNC_TO"] = fmt.Sprintf("local:t%d", n)
		m.write(t, name, strings.Replace(text, "- [ ] US-1.1 again\n", "", 1))
		twice := "2" + name
		m.write(t, twice, text)
		for _, args := range []string{"show", "show --format json", "show --explain", "show --explain --format json"} {
			out, errs := m.run(t, exitDone, append(strings.Fields(args), name)...)
			checkHarmless(t, args, out+errs)
		}
		for _, format := range []string{"text", "json", "sarif", "gitlab", "junit"} {
			out, errs := m.run(t, exitInvalid, "validate", "--format", format, twice)
			checkHarmless(t, "validate --format "+format, out+errs)
		}
		out, _ := m.run(t, exitInvalid, "validate", "--format", "github", twice)
		for line := range strings.Lines(out) {
			rest, ok := strings.CutPrefix(line, "::error file=2")
			if !ok || strings.ContainsFunc(strings.TrimSuffix(rest, "\n"), unprintable) || strings.Contains(rest, "##[") || strings.Count(rest, "::") < 1 {
				t.Errorf("validate --format github: %q", line)
			}
			properties, _, _ := strings.Cut(rest, "::")
			if !regexp.MustCompile(`^[^:]*,line=\d+,col=\d+,title=[\w-]+$`).MatchString(properties) {
				t.Errorf("validate --format github: the properties are %q", properties)
			}
		}
		for _, args := range []string{"plan", "plan --format json", "plan --format markdown", "plan --offline", "apply --yes", "apply --yes", "status",
			"status --format json", "status --format markdown", "report"} {
			out, errs := m.run(t, exitDone, append(strings.Fields(args), name)...)
			checkHarmless(t, args, out+errs)
		}
		issue := filepath.Join(fmt.Sprintf("t%d", n), "issues", "1.md")
		m.write(t, issue, strings.Replace(readFile(t, issue), "US-1.1", "US-1.1 drifted", 1))
		out, errs := m.run(t, exitDone, "status", name)
		checkHarmless(t, "status of what drifted", out+errs)
		if !strings.Contains(out, "US-1.1 drifted: title") {
			t.Errorf("nothing drifted:\n%s", out)
		}
		m.write(t, name+".json", `{"no": "plan"}`)
		_, errs = m.run(t, exitFailed, "apply", name+".json")
		checkHarmless(t, "a hint", errs)
		m.write(t, name, strings.NewReplacer("issues/2", "issues/1", "EPIC-1 |", "EPIC-9 |").Replace(readFile(t, filepath.Join(m.dir, name))))
		for _, format := range []string{"text", "json", "csv", "sarif"} {
			out, errs := m.run(t, exitPending, "verify", "--format", format, name)
			checkHarmless(t, "verify --format "+format, out+errs)
		}
	}
}

// The message of a server is shown, and does nothing.
func TestHostileMessage(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	body, err := json.Marshal(map[string]string{"message": hostile + "\n  ::error::x\nhttps://u5er:s3cret@h.x/"})
	if err != nil {
		t.Fatal(err)
	}
	m.server.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
		if r.Write() && strings.Contains(r.Body, "US-1.1") {
			return &fakegithub.Fault{Status: 422, Body: string(body)}
		}
		return nil
	}
	out, errs := m.run(t, exitPartial, "apply", "--yes", "--verbose", m.file)
	checkHarmless(t, "apply", out+errs)
	if !strings.Contains(errs, "set-output") || strings.Contains(errs, "s3cret") {
		t.Errorf("the message is not shown as it should be:\n%s", errs)
	}
	m.server.Fault = func(*fakegithub.Request) *fakegithub.Fault { return &fakegithub.Fault{Status: 403, Body: string(body)} }
	for _, command := range []string{"plan", "status", "verify", "apply"} {
		out, errs := m.run(t, exitUnauthorized, command, "--verbose", m.file)
		checkHarmless(t, command, out+errs)
		if strings.Contains(errs, "s3cret") {
			t.Errorf("%s shows a password:\n%s", command, errs)
		}
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// So are errors and addresses in the log.
func TestHostileLog(t *testing.T) {
	t.Parallel()
	var errs bytes.Buffer
	a := &console{stderr: &errs, verbose: true}
	a.logger().Warn(hostile, "error", errors.New(hostile+" https://u5er:s3cret@h.x/"), "url", "https://s3cret@h.x/", "took", time.Second, "n", 7)
	checkHarmless(t, "the log", errs.String())
	if got := errs.String(); strings.Contains(got, "s3cret") || !strings.Contains(got, "took=1s n=7") || strings.Count(got, "\n") != 1 {
		t.Errorf("the log says %q", got)
	}
}
