//go:build external

package backlog_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/backlogsync/backlogsync/backlog"
	"pgregory.net/rapid"
)

// prettier is the formatter that teams run over their Markdown: a second
// opinion on the tables and sections that are written back.
const prettier = "prettier@3.10.1"

// TestPrettier makes sure that files which pass Prettier's check still pass it
// after everything in them was recorded.
func TestPrettier(t *testing.T) {
	dir := t.TempDir()
	before, after := filepath.Join(dir, "before"), filepath.Join(dir, "after")
	for _, d := range []string{before, after} {
		if err := os.Mkdir(d, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	files := make(map[string]*backlog.File)
	add := func(name string, src []byte) {
		files[name] = backlog.Parse(name, src, nil)
		if err := os.WriteFile(filepath.Join(before, name), src, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, pattern := range []string{"../examples/*.md", "../examples/docs/planning/*.md"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			add(filepath.Base(name), src)
		}
	}
	for _, c := range readCases(t, "testdata/record/*.txtar") {
		add(strings.TrimSuffix(filepath.Base(c.name), ".txtar")+".md", c.archive.Files[0].Data)
	}
	unclean := make(map[string]bool)
	for _, name := range check(t, before) {
		unclean[name] = true
	}
	n := 0
	for name, f := range files {
		if unclean[name] {
			continue
		}
		n++
		out, _ := record(t, f)
		if err := os.WriteFile(filepath.Join(after, name), out, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if n < 20 {
		t.Errorf("only %d of %d files pass before anything is recorded", n, len(files))
	}
	for _, name := range check(t, after) {
		t.Errorf("%s passed before it was recorded, and does not any more", name)
	}
}

// check returns the names of the files in dir that Prettier would change.
func check(t *testing.T, dir string) []string {
	t.Helper()
	cmd := exec.Command("npx", "--yes", prettier, "--list-different", "--no-config", ".")
	cmd.Dir = dir
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if exit, ok := err.(*exec.ExitError); err != nil && (!ok || exit.ExitCode() != 1) {
		t.Fatalf("npx %s: %v\n%s", prettier, err, stderr.String())
	}
	return strings.Fields(string(out))
}

// TestPrettierDerived makes sure that derived execution files are formatted as
// Prettier does it, and stay so when they are registered and follow their source.
func TestPrettierDerived(t *testing.T) {
	dir := t.TempDir()
	put := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name+".md"), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	draw := rapid.Custom(drawEpics)
	changed := rapid.Custom(func(t *rapid.T) [2][]plannedEpic {
		epics := drawEpics(t)
		copied := make([]plannedEpic, len(epics))
		for i, e := range epics {
			e.stories = slices.Clone(e.stories)
			copied[i] = e
		}
		return [2][]plannedEpic{epics, changeEpics(t, copied)}
	})
	for i, form := range sourceForms {
		name := fmt.Sprintf("%d-%s", i, form.language)
		put(name, derive(t, form.write(draw.Example(i))))
		for j := range 4 {
			epics := changed.Example(10*i + j)
			before := form.write(epics[0])
			f := parseExecution(before, derive(t, before))
			registered, _ := record(t, f)
			out, _ := bringUp(t, form.write(epics[1]), registered)
			put(fmt.Sprintf("%s-updated-%d", name, j), out)
		}
	}
	for _, name := range check(t, dir) {
		src, _ := os.ReadFile(filepath.Join(dir, name))
		t.Errorf("%s is not formatted as Prettier does it:\n%s", name, src)
	}
}

// TestPrettierPulled makes sure that files which pass Prettier's check still pass it
// after something was taken into them.
func TestPrettierPulled(t *testing.T) {
	dir := t.TempDir()
	before, after := filepath.Join(dir, "before"), filepath.Join(dir, "after")
	outs := make(map[string][]byte)
	for name, c := range pullCases {
		f := backlog.Parse(name, []byte(c.src), nil)
		edits, _ := f.Pull(c.pulls)
		out, err := backlog.Apply(f.Source(), edits...)
		if err != nil {
			t.Fatal(err)
		}
		name = strings.ReplaceAll(name, " ", "-") + ".md"
		outs[name] = out
		for path, data := range map[string][]byte{filepath.Join(before, name): f.Source(), filepath.Join(after, name): out} {
			if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o777), os.WriteFile(path, data, 0o666)); err != nil {
				t.Fatal(err)
			}
		}
	}
	unclean := check(t, before)
	if len(unclean) > len(outs)/2 {
		t.Errorf("%v do not pass before anything is pulled", unclean)
	}
	for _, name := range check(t, after) {
		if !slices.Contains(unclean, name) {
			t.Errorf("%s passed before, and does not any more:\n%s", name, outs[name])
		}
	}
}

// TestPrettierShared makes sure that a ledger which several backlogs share is made as
// Prettier formats it, and stays so whatever people wrote into it before and whatever
// is recorded of which backlog.
func TestPrettierShared(t *testing.T) {
	dir := t.TempDir()
	before, after := filepath.Join(dir, "before"), filepath.Join(dir, "after")
	n := 0
	put := func(dir, text string) {
		if err := errors.Join(os.MkdirAll(dir, 0o777), os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.md", n)), []byte(text), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	other := strings.NewReplacer("US-", "AB-", "Login", "日本語で | Login", "## Epic 1: Access", "## Épica 2: Acceso").Replace(sharing)
	grown := sharing + "- [ ] US-1.3 Reset the password of somebody else\n- [ ] US-1.4 _Invite_\n"
	for _, ledger := range []string{
		"", "# Our evidence\n\nWritten by people.\n", "# Our evidence",
		"# E\n\n## `../PLAN.md`\n\nAs audited in May.\n\n## Notes\n\nNothing.\n",
		"# E\n\n## `../PLAN.md`\n\n| Type  | Identifier | URL | Note |\n| ----- | ---------- | :-: | ---: |\n| Issue | US-1.1     |     |   ok |\n\n## Notes\n\n- one\n- two\n",
		"# E\n\n## `../PLAN.md`\n\n### Relation Milestone ← Issues\n\n- EPIC-1 ← [US-1.1](https://x.example/1)\n\n## `../more/b.md`\n",
	} {
		n++
		put(before, ledger)
		tree := repository(map[string]string{"PLAN.md": sharing, "more/b.md": strings.Replace(other, "docs/", "../docs/", 1)})
		if ledger != "" {
			tree["docs/EVIDENCE.md"] = &fstest.MapFile{Data: []byte(ledger)}
		}
		for i, name := range []string{"PLAN.md", "more/b.md", "PLAN.md"} {
			if i == 2 {
				tree["PLAN.md"] = &fstest.MapFile{Data: []byte(grown)}
			}
			r := recordOf(inRepository(t, tree, name))
			if i == 2 {
				r.Evidence[2].Status = backlog.StatusClosed
			}
			put(filepath.Join(after, fmt.Sprint(i)), recordBoth(t, tree, name, r))
		}
	}
	unclean := check(t, before)
	for i := range 3 {
		for _, name := range check(t, filepath.Join(after, fmt.Sprint(i))) {
			if src, _ := os.ReadFile(filepath.Join(after, fmt.Sprint(i), name)); !slices.Contains(unclean, name) {
				t.Errorf("%s, saved %d times, is not formatted as Prettier does it:\n%s", name, i+1, src)
			}
		}
	}
	if len(unclean) > 1 {
		t.Errorf("%v do not pass before anything is recorded", unclean)
	}
}
