//go:build external

package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPipelinePull runs the jobs that bring progress back: one change request, which
// each run sets anew, which merging ends, and which apply and pull never make again.
func TestPipelinePull(t *testing.T) {
	action, component := readAction(t), readComponent(t)
	for name, steps := range map[string][2]step{
		"GitHub": {action["Apply"], action["Pull"]}, "GitLab": {component["backlogsync-apply"], component["backlogsync-pull"]},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPipeline(t)
			apply, pull := steps[0], steps[1]
			check := func(when, main, progress string) {
				t.Helper()
				if m, l := p.commits("main"), p.commits("backlogsync/progress"); m != main || l != progress {
					t.Errorf("%s: main has %s commits, the branch with the progress %s; want %s and %s", when, m, l, main, progress)
				}
			}
			p.run(apply)
			p.run(pull)
			check("nothing happened", "2", "0")
			p.server.Issue(1).Title = "US-1.1 Renamed by a person"
			p.run(pull)
			check("a title changed", "2", "3")
			p.write(t, "bin/open", "1")
			before := p.sh(p.bare, "git rev-parse backlogsync/progress")
			p.run(pull)
			if now := p.sh(p.bare, "git rev-parse backlogsync/progress"); now != before {
				t.Error("the branch was pushed again with the same content")
			}
			p.run(apply)
			check("apply before the merge", "2", "3")
			if title := p.server.Issue(1).Title; title != "US-1.1 Renamed by a person" {
				t.Errorf("apply undid a change: %s", title)
			}
			p.sh(p.bare, "git update-ref refs/heads/main backlogsync/progress")
			p.run(apply)
			p.run(pull)
			check("merged", "3", "0")
			p.run(apply)
			p.run(pull)
			check("nothing more to do", "3", "0")
			p.sh(p.bare, "git show main:b.md | grep -c 'US-1.1 Renamed by a person'")
			if name == "GitHub" {
				log, err := os.ReadFile(filepath.Join(p.bin, "gh.log"))
				if n := strings.Count(string(log), "pr create --head backlogsync/progress"); err != nil || n != 1 {
					t.Errorf("%d pull requests were opened, %v:\n%s", n, err, log)
				}
			}
		})
	}
}
