package reconcile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/forms"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"pgregory.net/rapid"
)

// TestPruneExactly registers the items of a file and then edits it by chance: some
// are deleted, some ignored, some written so that they stand outside of what is
// declared. A prune closes exactly those, with a ledger and without one, guessed and
// declared, and the next run has nothing to do.
func TestPruneExactly(t *testing.T) {
	outer := t
	outer.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(forms.All).Draw(t, "form")
		title := rapid.SampledFrom(forms.Documents).Draw(t, "title")
		declared := c.Pattern != "" && rapid.Bool().Draw(t, "declared")
		head := "---\nledger: " + rapid.SampledFrom([]string{"file", "none"}).Draw(t, "ledger") + "\n---\n\n"
		fates := []string{"kept", "deleted", "ignored"}
		if declared {
			head = strings.Replace(head, "\n---\n\n", "\nread: {epics: [], stories: ['"+c.Pattern+"']}\n---\n\n", 1)
			fates = append(fates, "outside")
		}
		all := []int{0, 1, 2, 3, 4, 5}
		p := newProject(outer, head+title+c.Render(all))
		p.applied(t, outer)
		registered := make(map[int]bool)
		for _, s := range p.Backlog().Files()[0].Stories() {
			registered[titleOf(s.Title)] = true
		}
		_, ledger, _ := strings.Cut(p.Src, "## Evidence ledger")
		if ledger != "" {
			ledger = "\n## Evidence ledger" + ledger
		}
		fate := make(map[string][]int)
		var want []int
		for _, n := range all {
			f := rapid.SampledFrom(fates).Draw(t, "fate")
			fate[f] = append(fate[f], n)
			if f != "kept" && registered[n] {
				want = append(want, n)
			}
		}
		if len(want) == 0 {
			return
		}
		after := head + title + c.Render(fate["kept"]) + "\n<!-- backlogsync: ignore -->\n\n## Later\n\n" + c.Render(fate["ignored"])
		after += "\n## Other\n\n" + outside(c, fate["outside"]) + ledger
		p.Src = after
		opts := &reconcile.Options{Prune: true, PruneCount: len(want)}
		plan, _, err := p.Apply(outer, opts)
		if err != nil {
			t.Fatalf("%s: of %v, %v are to be closed: %v in\n%s", c.Name, fate, want, err, after)
		}
		var closed []int
		for _, x := range plan.Changes {
			if x.Action == reconcile.ActionClose {
				closed = append(closed, titleOf(x.Title))
			}
		}
		slices.Sort(closed)
		if !slices.Equal(closed, want) || plan.Summary.Create > 0 {
			t.Fatalf("%s: of %v, %v are closed, want %v; %s in\n%s", c.Name, fate, closed, want, plan.Summary, after)
		}
		for _, x := range p.m.all() {
			if n := titleOf(x.Title); x.Kind == tracker.KindIssue && n >= 0 && (x.State == tracker.Closed) != slices.Contains(want, n) {
				t.Fatalf("%s: %q is %s", c.Name, x.Title, x.State)
			}
		}
		if plan := p.applied(t, outer); plan.Summary.Pending() {
			t.Fatalf("%s: another run: %s %+v", c.Name, plan.Summary, plan.Changes)
		}
	})
}

// titleOf returns the number of the item that a title names, -1 if none is.
func titleOf(title string) int {
	return slices.IndexFunc(forms.Titles, func(w string) bool { return strings.Contains(title, w) })
}

// outside writes items with the IDs of a form, if it has any, as lines that its
// pattern does not fit: headings in place of lists, and the other way round.
func outside(c forms.Form, numbers []int) string {
	item := "%[2]s"
	for _, id := range []string{"US-%[1]d", "SHOP-%[1]d", "Story %[1]d"} {
		if strings.Contains(c.Item, id) {
			item = id + ": %[2]s"
		}
	}
	other := forms.Form{Item: "### " + item + "\n\nText.\n\n"}
	if strings.HasPrefix(c.Item, "#") {
		other.Item = "- [ ] " + item + "\n"
	}
	return other.Render(numbers)
}
