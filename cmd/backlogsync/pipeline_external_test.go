//go:build external

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const (
	actionlint    = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12"
	gitlabCILocal = "gitlab-ci-local@4.61.1" // checks against the schema that GitLab publishes
)

// A pipeline is a machine with a repository whose main branch may be protected,
// and the tools that the scripts call.
type pipeline struct {
	*machine
	t    *testing.T
	env  []string
	bin  string
	bare string
	n    int // clones so far
}

// newPipeline builds the command and makes a repository with the founding
// document.
func newPipeline(t *testing.T) *pipeline {
	p := &pipeline{machine: newMachine(t), t: t}
	p.bin = filepath.Join(p.dir, "bin")
	p.bare = filepath.Join(p.dir, "acme", "shop.git")
	p.env = append(os.Environ(), "PATH="+p.bin+":"+realPath(), "RUNNER_TEMP="+p.bin, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null",
		"GITHUB_ACTIONS=", "GITHUB_REF_NAME=main", "GITHUB_REPOSITORY=acme/shop", "GITHUB_STEP_SUMMARY="+filepath.Join(p.dir, "summary"),
		"CI_SERVER_URL=file://"+p.dir, "CI_PROJECT_PATH=acme/shop", "CI_SERVER_HOST=gitlab.example", "CI_DEFAULT_BRANCH=main", "GITLAB_TOKEN=glpat-x")
	for name, value := range p.machine.env {
		p.env = append(p.env, name+"="+value)
	}
	if err := os.MkdirAll(p.bin, 0o777); err != nil {
		t.Fatal(err)
	}
	p.program("gh", `echo "$*" >> "$RUNNER_TEMP/gh.log"; case "$1 $2" in "pr list") cat "$RUNNER_TEMP/open" ;; esac`)
	p.write(t, "bin/open", "0")
	p.sh(".", "go build -o "+filepath.Join(p.bin, "backlogsync")+" .")
	seed := filepath.Join(p.dir, "seed")
	p.sh(p.dir, `git init --quiet --bare --initial-branch=main `+p.bare+`
		git -C `+p.bare+` config receive.advertisePushOptions true
		git init --quiet --initial-branch=main `+seed+`
		cp -r b.md docs `+seed+`
		cd `+seed+`
		git add .
		git -c user.name=x -c user.email=x@x.example commit --quiet --message seed
		git push --quiet `+p.bare+` main`)
	hook := filepath.Join(p.bare, "hooks", "update")
	if err := os.WriteFile(hook, []byte("#!/bin/sh\n[ \"$1\" != refs/heads/main ] || [ ! -e "+filepath.Join(p.dir, "protected")+" ]\n"), 0o777); err != nil {
		t.Fatal(err)
	}
	return p
}

// realPath is PATH without the directory in which the scripts of other tests
// find a git that is none.
func realPath() string {
	dirs := slices.DeleteFunc(filepath.SplitList(os.Getenv("PATH")), func(dir string) bool {
		_, err := os.Stat(filepath.Join(dir, "backlogsync"))
		return err == nil
	})
	return strings.Join(dirs, string(filepath.ListSeparator))
}

