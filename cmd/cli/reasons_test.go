package cli

import (
	"errors"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// The words of the engine name no flag, and the command adds what its flags offer.
func TestReasonsInWords(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		reason reason.Reason
		want   string
	}{
		{reason.Removed{}, "it is gone from the file; --prune closes it"},
		{reason.Removed{Closes: true}, "it is gone from the file"},
		{reason.Gone{URL: "u"}, "u no longer exists; --recreate US-1 makes a new one"},
		{reason.Gone{URL: "u", Duplicate: true}, "u is a duplicate of an item that no longer exists; --recreate US-1 makes a new one"},
		{reason.Retitled{URLs: []string{"u", "v"}, ID: "old"}, "it has no ID in the file and may be u or v, retitled; " +
			`write "<!-- id: old -->" on its line if it is, or use --recreate US-1 to make a new one`},
		{reason.Unproven{Why: "rows are missing"}, "rows are missing; --create US-1 makes it all the same"},
		{reason.Elsewhere{URL: "u", Scope: "b.md"}, "u is this story in b.md, from where it may have been moved; " +
			"name that file, too, or use --moved-from b.md if it is gone; --create US-1 makes a new one all the same"},
		{reason.MarkerOfAnother{Source: "the ledger", URL: "u", ID: "US-1", Scope: "b.md"}, "the ledger names u, whose marker says that it is US-1 of b.md; " +
			"correct the address or remove the marker; if that is this one under its old name, use --moved-from b.md"},
		{reason.MarkerOfAnother{Source: "the ledger", URL: "u", ID: "US-2", Scope: "b.md"}, "the ledger names u, whose marker says that it is US-2 of b.md; " +
			"correct the address or remove the marker"},
		{reason.LooksRegistered{URLs: []string{"u", "v"}}, "u and v has this title but no marker; --adopt takes it, --create US-1 makes a new one all the same"},
		{reason.LooksRegistered{URLs: []string{"u"}, Marked: true}, "u has this title, and its marker does not count; --create US-1 makes a new one all the same"},
		{reason.Untrusted{URL: "u"}, "u carries the marker, but nothing says that its author may write to the project; --adopt takes it"},
		{reason.Unmanaged{Once: true, Title: "x"}, `it carries no marker any more and is titled "x", so it is recorded and not written to; --adopt takes it over`},
		{reason.UnmanagedItems{IDs: []backlog.ID{"A", "B"}}, "recorded, but without a marker, so nothing is written to them: A, B; --adopt takes them over"},
		{reason.Renumbered{Items: []reason.Renaming{{ID: "A", Was: "B"}}},
			"A has the title of B, which is gone from the file, so it may have been renumbered; " +
				"--renumbered follow-titles gives it the old issue of that title, --renumbered follow-ids does not"},
		{reason.Renumbered{Items: []reason.Renaming{{ID: "A", Was: "B"}, {ID: "B", Was: "A"}}}, "the file has renumbered items (A was B, B was A); " +
			"--renumbered follow-titles keeps each issue with its title, --renumbered follow-ids with its ID"},
		{reason.Renumbered{Items: []reason.Renaming{{ID: "A", Was: "B"}}, Left: "u", LeftID: "A"}, "the file has renumbered items (A was B), " +
			"and u would be left without a story, while its ID A goes on to another issue; --renumbered follow-titles --prune closes it"},
		{reason.Renumbered{Items: []reason.Renaming{{ID: "A", Was: "B"}}, Left: "u", LeftID: "A", Doubtful: true}, "the file has renumbered items (A was B), " +
			"and u would be left without a story, while its ID A goes on to another issue; close it and remove its marker, then use --renumbered follow-titles again"},
		{reason.BothChanged{}, "changed in the file and in the tracker; --prefer backlog or --prefer tracker decides"},
		{reason.OpenMarker{}, "the closing line of the marker is gone, so it is unclear which text is whose; " +
			"--prefer backlog writes the text anew above it, --prefer tracker leaves it to people"},
		{reason.TextUnclear{}, "file and tracker agreed to differ, and it is unclear whether the file has changed since; " +
			"--prefer backlog writes its text, --prefer tracker leaves the tracker's"},
		{reason.Looks{}, "looks different in the tracker; --prefer backlog changes it"},
		{reason.NewLedger{}, "the file has no ledger: one is added as its last section (--no-write leaves the file alone)"},
		{reason.Assigning{Target: "github:a/b", Logins: []string{"ana"}}, "assigned to ana: a login that github:a/b does not know is left out, with a warning; " +
			`"assignees:" in the configuration maps names to logins`},
		{reason.NoMilestone{Epic: "E-1", Why: reason.Gone{URL: "u"}}, "its milestone E-1 cannot be used: u no longer exists; --recreate E-1 makes a new one"},
		{reason.SameTitle{URL: "u"}, "it has the title of u and no marker; it is left alone: close it if it is the same"},
	} {
		if got := wordsOfReason(test.reason, "US-1"); got != test.want {
			t.Errorf("%T:\n  got %s\n want %s", test.reason, got, test.want)
		}
		if plain := test.reason.String(); strings.Contains(plain, "--") && !strings.Contains(plain, "<!--") {
			t.Errorf("%T names a flag: %s", test.reason, plain)
		}
	}
}

