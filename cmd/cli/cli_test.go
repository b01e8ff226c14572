package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/internal/testutil/fakegitlab"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"backlogsync": func() { os.Exit(Main()) },
		"git":         fakeGit,
		"busy":        func() { os.Exit(int(run(busy, nil))) },
	})
}

// fakeGit answers the one question that is asked, so that the tests need no
// git and do not depend on who runs them.
func fakeGit() {
	if strings.Join(os.Args[1:], " ") != "config user.name" || os.Getenv("GIT_USER") == "" {
		os.Exit(1)
	}
	fmt.Println(os.Getenv("GIT_USER"))
}

func TestScripts(t *testing.T) {
	t.Parallel()
	heed()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_STATE_HOME", filepath.Join(env.WorkDir, ".state"))
			env.Setenv("GIT_USER", "Ana Pérez")
			env.Setenv("FAKE_GITHUB", fakegithub.New(t, time.Now).URL)
			enterprise := fakegithub.New(t, time.Now)
			enterprise.Prefix, enterprise.NoRates = "/api/v3", true
			enterprise.Repo["url"] = enterprise.URL + "/api/v3/repos/acme/shop"
			env.Setenv("FAKE_GHES", enterprise.URL)
			archived := fakegithub.New(t, time.Now)
			archived.Repo["archived"] = true
			env.Setenv("FAKE_ARCHIVED", archived.URL)
			env.Setenv("FAKE_TOKEN", fakegithub.Token)
			env.Setenv("newline", "\n")
			gitlab := fakegitlab.New(t, time.Now).URL
			env.Setenv("FAKE_GITLAB", gitlab)
			env.Setenv("FAKE_GITLAB_HOST", strings.TrimPrefix(gitlab, "http://"))
			env.Setenv("FAKE_GITLAB_TOKEN", fakegitlab.Token)
			env.Setenv("FAKE_OAUTH_TOKEN", fakegitlab.OAuthToken)
			env.Setenv("HANGING_GITHUB", hanging(t, env.WorkDir).URL)
			env.Setenv("LOSSY_GITHUB", lossy(t, env.WorkDir).URL)
			return copyExamples(env.WorkDir)
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"edit":  editFile,
			"pipe":  makePipe,
			"count": countText,
			"files": countFiles,
			"below": writeBelow,
			"code":  exitWith,
			"twin":  writeTwin,

			"waitfor":   waitFor,
			"private":   private,
			"terminate": terminate,
		},
	})
}

// hanging is a server that does not answer the third create of an issue for a
// long time, though it stores it, and makes the file "hangs" then.
func hanging(t *testing.T, dir string) *fakegithub.Server {
	s := fakegithub.New(t, time.Now)
	creates := 0
	s.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
		if !r.Write() || !strings.HasSuffix(r.Path, "/issues") {
			return nil
		}
		if creates++; creates != 3 {
			return nil
		}
		if err := os.WriteFile(filepath.Join(dir, "hangs"), nil, 0o666); err != nil {
			t.Error(err)
		}
		return &fakegithub.Fault{Commit: true, Hang: time.Minute}
	}
	return s
}

// lossy is a server that loses each create of US-1.3 on the way, until the file
// "mended" exists.
func lossy(t *testing.T, dir string) *fakegithub.Server {
	s := fakegithub.New(t, time.Now)
	s.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
		if _, err := os.Stat(filepath.Join(dir, "mended")); err == nil || !strings.Contains(r.Body, "US-1.3") {
			return nil
		}
		return &fakegithub.Fault{Status: http.StatusBadGateway}
	}
	return s
}

// copyExamples puts the founding documents beside the script's own files, as
// b.md and its source.
func copyExamples(dir string) error {
	for from, to := range map[string]string{
		"BACKLOG_V2_GITHUB_EXECUTION.md":                "b.md",
		"docs/planning/BACKLOG_V2_EPICS_AND_STORIES.md": "docs/planning/BACKLOG_V2_EPICS_AND_STORIES.md",
	} {
		data, err := os.ReadFile(filepath.Join("..", "..", "examples", filepath.FromSlash(from)))
		if err != nil {
			return err
		}
		name := filepath.Join(dir, filepath.FromSlash(to))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(name, data, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// editFile is "edit file old new": it replaces the one place that says old.
func editFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: edit file old new")
	}
	text := ts.ReadFile(args[0])
	unescape := strings.NewReplacer(`\n`, "\n", `\r`, "\r", `\t`, "\t")
	before, after := unescape.Replace(args[1]), unescape.Replace(args[2])
	if n := strings.Count(text, before); n != 1 {
		ts.Fatalf("%s holds %q %d times", args[0], before, n)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, before, after, 1)), 0o666))
}

// makePipe is "pipe file": a named pipe, to which nobody ever writes.
func makePipe(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: pipe file")
	}
	ts.Check(syscall.Mkfifo(ts.MkAbs(args[0]), 0o666))
}

// countText is "count n text file": the file holds the text n times.
func countText(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: count n text file")
	}
	if n := strings.Count(ts.ReadFile(args[2]), args[1]); fmt.Sprint(n) != args[0] {
		ts.Fatalf("%s holds %q %d times, want %s", args[2], args[1], n, args[0])
	}
}

// countFiles is "files n directory": the directory holds n files.
func countFiles(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: files n directory")
	}
	files, err := os.ReadDir(ts.MkAbs(args[1]))
	ts.Check(err)
	if fmt.Sprint(len(files)) != args[0] {
		ts.Fatalf("%s holds %d files, want %s", args[1], len(files), args[0])
	}
}

// exitWith is "code n command...": the command ends with that code.
func exitWith(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code n command...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if fmt.Sprint(got) != args[0] {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}

// writeBelow is "below file...": a person adds a line at the end of each.
func writeBelow(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args {
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(ts.ReadFile(name)+"\n\nWritten below by a person.\n"), 0o666))
	}
}

// writeTwin is "twin file new": the item of a file exists a second time, as if
// another run had made it.
func writeTwin(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: twin file new")
	}
	text := ts.ReadFile(args[0])
	_, rest, found := strings.Cut(text, " nonce=")
	nonce, _, _ := strings.Cut(rest, " ")
	if !found {
		ts.Fatalf("%s has no marker", args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(strings.ReplaceAll(text, nonce, "twin"+nonce)), 0o666))
}

// terminate is "terminate": the runs in the background get SIGTERM, which the
// kill of testscript does not know.
func terminate(ts *testscript.TestScript, neg bool, args []string) {
	for _, cmd := range ts.BackgroundCmds() {
		ts.Check(cmd.Process.Signal(syscall.SIGTERM))
	}
}

// private is "private dir text": only its owner reads what is in the directory,
// and the text stands in none of it.
func private(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: private dir text")
	}
	files := 0
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		info, err := d.Info()
		if err != nil {
			return err
		}
		if mode := info.Mode().Perm(); mode != 0o600 {
			return fmt.Errorf("%s has mode %o", name, mode)
		}
		data, err := os.ReadFile(name)
		if err == nil && strings.Contains(string(data), args[1]) {
			err = fmt.Errorf("%s holds %q", name, args[1])
		}
		return err
	}))
	if files < 2 {
		ts.Fatalf("%s holds %d files", args[0], files)
	}
}

// waitFor is "waitfor file": a run in the background has got that far.
func waitFor(ts *testscript.TestScript, neg bool, args []string) {
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
	}
	ts.Fatalf("%s does not appear", args[0])
}