// withTools returns a pipeline that has only the tools of this machine.
func withTools(t *testing.T) *pipeline {
	return &pipeline{t: t, env: append(os.Environ(), "PATH="+realPath(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null")}
}

func (p *pipeline) program(name, script string) {
	p.t.Helper()
	if err := os.WriteFile(filepath.Join(p.bin, name), []byte("#!/usr/bin/env bash\n"+script+"\n"), 0o777); err != nil {
		p.t.Fatal(err)
	}
}

// sh runs a script as both services do, and returns what it prints.
func (p *pipeline) sh(dir, script string, env ...string) string {
	p.t.Helper()
	cmd := exec.CommandContext(p.t.Context(), "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
	cmd.Dir, cmd.Env = dir, append(p.env, env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		p.t.Fatalf("%v\n%s\n%s", err, script, out)
	}
	return strings.TrimSpace(string(out))
}

// run runs a step of a pipeline in a fresh clone, on a machine that remembers
// nothing.
func (p *pipeline) run(s step) {
	p.t.Helper()
	p.n++
	clone := filepath.Join(p.dir, fmt.Sprintf("clone%d", p.n))
	p.sh(p.dir, "git clone --quiet "+p.bare+" "+clone)
	p.sh(clone, s.Run, append(s.environment(), "XDG_STATE_HOME="+clone+".state", "BACKLOGSYNC_TO=github:acme/shop")...)
}

// commits returns how many commits a branch has, 0 if there is none.
func (p *pipeline) commits(branch string) string {
	p.t.Helper()
	return p.sh(p.bare, "git rev-list --count "+branch+" 2>/dev/null || echo 0")
}

// A step of a pipeline.
type step struct {
	Name string            `yaml:"name"`
	Uses string            `yaml:"uses"`
	With map[string]string `yaml:"with"`
	If   string            `yaml:"if"`
	Env  map[string]string `yaml:"env"`
	Run  string            `yaml:"run"`
}

var inputs = map[string]string{
	"files": "b.md\n\n", "ledger": "push", "ledger-branch": "backlogsync/ledger", "comment": "true", "token": "x", "to": "",
	"github.event.pull_request.number": "7",
}

var expression = regexp.MustCompile(`\$\{\{ (?:inputs\.)?([\w.-]+) \}\}|\$\[\[ inputs\.([\w-]+) \]\]`)

// environment returns the variables of a step, with the inputs filled in.
func (s *step) environment() []string {
	var env []string
	for name, value := range s.Env {
		if name == "GH_TOKEN" || name == "BACKLOGSYNC_TO" {
			continue // as the machine has them
		}
		env = append(env, name+"="+expression.ReplaceAllStringFunc(value, func(e string) string {
			m := expression.FindStringSubmatch(e)
			return inputs[m[1]+m[2]]
		}))
	}
	return env
}

// readAction returns the steps of action.yml by name.
func readAction(t *testing.T) map[string]step {
	t.Helper()
	var action struct {
		Runs struct{ Steps []step }
	}
	readYAML(t, "action.yml", &action)
	steps := make(map[string]step)
	for _, s := range action.Runs.Steps {
		steps[s.Name] = s
	}
	return steps
}

// readComponent returns the jobs of the GitLab component as steps.
func readComponent(t *testing.T) map[string]step {
	t.Helper()
	type job struct {
		Variables map[string]string
		Script    []string
	}
	data, err := os.ReadFile(filepath.Join("..", "..", "templates", "backlogsync.yml"))
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(data), "\n---\n")
	var jobs map[string]job
	if err := yaml.Unmarshal([]byte(body), &jobs); err != nil {
		t.Fatal(err)
	}
	steps := make(map[string]step)
	for name, j := range jobs {
		steps[name] = step{Name: name, Env: jobs[".backlogsync"].Variables, Run: strings.Join(j.Script, "\n")}
	}
	return steps
}

func readYAML(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

// TestPipelines runs the scripts of the action and of the component against a
// repository with a protected branch and one without.
func TestPipelines(t *testing.T) {
	action, component := readAction(t), readComponent(t)
	for name, apply := range map[string]step{"GitHub": action["Apply"], "GitLab": component["backlogsync-apply"]} {
		t.Run(name, func(t *testing.T) {
			p := newPipeline(t)
			if err := os.WriteFile(filepath.Join(p.dir, "protected"), nil, 0o666); err != nil {
				t.Fatal(err)
			}
			check := func(when, main, ledger string) {
				t.Helper()
				if n := len(p.server.Issues); n != 26 {
					t.Errorf("%s: there are %d issues", when, n)
				}
				if m, l := p.commits("main"), p.commits("backlogsync/ledger"); m != main || l != ledger {
					t.Errorf("%s: main has %s commits, the branch with the ledger %s; want %s and %s", when, m, l, main, ledger)
				}
			}
			p.run(apply)
			check("protected", "1", "2")
			p.write(t, "bin/open", "1")
			p.run(apply)
			check("again, while the request is open", "1", "2")
			p.sh(p.bare, "git show backlogsync/ledger:b.md | grep -c 'https://github.example/acme/shop/issues/'")
			if err := os.Remove(filepath.Join(p.dir, "protected")); err != nil {
				t.Fatal(err)
			}
			p.run(apply)
			check("not protected", "2", "2")
			p.run(apply)
			check("nothing to do", "2", "2")
			if name == "GitHub" {
				log, err := os.ReadFile(filepath.Join(p.bin, "gh.log"))
				if n := strings.Count(string(log), "pr create"); err != nil || n != 1 {
					t.Errorf("%d pull requests were opened, %v:\n%s", n, err, log)
				}
			}
		})
	}
	t.Run("change request", func(t *testing.T) {
		p := newPipeline(t)
		p.run(action["Validate"])
		p.run(action["Plan"])
		p.run(component["backlogsync-validate"])
		p.run(component["backlogsync-plan"])
		log, err := os.ReadFile(filepath.Join(p.bin, "gh.log"))
		if err != nil || !strings.Contains(string(log), "api --silent --method POST repos/acme/shop/issues/7/comments --field body=@") {
			t.Errorf("the plan became no comment: %v\n%s", err, log)
		}
		summary, err := os.ReadFile(filepath.Join(p.dir, "summary"))
		if err != nil || !strings.Contains(string(summary), "Plan: 36 to create") {
			t.Errorf("the summary says %q, %v", summary, err)
		}
		if p.server.Writes() > 0 {
			t.Error("a change request wrote to the tracker")
		}
	})
}

// TestPipelineLint checks the action, the component and the workflows of the
// documentation with the services' own rules.
func TestPipelineLint(t *testing.T) {
	docs, err := os.ReadFile(filepath.Join("..", "..", "docs", "ci.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(docs), -1)
	if len(blocks) != 2 {
		t.Fatalf("the documentation has %d workflows", len(blocks))
	}
	t.Run("actionlint", func(t *testing.T) {
		p, dir := withTools(t), t.TempDir()
		workflows := filepath.Join(dir, ".github", "workflows")
		if err := os.MkdirAll(workflows, 0o777); err != nil {
			t.Fatal(err)
		}
		copyFile(t, filepath.Join("..", "..", "action.yml"), filepath.Join(dir, "action.yml"))
		writeFile(t, filepath.Join(workflows, "backlog.yml"), strings.ReplaceAll(blocks[0][1], "backlogsync/backlogsync@main", "./"))
		writeFile(t, filepath.Join(workflows, "steps.yml"), stepsAsWorkflow(t))
		p.sh(dir, "git init --quiet .; go run "+actionlint+" -verbose 2> log || { cat log; exit 1; }")
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
		for _, want := range []string{"backlogsync-validate:", "backlogsync-plan:", "backlogsync-apply:", "BACKLOGSYNC_FILES: docs/backlog.md", "resource_group: backlogsync"} {
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