// So do errors, also where they are among others.
func TestErrorsInWords(t *testing.T) {
	t.Parallel()
	row := &backlog.Evidence{Pos: backlog.Position{File: "b.md", Line: 3, Column: 1}, ID: "US-1", Kind: tracker.KindIssue, URL: "u"}
	refusal := func(r reason.Reason) error { return &reconcile.Refusal{Reason: r} }
	for _, test := range []struct {
		err  error
		want string
	}{
		{refusal(reason.ForeignLedger{First: row, Rows: 2, Target: "T"}), "b.md:3:1: US-1 is recorded at u, which is no issue of T (2 such rows); " +
			"correct --to, or, if the backlog is to be registered here or its file was moved, overwrite these rows with --retarget"},
		{refusal(reason.ForeignLedger{First: row, Rows: 1, Target: "T"}), "b.md:3:1: US-1 is recorded at u, which is no issue of T (1 such row); " +
			"correct --to, or, if the backlog is to be registered here or its file was moved, overwrite these rows with --retarget"},
		{refusal(reason.AllGone{Scope: "b.md", Gone: 1}), "the one open item that is registered for b.md is no longer in the file; " +
			"see with show how the file is read, or use --prune=1 to close it"},
		{refusal(reason.NeedsMilestone{ID: "US-1", Epic: "E-1"}), "US-1 needs the milestone E-1, which does not exist yet; add it: --only E-1,US-1"},
		{refusal(reason.TakesStory{ID: "E-2", Story: "US-1", From: "E-1"}), "E-2 takes US-1 from E-1; add it: --only E-1,E-2"},
		{refusal(reason.MovedScope{Same: 2, All: 3, Target: "T", Scope: "a b.md", ID: "US-1"}), "2 of these 3 items exist in T for another backlog, a b.md; " +
			"if it is this one under its old name, use --moved-from 'a b.md'; if both are wanted, use --create US-1"},
		{refusal(reason.NotFormer{Former: "a", Scope: "b", ID: "US-1", Target: "T", URLs: [2]string{"u", "v"}}),
			"--moved-from a: a and b both have US-1 in T (u and v), " +
				"so one is not the former name of the other; leave the flag out, or name the moved file alone"},
		{refusal(reason.UnknownScope{Scope: "a", Target: "T", Known: []string{"b", "c"}}),
			"--moved-from a: nothing in T belongs to that backlog; it holds b, c"},
		{refusal(reason.PrunePart{}), "--prune looks at the whole backlog, so it cannot be used with --only"},
		{refusal(reason.PruneCount{Gone: 2, Said: 3}), "--prune=3: 2 items are gone from the file, not 3"},
		{refusal(reason.PruneMany{Gone: 5, All: 9, Most: 3}), "--prune would close 5 of 9 items, more than 3; if that is meant, use --prune=5"},
		{&reconcile.UnknownIDError{ID: "US-9", Option: "Recreate"}, "the backlog has no item US-9; correct --recreate"},
	} {
		got := inWords(test.err)
		if got.Error() != test.want || !errors.Is(got, test.err) {
			t.Errorf("got %v\nwant %s", got, test.want)
		}
		if strings.Contains(test.err.Error(), "--") {
			t.Errorf("the engine names a flag: %v", test.err)
		}
	}
	change := &reconcile.Change{Kind: tracker.KindIssue, ID: "US-1", Reason: reason.BothChanged{}}
	failed := failedInWords(&reconcile.Result{
		Failed:  []reconcile.Failure{{Change: *change, Err: &reconcile.ReasonError{Change: change}}},
		Dropped: []reconcile.Drop{{Change: *change, URL: "u", Whole: true, Fields: []reconcile.Field{{Name: "points", After: "3"}}}},
	})
	for _, want := range []string{
		"issue US-1: changed in the file and in the tracker; --prefer backlog or --prefer tracker decides",
		`issue US-1: the service left out a part of what was sent: points is "", not "3"; it is not sent again: ` +
			"set it in u, or check what the credentials may do and use --prefer backlog",
	} {
		if !strings.Contains(failed.Error(), want) {
			t.Errorf("got %v\nwant %s", failed, want)
		}
	}
}
