package reconcile_test

import (
	"strings"
	"testing"
)

// A marker from before IDs were cut holds a whole title: it is that of the story, and
// nothing is created where the ledger is lost, too.
func TestMarkerOfWholeTitle(t *testing.T) {
	t.Parallel()
	const src = "# Backlog\n\n- [ ] As a clerk, I want to see my files, so that I can answer at once\n"
	p := newProject(t, src)
	p.MustApply(t)
	p.later()
	x := p.m.issue(1)
	_, rest, _ := strings.Cut(x.Body, "id=")
	id, _, _ := strings.Cut(rest, " ")
	whole := "as-a-clerk-i-want-to-see-my-files-so-that-i-can-answer-at-once"
	if len(id) > 40 || id == whole {
		t.Fatalf("the ID is %q in\n%s", id, x.Body)
	}
	x.Body = strings.ReplaceAll(x.Body, "id="+id+" ", "id="+whole+" ")
	p.Src, p.Dir = src, t.TempDir()
	_, r := p.MustApply(t)
	if r.Created != 0 || len(p.m.Items()) != 1 || !strings.Contains(p.m.issue(1).Body, "id="+id+" ") {
		t.Errorf("%+v, %d items,\n%s", r, len(p.m.Items()), p.m.issue(1).Body)
	}
	p.WantNoChanges(t)
}
