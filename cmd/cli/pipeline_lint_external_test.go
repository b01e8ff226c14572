//go:build external

package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestPipelineLint checks the action, the component and the workflows of the
// documentation with the services' own rules.
func TestPipelineLint(t *testing.T) {
	docs, err := os.ReadFile(filepath.Join("..", "..", "docs", "ci.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(docs), -1)
	if len(blocks) != 3 {
		t.Fatalf("the documentation has %d workflows", len(blocks))
	}
	t.Run("actionlint", func(t *testing.T) {
		p, dir := withTools(t), t.TempDir()
		workflows := filepath.Join(dir, ".github", "workflows")
		if err := os.MkdirAll(workflows, 0o777); err != nil {
			t.Fatal(err)
		}
		copyFile(t, filepath.Join("..", "..", "action.yml"), filepath.Join(dir, "action.yml"))
		writeFile(t, filepath.Join(workflows, "backlog.yml"), strings.ReplaceAll(blocks[0][1], "backlogsync/backlogsync@COMMIT", "./"))
		writeFile(t, filepath.Join(workflows, "steps.yml"), stepsAsWorkflow(t))
		p.sh(dir, "git init --quiet .; go run "+actionlint+" -verbose 2> log || { cat log; exit 1; }")
	})
	t.Run("GraphQL", func(t *testing.T) {
		p, dir := withTools(t), t.TempDir()
		query := regexp.MustCompile(`(?s)query='(.*?)'\n`).FindStringSubmatch(readAction(t)["Plan"].Run)
		if query == nil {
			t.Fatal("the action asks nothing")
		}
		writeFile(t, filepath.Join(dir, "query"), query[1])
		writeFile(t, filepath.Join(dir, "check.mjs"), `import { readFileSync } from "node:fs";
			import { validate } from "@octokit/graphql-schema";
			const errors = validate(readFileSync("query", "utf8"));
			if (errors.length) { console.error(errors.join("\n")); process.exit(1); }`)
		p.sh(dir, "npm install --silent --no-audit --no-fund "+graphqlSchema+" && node check.mjs")
	})
	t.Run("gitlab-ci-local", func(t *testing.T) {
		p, dir := withTools(t), t.TempDir()
		if err := os.MkdirAll(filepath.Join(dir, "templates"), 0o777); err != nil {
			t.Fatal(err)
		}
		copyFile(t, filepath.Join("..", "..", "templates", "backlogsync.yml"), filepath.Join(dir, "templates", "backlogsync.yml"))
		include := regexp.MustCompile(`component: .*`).ReplaceAllString(blocks[1][1], "local: templates/backlogsync.yml")
		writeFile(t, filepath.Join(dir, ".gitlab-ci.yml"), include)
		out := p.sh(dir, `git init --quiet . && git remote add origin https://gitlab.example/acme/shop.git
			git add . && git -c user.name=x -c user.email=x@x.example commit --quiet --message x
			npx --yes `+gitlabCILocal+` --preview`)
		for _, want := range []string{"backlogsync-validate:", "backlogsync-plan:", "backlogsync-apply:", "BACKLOGSYNC_FILES: docs/backlog.md",
			"resource_group: backlogsync"} {
			if !strings.Contains(out, want) {
				t.Errorf("the pipeline lacks %q:\n%s", want, out)
			}
		}
	})
}

// stepsAsWorkflow returns the steps of the action as a workflow, so that their
// expressions and scripts are checked too.
func stepsAsWorkflow(t *testing.T) string {
	t.Helper()
	var action struct {
		Inputs map[string]struct {
			Description string
			Default     string
			Required    bool
		}
		Runs struct{ Steps []map[string]any }
	}
	readYAML(t, "action.yml", &action)
	declared := make(map[string]any)
	for name := range action.Inputs {
		declared[name] = map[string]any{"type": "string"}
	}
	data, err := yaml.Marshal(map[string]any{
		"on":   map[string]any{"workflow_call": map[string]any{"inputs": declared}},
		"jobs": map[string]any{"steps": map[string]any{"runs-on": "ubuntu-latest", "steps": action.Runs.Steps}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, to, string(data))
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
