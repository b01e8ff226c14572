//go:build external

package cli

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
	graphqlSchema = "@octokit/graphql-schema@15.26.1"
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
	p.env = append(os.Environ(), "PATH="+p.bin+":"+realPath(), "RUNNER_TEMP="+p.bin, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_CONFIG_GLOBAL="+filepath.Join(p.dir, "gitconfig"),
		"GITHUB_ACTIONS=", "GITHUB_REF_NAME=main", "GITHUB_REPOSITORY=acme/shop", "GITHUB_STEP_SUMMARY="+filepath.Join(p.dir, "summary"),
		"GITHUB_OUTPUT="+filepath.Join(p.dir, "output"),
		"CI_SERVER_URL=file://"+p.dir, "CI_PROJECT_PATH=acme/shop", "CI_SERVER_HOST=gitlab.example", "CI_DEFAULT_BRANCH=main", "GITLAB_TOKEN=glpat-x")
	for name, value := range p.machine.env {
		p.env = append(p.env, name+"="+value)
	}
	if err := os.MkdirAll(p.bin, 0o777); err != nil {
		t.Fatal(err)
	}
	p.program("gh", `echo "$*" >> "$RUNNER_TEMP/gh.log"
		case "$1 $2" in
		"pr list") cat "$RUNNER_TEMP/open" ;;
		"api graphql") while [ $# -gt 0 ]; do if [ "$1" = --jq ]; then jq --raw-output "$2" "$RUNNER_TEMP/comments"; fi; shift; done ;;
		esac`)
	p.write(t, "bin/open", "0")
	p.write(t, "bin/comments", comments(""))
	p.sh(".", "go build -o "+filepath.Join(p.bin, "backlogsync")+" ../backlogsync")
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

// comments is the answer of the service about a pull request on which a
// stranger wrote a comment that looks like ours, and ours, if there is one.
func comments(ours string) string {
	return `{"data": {"repository": {"pullRequest": {"comments": {"nodes": [
		{"databaseId": 41, "viewerDidAuthor": false, "body": "<!-- backlogsync plan -->\nNothing to see."},
		{"databaseId": 43, "viewerDidAuthor": true, "body": "Another job of the same bot."}` + ours + `
	]}}}}}`
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
	return &pipeline{t: t, env: append(os.Environ(), "PATH="+realPath(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+filepath.Join(t.TempDir(), "gitconfig"))}
}

// wrote checks that a step of the action set outputs.
func (p *pipeline) wrote(outputs string) {
	p.t.Helper()
	if data, err := os.ReadFile(filepath.Join(p.dir, "output")); err != nil || !strings.Contains(string(data), outputs) {
		p.t.Errorf("the outputs are %q, %v; want %q", data, err, outputs)
	}
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
func (p *pipeline) run(s step, env ...string) {
	p.t.Helper()
	clone := p.clone()
	p.sh(clone, s.Run, slices.Concat(s.environment(), p.stateOf(clone), env)...)
}

// refuses does so with a step that has to fail.
func (p *pipeline) refuses(s step, env ...string) {
	p.t.Helper()
	clone := p.clone()
	p.sh(clone, "if (\n"+s.Run+"\n); then exit 9; fi", slices.Concat(s.environment(), p.stateOf(clone), env)...)
}

func (p *pipeline) clone() string {
	p.t.Helper()
	p.n++
	clone := filepath.Join(p.dir, fmt.Sprintf("clone%d", p.n))
	p.sh(p.dir, "git clone --quiet "+p.bare+" "+clone)
	return clone
}

func (p *pipeline) stateOf(clone string) []string {
	return []string{"XDG_STATE_HOME=" + clone + ".state", "BACKLOGSYNC_TO=github:acme/shop"}
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
	"pull": "request", "pull-fields": "title,state", "pull-branch": "backlogsync/progress",
	"github.event.pull_request.number": "7", "github.event.repository.default_branch": "main",
}

var expression = regexp.MustCompile(`\$\{\{ (?:inputs\.)?([\w.-]+) \}\}|\$\[\[ inputs\.([\w-]+) \]\]`)

// environment returns the variables of a step, with the inputs filled in.
func (s *step) environment() []string {
	var env []string
	for name, value := range s.Env {
		if name == "GH_TOKEN" || name == "GH_ENTERPRISE_TOKEN" || name == "BACKLOGSYNC_TO" {
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
				p.wrote("changed=true\ncreated=36\nupdated=0\nrecorded=0\nclosed=0\nexit-code=0\n")
				p.wrote("changed=false\ncreated=0\nupdated=0\nrecorded=0\nclosed=0\nexit-code=0\n")
				log, err := os.ReadFile(filepath.Join(p.bin, "gh.log"))
				if n := strings.Count(string(log), "pr create"); err != nil || n != 1 {
					t.Errorf("%d pull requests were opened, %v:\n%s", n, err, log)
				}
			}
		})
	}
	t.Run("hostile inputs", func(t *testing.T) {
		p := newPipeline(t)
		for _, branch := range []string{"main", "", "backlogsync/ledger", "a:refs/heads/main"} {
			p.refuses(action["Pull"], "PULL_BRANCH="+branch)
			p.refuses(component["backlogsync-pull"], "BACKLOGSYNC_PULL_BRANCH="+branch)
		}
		for _, branch := range []string{"main", "", "a:refs/heads/main", "a b"} {
			p.refuses(action["Apply"], "LEDGER_BRANCH="+branch)
			p.refuses(component["backlogsync-apply"], "BACKLOGSYNC_LEDGER_BRANCH="+branch)
		}
		for _, file := range []string{"--to=local:x", "--help", "$(touch pwned)"} { // none is a flag or a command
			for name, s := range map[string]step{"FILES": action["Validate"], "BACKLOGSYNC_FILES": component["backlogsync-plan"]} {
				p.refuses(s, name+"="+file)
			}
			p.refuses(action["Apply"], "FILES=b.md\n"+file)
			p.refuses(component["backlogsync-apply"], "BACKLOGSYNC_FILES=b.md\n"+file)
		}
		if n := p.server.Writes(); n > 0 {
			t.Errorf("%d writes were sent", n)
		}
		if found, err := filepath.Glob(filepath.Join(p.dir, "clone*", "pwned")); err != nil || len(found) > 0 {
			t.Errorf("a file name was run: %q, %v", found, err)
		}
	})
	t.Run("change request", func(t *testing.T) {
		p := newPipeline(t)
		p.run(action["Validate"])
		p.run(action["Plan"])
		p.wrote("exit-code=0\nplan=" + filepath.Join(p.bin, "plan.json") + "\nchanged=true\ncreated=36\nupdated=0\nrecorded=0\nclosed=0\n")
		p.run(component["backlogsync-validate"])
		p.run(component["backlogsync-plan"])
		log, err := os.ReadFile(filepath.Join(p.bin, "gh.log"))
		if err != nil || !strings.Contains(string(log), "api --silent --method POST repos/acme/shop/issues/7/comments --field body=@") {
			t.Errorf("the plan became no comment: %v\n%s", err, log)
		}
		p.write(t, "bin/comments", comments(`, {"databaseId": 42, "viewerDidAuthor": true, "body": "<!-- backlogsync plan -->\nOld."}`))
		p.run(action["Plan"])
		log, err = os.ReadFile(filepath.Join(p.bin, "gh.log"))
		if err != nil || strings.Count(string(log), "--method POST") != 1 ||
			!strings.Contains(string(log), "api --silent --method PATCH repos/acme/shop/issues/comments/42 --field body=@") {
			t.Errorf("the comment was not brought up to date: %v\n%s", err, log)
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
