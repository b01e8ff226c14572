package cli

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"
)

// readDocs returns what users read, by the name of the file.
func readDocs(t *testing.T) map[string]string {
	t.Helper()
	docs := make(map[string]string)
	for _, name := range docPages(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		docs[filepath.Base(name)] = string(text)
	}
	return docs
}

// runIn runs the command in the working directory and returns what it prints.
func runIn(t *testing.T, args []string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	a := &app{targets: targets{console: console{environ: func(name string) string {
		if name == "XDG_STATE_HOME" {
			return filepath.Join(os.TempDir(), "state")
		}
		return ""
	}, stdin: os.Stdin, stdout: &stdout, stderr: &stderr}}}
	if code := a.main(t.Context(), args); code != exitDone || strings.Contains(stderr.String(), "source-missing") {
		t.Errorf("%v: exit code %d: %s", args, code, &stderr)
	}
	return stdout.String()
}

// chdirEmpty makes an empty directory the working one, and Ana the user of git.
func chdirEmpty(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("GIT_USER", "Ana")
	t.Chdir(dir)
}

// shown returns the lines of the first block of a language.
func shown(t *testing.T, doc, language string) []string {
	t.Helper()
	_, after, _ := strings.Cut(doc, "```"+language+"\n")
	block, _, ok := strings.Cut(after, "```")
	if !ok {
		t.Fatalf("no block of %s", language)
	}
	return strings.Split(strings.TrimSuffix(block, "\n"), "\n")
}

// TestDocumentedTrial runs the line that the README has for a fresh clone, twice.
func TestDocumentedTrial(t *testing.T) { //nolint:paralleltest // the command works in the working directory
	line := shown(t, readDocs(t)["README.md"], "sh")[0]
	copying, running, ok := strings.Cut(line, " && go run ./cmd/backlogsync ")
	words := strings.Fields(copying)
	if !ok || len(words) != 4 || words[0] != "cp" || words[1] != "-R" {
		t.Fatalf("%q", line)
	}
	from, err := filepath.Abs(filepath.Join("../..", words[2]))
	if err != nil {
		t.Fatal(err)
	}
	chdirEmpty(t)
	if err := os.CopyFS(words[3], os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Done: 36 created, ", "No changes. "} {
		if out := runIn(t, strings.Fields(running)); !strings.Contains(out, want) {
			t.Errorf("%s prints %s, want %q", running, out, want)
		}
	}
}

var fencedBlocks = regexp.MustCompile("(?s)```.*?```")

// TestDocumentedLinks follows the links of the documentation within the repository, to
// their headings, too.
func TestDocumentedLinks(t *testing.T) {
	t.Parallel()
	links := regexp.MustCompile(`\]\(([^)#\s]*)(?:#([^)\s]*))?\)`)
	headings := regexp.MustCompile(`(?m)^#+ (.*)$`)
	unspoken := regexp.MustCompile(`[^\p{L}\p{N} _-]`)
	found := 0
	for _, page := range docPages(t) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range links.FindAllStringSubmatch(fencedBlocks.ReplaceAllString(string(text), ""), -1) {
			if strings.Contains(m[1], ":") {
				continue
			}
			found++
			to := page
			if m[1] != "" {
				to = filepath.Join(filepath.Dir(page), filepath.FromSlash(m[1]))
			}
			target, err := os.ReadFile(to)
			if info, dir := os.Stat(to); dir == nil && info.IsDir() && m[2] == "" {
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", page, err)
				continue
			}
			anchors := make(map[string]bool)
			for _, h := range headings.FindAllStringSubmatch(fencedBlocks.ReplaceAllString(string(target), ""), -1) {
				anchors[strings.ReplaceAll(unspoken.ReplaceAllString(strings.ToLower(h[1]), ""), " ", "-")] = true
			}
			if m[2] != "" && !anchors[m[2]] {
				t.Errorf("%s: %s has no heading for #%s", page, to, m[2])
			}
		}
	}
	if found < 15 {
		t.Errorf("only %d links were found", found)
	}
}

