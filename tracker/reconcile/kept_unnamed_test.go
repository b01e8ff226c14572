package reconcile_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// Kept answers do not do either where neither the ledger nor the journal names an
// item, though all but one of the ways in which they might are there: it exists, and
// only they lack it.
func TestKeptAnswersOfUnnamed(t *testing.T) {
	t.Parallel()
	row := func(id string) *regexp.Regexp { return regexp.MustCompile(`(?m)^\| \w+ +\| ` + id + ` +\|.*\n`) }
	epics := &reconcile.Options{Epics: reconcile.EpicsIssue}
	for name, test := range map[string]struct {
		opts    *reconcile.Options
		hidden  tracker.Ref
		prepare func(t *testing.T, p *project)
	}{
		"a row without an address": {nil, tracker.Ref{Kind: tracker.KindIssue, Key: "2"}, func(_ *testing.T, p *project) {
			p.Src = row("US-1.2").ReplaceAllString(p.Src, "| Issue | US-1.2 |  |  |  | ⬜ |\n")
		}},
		"the journal names that of another scope": {nil, tracker.Ref{Kind: tracker.KindIssue, Key: "2"}, func(t *testing.T, p *project) {
			registered := row("US-1.2").ReplaceAllString(p.Src, "")
			p.Src = "<!-- scope: other -->\n\n## Epic 9: Shop\n\n- [ ] US-1.2 Basket\n"
			p.MustApply(t)
			p.Src = registered
		}},
		"an epic": {nil, tracker.Ref{Kind: tracker.KindMilestone, Key: "3"}, func(_ *testing.T, p *project) { // no issue shows it
			p.Src = row("EPIC-3").ReplaceAllString(p.Src, "")
		}},
		"an epic that is an issue": {epics, tracker.Ref{Kind: tracker.KindIssue, Key: "1"}, func(_ *testing.T, p *project) {
			p.Src = row("EPIC-1").ReplaceAllString(p.Src, "")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, strings.Replace(small, "## Evidence", "## Epic 3: Later\n\n## Evidence", 1))
			if _, _, err := p.Apply(t, test.opts); err != nil {
				t.Fatal(err)
			}
			p.later()
			p.Dir = t.TempDir()
			before := p.Src
			test.prepare(t, p)
			if p.Src == before {
				t.Fatalf("nothing is unnamed in\n%s", p.Src)
			}
			p.later()
			k := &keeper{window: p.look(func(_ tracker.Kind, _ int, items []*tracker.Item) []*tracker.Item {
				var shown []*tracker.Item
				for _, x := range items {
					if x.Ref != test.hidden {
						shown = append(shown, x)
					}
				}
				return shown
			})}
			p.Sees = k
			_, r, err := p.Apply(t, test.opts)
			if err != nil || r.Created != 0 || r.Recorded != 1 || k.kept > 0 {
				t.Errorf("%v, created %d, recorded %d, %d with kept answers", err, r.Created, r.Recorded, k.kept)
			}
		})
	}
}

// What is not wanted need not be named: kept answers do where epics are issues only.
func TestKeptAnswersWithoutMilestones(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	opts := &reconcile.Options{Epics: reconcile.EpicsIssue}
	if _, _, err := p.Apply(t, opts); err != nil {
		t.Fatal(err)
	}
	p.later()
	k := &keeper{window: p.look(all)}
	p.Sees = k
	if _, r, err := p.Apply(t, opts); err != nil || r.Created != 0 || k.kept == 0 {
		t.Errorf("%v, created %d, %d with kept answers", err, r.Created, k.kept)
	}
}
