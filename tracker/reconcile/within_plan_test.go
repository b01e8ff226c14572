package reconcile_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/google/go-cmp/cmp"
)

// TestWithinPlan makes sure that apply writes what the plan lists and nothing
// else, over many states of file and tracker.
func TestWithinPlan(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			p.MustApply(t)
			disturb(t, p, seed)
			opts := &reconcile.Options{Adopt: seed%5 == 0, Prune: seed%2 == 0, Prefer: []reconcile.Side{"", reconcile.SideBacklog, reconcile.SideTracker}[seed%3]}
			if seed%5 == 0 {
				dropRows(p, seed)
				p.m.edit(t, tracker.KindIssue, "US-2.2", func(x *tracker.Item) { x.Body = "Theirs." })
			}
			before := make(map[tracker.Ref]tracker.Item)
			for ref, x := range p.m.all() {
				before[ref] = *x
			}
			p.m.Forget()
			lists, rows := relationLists(p), ledgerRows(p)
			plan, _, err := p.Apply(t, opts)
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]int{}
			allowed := map[string]bool{}
			for _, c := range plan.Changes {
				switch c.Action {
				case reconcile.ActionCreate:
					want["create "+string(c.Kind)]++
				case reconcile.ActionUpdate, reconcile.ActionAgree, reconcile.ActionClose:
					if !allowed[c.URL] { // what is agreed beside an update goes with it
						want["update "+string(c.Kind)]++
					}
					allowed[c.URL] = true
				default: // nothing is written
				}
			}
			got := map[string]int{}
			for _, c := range p.m.Calls() {
				if strings.HasPrefix(c, "create") || strings.HasPrefix(c, "update") {
					got[c]++
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("writes (-planned +sent):\n%s", diff)
			}
			for ref, x := range before {
				if now := p.m.Item(ref); !allowed[x.URL] && !cmp.Equal(&x, now) {
					t.Errorf("%s was changed, and the plan does not say so", ref)
				}
			}
			wantPlannedLists(t, plan, lists, relationLists(p))
			wantPlannedRows(t, plan, rows, ledgerRows(p))
		})
	}
}

// ledgerRows returns what the rows of the ledger say, by the names of fields.
func ledgerRows(p *project) map[backlog.ID]map[string]string {
	rows := make(map[backlog.ID]map[string]string)
	for _, e := range p.File().Evidence() {
		rows[e.ID] = map[string]string{
			string(backlog.LedgerURL): e.URL, string(backlog.LedgerCreatedAt): e.CreatedAt, string(backlog.LedgerResponsible): e.Responsible,
		}
	}
	return rows
}

// wantPlannedRows makes sure that a row of the ledger is filled only by a change
// that says so, or by that which makes the item.
func wantPlannedRows(t *testing.T, plan *reconcile.Plan, before, after map[backlog.ID]map[string]string) {
	t.Helper()
	planned, created := make(map[backlog.ID]map[string]string), make(map[backlog.ID]bool)
	for _, c := range plan.Changes {
		created[c.ID] = created[c.ID] || c.Action == reconcile.ActionCreate
		if c.Action != reconcile.ActionRecord && c.Action != reconcile.ActionUpdate {
			continue
		}
		if planned[c.ID] == nil {
			planned[c.ID] = make(map[string]string)
		}
		for _, f := range c.Fields {
			planned[c.ID][f.Name] = f.After
		}
	}
	for id, row := range after {
		for name, value := range row {
			if value != before[id][name] && planned[id][name] != value && !created[id] {
				t.Errorf("%s of the row of %s became %q, and the plan says %q", name, id, value, planned[id][name])
			}
		}
	}
	for id, fields := range planned {
		for name, value := range fields {
			if now, ok := after[id][name]; ok && now != value {
				t.Errorf("%s of the row of %s is %q, and the plan says %q", name, id, now, value)
			}
		}
	}
}

// dropRows takes rows out of the ledger, and empties cells of others.
func dropRows(p *project, seed uint64) {
	rnd := rand.New(rand.NewPCG(seed, 2))
	var kept []string
	for line := range strings.Lines(p.Src) {
		row := strings.HasPrefix(line, "| Issue ") || strings.HasPrefix(line, "| Milestone ")
		if n := rnd.IntN(3); row && n == 0 {
			continue
		} else if row && n == 1 {
			line = strings.Replace(line, "| ana", "|    ", 1)
		}
		kept = append(kept, line)
	}
	p.Src = strings.Join(kept, "")
}

// relationLists returns the members of each line of the file's relation list.
func relationLists(p *project) map[backlog.ID]map[backlog.ID]bool {
	lists := make(map[backlog.ID]map[backlog.ID]bool)
	for _, rel := range p.File().Relations() {
		lists[rel.Milestone] = make(map[backlog.ID]bool)
		for _, id := range rel.Issues {
			lists[rel.Milestone][id] = true
		}
	}
	return lists
}

// wantPlannedLists makes sure that a line of the relation list changes only by a
// record that says so, or by issues that the plan creates or moves.
func wantPlannedLists(t *testing.T, plan *reconcile.Plan, before, after map[backlog.ID]map[backlog.ID]bool) {
	t.Helper()
	recorded, moved := make(map[backlog.ID]reconcile.Field), make(map[backlog.ID]bool)
	for _, c := range plan.Changes {
		for _, f := range c.Fields {
			switch {
			case c.Action == reconcile.ActionRecord && f.Name == "relation":
				recorded[c.ID] = f
			case (c.Action == reconcile.ActionCreate || c.Action == reconcile.ActionUpdate) && f.Name == "milestone":
				moved[c.ID] = true
			}
		}
	}
	for milestone, now := range after {
		if f, ok := recorded[milestone]; ok {
			ids := strings.FieldsFunc(f.After, func(r rune) bool { return r == ',' || r == ' ' })
			for _, id := range ids {
				if !now[backlog.ID(id)] {
					t.Errorf("the line of %s lacks %s, and the plan says %+v", milestone, id, f)
				}
			}
			if len(ids) != len(now) {
				t.Errorf("the line of %s has %v, and the plan says %+v", milestone, now, f)
			}
			continue
		}
		for id := range now {
			if !before[milestone][id] && !moved[id] {
				t.Errorf("%s came to the line of %s, and the plan does not say so", id, milestone)
			}
		}
		for id := range before[milestone] {
			if !now[id] && !moved[id] {
				t.Errorf("%s left the line of %s, and the plan does not say so", id, milestone)
			}
		}
	}
}