// TestDocumentedFiles looks for the Go files and the directories that the pages for
// developers name, in the repository and in the rooms that they speak of.
func TestDocumentedFiles(t *testing.T) {
	t.Parallel()
	here := make(map[string]bool) // each path, and each end of one
	root := "../.."
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == ".git" {
			return fs.SkipDir
		}
		path = strings.TrimPrefix(filepath.ToSlash(path), root+"/")
		for end := path; ; {
			here[end] = true
			_, rest, ok := strings.Cut(end, "/")
			if !ok {
				return nil
			}
			end = rest
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`((?:[a-z0-9_]+/)*[a-z0-9_]+\\.go)`|`((?:backlog|tracker|cmd|internal|examples)/[a-z0-9_/]+)`")
	found := 0
	for _, page := range []string{"CONTRIBUTING.md", "docs/architecture.md", "README.md"} {
		text, err := os.ReadFile(filepath.Join(root, page))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllStringSubmatch(string(text), -1) {
			found++
			if name := strings.TrimSuffix(m[1]+m[2], "/"); !here[name] {
				t.Errorf("%s names %s, which does not exist", page, name)
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d files were found", found)
	}
}

// TestDocumentedConfiguration reads what docs/configuration.md shows, where every key
// stands, and the declarations of docs/reading.md.
func TestDocumentedConfiguration(t *testing.T) {
	t.Parallel()
	docs := readDocs(t)
	all, err := parseConfig("docs/configuration.md", "docs/configuration.md", []byte(strings.Join(shown(t, docs["configuration.md"], "yaml"), "\n")))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range configKeyNames() {
		if _, ok := all.set[name]; !ok {
			t.Errorf("%s is not documented", name)
		}
	}
	read, err := parseConfig("docs/reading.md", "docs/reading.md", []byte(strings.Join(shown(t, docs["reading.md"], "yaml"), "\n")))
	if err != nil || read.Read == nil {
		t.Errorf("%+v, %v", read, err)
	}
}

// TestHook makes sure that the hook of pre-commit runs a command that there is, and
// is the one that docs/ci.md names.
func TestHook(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var hooks []struct{ ID, Entry string }
	if err := yaml.Unmarshal(text, &hooks); err != nil || len(hooks) != 1 {
		t.Fatalf("%v: %v", hooks, err)
	}
	words := strings.Fields(hooks[0].Entry)
	cmd, rest, err := (&app{}).rootCommand().Find(words[1:])
	if err != nil || words[0] != "backlogsync" || cmd.Name() != "validate" || len(rest) > 0 {
		t.Errorf("%q: %v, %v", hooks[0].Entry, rest, err)
	}
	if !strings.Contains(readDocs(t)["ci.md"], "- id: "+hooks[0].ID+"\n") {
		t.Errorf("docs/ci.md does not name %s", hooks[0].ID)
	}
}

// TestDocumentedFlags looks for the commands and flags that the documentation
// names, in code, among those that there are.
func TestDocumentedFlags(t *testing.T) {
	t.Parallel()
	commands, all := make(map[string]map[string]bool), make(map[string]bool)
	for _, cmd := range (&app{}).rootCommand().Commands() {
		flags := make(map[string]bool)
		add := func(f *pflag.Flag) { flags["--"+f.Name], all["--"+f.Name] = true, true }
		cmd.InheritedFlags().VisitAll(add)
		cmd.Flags().VisitAll(add)
		commands[cmd.Name()] = flags
	}
	lines := regexp.MustCompile(`(\$ |\./cmd/)backlogsync [^\n|]+`)
	spans := regexp.MustCompile("`[^`]+`")
	found := 0
	for name, text := range readDocs(t) {
		var parts []string
		for _, block := range fencedBlocks.FindAllString(text, -1) {
			parts = append(parts, lines.FindAllString(block, -1)...)
		}
		parts = append(parts, spans.FindAllString(fencedBlocks.ReplaceAllString(text, ""), -1)...)
		for _, part := range parts {
			words := strings.Fields(strings.Trim(part, "`$ "))
			said := strings.HasSuffix(words[0], "backlogsync") && len(words) > 1
			if said {
				words = words[1:]
			}
			flags := commands[words[0]]
			switch {
			case flags != nil:
			case strings.HasPrefix(words[0], "--"):
				flags = all
			case said:
				t.Errorf("%s: %s: there is no such command", name, part)
				continue
			default:
				continue
			}
			for _, word := range words {
				flag, _, _ := strings.Cut(word, "=")
				if !strings.HasPrefix(flag, "--") {
					continue
				}
				found++
				if !flags[flag] {
					t.Errorf("%s: %s: there is no %s", name, part, flag)
				}
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d flags were found", found)
	}
}
