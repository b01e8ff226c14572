package cli

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// documented finds the documents in docs/json.md below the heading of their
// command.
var documented = regexp.MustCompile("(?s)\n## (\\w+)\n[^#]*?```json\n(.*?)```")

// TestDocumentedJSON checks that what docs/json.md shows of a command has the
// fields that the command prints.
func TestDocumentedJSON(t *testing.T) {
	t.Parallel()
	docs, err := os.ReadFile("../../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := documented.FindAllSubmatch(docs, -1)
	if len(blocks) != 5 {
		t.Fatalf("%d documents", len(blocks))
	}
	dir := t.TempDir()
	backlogs := map[string]string{
		"valid": "# Plan\n\n## Epic 1: Access\n\n### US-1.1 Login\n\n**Points:** 3\n\n**Acceptance criteria**\n\n- [ ] It asks for a password\n",
		"twice": "# Plan\n\n## Epic 1: Access\n\n- [ ] US-1.1 Login\n- [ ] US-1.1 Logout\n",
	}
	for name, text := range backlogs {
		if err := os.WriteFile(filepath.Join(dir, name+".md"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	run := func(args ...string) string {
		var stdout, stderr bytes.Buffer
		env := map[string]string{"XDG_STATE_HOME": filepath.Join(dir, "state")}
		a := &app{targets: targets{console: console{environ: func(name string) string { return env[name] }, stdin: os.Stdin, stdout: &stdout, stderr: &stderr}}}
		a.main(t.Context(), args)
		if stdout.Len() == 0 {
			t.Errorf("%v: %s", args, &stderr)
		}
		return stdout.String()
	}
	valid, twice, target := filepath.Join(dir, "valid.md"), filepath.Join(dir, "twice.md"), "local:"+filepath.Join(dir, "t")
	printed := map[string]string{"validate": run("validate", "--format", "json", twice), "plan": run("plan", "--format", "json", "--to", target, valid)}
	run("apply", "--yes", "--to", target, valid)
	issue := filepath.Join(dir, "t", "issues", "1.md")
	text, err := os.ReadFile(issue)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(issue, bytes.Replace(text, []byte("Login"), []byte("Sign in"), 1), 0o666); err != nil {
		t.Fatal(err)
	}
	printed["version"] = run("version", "--format", "json")
	printed["show"], printed["status"] = run("show", "--format", "json", valid), run("status", "--format", "json", "--to", target, valid)
	for _, b := range blocks {
		name := string(b[1])
		want, got := fieldsOf(t, b[2]), fieldsOf(t, []byte(printed[name]))
		for _, field := range slices.Sorted(maps.Keys(want)) {
			if !got[field] {
				t.Errorf("%s: %s is documented, but not printed", name, field)
			}
		}
		for _, field := range slices.Sorted(maps.Keys(got)) {
			if !want[field] && !strings.HasPrefix(field, ".changes[].") { // a change has what it needs
				t.Errorf("%s: %s is printed, but not documented", name, field)
			}
		}
	}
}

// fieldsOf returns the paths of the fields of a document, such as
// ".stories[].id".
func fieldsOf(t *testing.T, data []byte) map[string]bool {
	t.Helper()
	var doc any
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatalf("%v:\n%s", err, data)
	}
	fields := make(map[string]bool)
	var walk func(string, any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for key, value := range v {
				fields[path+"."+key] = true
				walk(path+"."+key, value)
			}
		case []any:
			for _, value := range v {
				walk(path+"[]", value)
			}
		}
	}
	walk("", doc)
	return fields
}
