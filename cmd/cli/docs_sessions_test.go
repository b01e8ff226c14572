package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// changing is what is another at each run: times, and dates.
var changing = regexp.MustCompile(`\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?`)

// TestDocumentedSessions does what the README and the pages of docs show of a
// session, each page in a directory of its own, and wants to see the same: lines that
// begin with "$ " are commands, "cat" of a file that does not exist yet says what is
// in it, and "…" on a line of its own stands for any lines. With UPDATE_DOCS=1 what
// differs is written into the page instead.
func TestDocumentedSessions(t *testing.T) {
	t.Parallel()
	sessions := regexp.MustCompile("(?s)```console\n(.*?)```")
	ran := 0
	for _, page := range docPages(t) {
		t.Run(filepath.Base(page), func(t *testing.T) {
			text, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			s := &docSession{t: t, dir: t.TempDir()}
			updated := sessions.ReplaceAllStringFunc(string(text), func(block string) string {
				ran++
				return "```console\n" + s.run(sessions.FindStringSubmatch(block)[1]) + "```"
			})
			if os.Getenv("UPDATE_DOCS") != "" && updated != string(text) {
				if err := os.WriteFile(page, []byte(updated), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	if ran < 8 {
		t.Errorf("only %d sessions were found", ran)
	}
}

// A docSession runs the commands of one page.
type docSession struct {
	t   *testing.T
	dir string
}

// run runs the commands of a block and returns it as it ought to be.
func (s *docSession) run(block string) string {
	s.t.Helper()
	lines := strings.Split(strings.TrimSuffix(block, "\n"), "\n")
	var out strings.Builder
	for len(lines) > 0 {
		command, ok := strings.CutPrefix(lines[0], "$ ")
		if !ok {
			s.t.Fatalf("%q is no command", lines[0])
		}
		end := slices.IndexFunc(lines[1:], func(l string) bool { return strings.HasPrefix(l, "$ ") }) + 1
		if end == 0 {
			end = len(lines)
		}
		want := strings.TrimRight(strings.Join(lines[1:end], "\n"), "\n")
		got := strings.TrimRight(s.output(command, want), "\n")
		if fits(want, got) {
			got = want
		} else if os.Getenv("UPDATE_DOCS") == "" {
			s.t.Errorf("%s prints\n%s\nwant\n%s", command, got, want)
		}
		out.WriteString(lines[0] + "\n")
		if got != "" {
			out.WriteString(got + "\n")
		}
		lines = lines[end:]
	}
	return out.String()
}

// output is what a command prints, to both outputs.
func (s *docSession) output(command, want string) string {
	s.t.Helper()
	if name, ok := strings.CutPrefix(command, "cat "); ok {
		name = filepath.Join(s.dir, name)
		if _, err := os.Stat(name); err != nil {
			if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
				s.t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(want+"\n"), 0o666); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	cmd := exec.CommandContext(s.t.Context(), "sh", "-c", command)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+filepath.Join(s.dir, ".state"), "GIT_USER=Ana", "LANG=en_US.UTF-8", "LC_ALL=")
	out, err := cmd.CombinedOutput()
	if err != nil {
		s.t.Errorf("%s: %v: %s", command, err, out)
	}
	return string(out)
}

// fits reports whether an output is the one that is shown.
func fits(shown, got string) bool {
	var pattern strings.Builder
	pattern.WriteString("^")
	for line := range strings.Lines(changing.ReplaceAllString(shown, "TIME") + "\n") {
		if strings.TrimSpace(line) == "…" {
			pattern.WriteString("(?:.*\n)*")
			continue
		}
		pattern.WriteString(regexp.QuoteMeta(line))
	}
	pattern.WriteString("$")
	return regexp.MustCompile(pattern.String()).MatchString(changing.ReplaceAllString(got, "TIME") + "\n")
}

// docPages returns the names of the pages that users read.
func docPages(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	return append(names, "../../README.md", "../../CONTRIBUTING.md", "../../SECURITY.md")
}
