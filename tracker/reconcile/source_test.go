package reconcile_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// What an issue has from a source stays while the source lacks its story, is empty, or
// cannot be read; it goes once the source has the story without it.
func TestNotInSource(t *testing.T) {
	t.Parallel()
	const execution = "---\nSource-of-truth: src.md\ncheckbox: registered\n---\n\n# Plan\n\n- [ ] US-1 Add\n- [ ] US-2 Remove\n"
	const first = "# Shop\n\n### US-1 Add\n\nSome text.\n"
	const second = "\n### US-2 Remove\n\nOther text.\n\n**Labels:** c\n**Assignees:** @bob\n**Due:** 2026-04-01\n**Points:** 3\n**Depends on:** US-1\n"
	repository := func(source string) fs.FS {
		files := fstest.MapFS{"b.md": &fstest.MapFile{}}
		if source != "" {
			files["src.md"] = &fstest.MapFile{Data: []byte(source)}
		}
		return files
	}
	for name, c := range map[string]struct {
		source  string
		updates int
	}{
		"lacks it":       {first, 0},
		"lacks all":      {"# Shop\n", 0},
		"is not there":   {"", 0},
		"has it":         {first + second, 0},
		"has it changed": {first + "\n### US-2 Remove\n", 1},
	} {
		p := newProject(t, execution)
		p.m.Plain = false // else it has no points
		p.Files = repository(first + second)
		p.MustApply(t)
		p.WantNoChanges(t)
		issue := *p.m.issue(2)
		if !strings.Contains(issue.Body, "Other text.") || len(issue.Labels) != 1 || len(issue.Assignees) != 1 || issue.Due == "" || issue.Points == "" {
			t.Fatalf("%+v", issue)
		}
		p.Files = repository(c.source)
		plan, r, err := p.Apply(t, &reconcile.Options{Prefer: reconcile.SideBacklog})
		if err != nil || r.Err() != nil || r.Updated != c.updates {
			t.Errorf("%s: %v, %v, %+v", name, err, r.Err(), plan.Changes)
		}
		now := p.m.issue(2)
		kept := now.Body == issue.Body && len(now.Labels) == 1 && len(now.Assignees) == 1 && now.Due == issue.Due && now.Points == issue.Points
		if kept != (c.updates == 0) {
			t.Errorf("%s: %+v, was %+v", name, now, issue)
		}
		p.WantNoChanges(t)
	}
}
