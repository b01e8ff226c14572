package reason_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

const (
	old     = "https://x.example/1"
	younger = "https://x.example/2"
)

var six = []backlog.ID{"S-1", "S-2", "S-3", "S-4", "S-5", "S-6"}

// reasons are one or more of each type, with the code and the words of each.
var reasons = []struct {
	reason     reason.Reason
	code, text string
}{
	// Of changes.
	{
		reason.NoMilestone{Epic: "EPIC-1", Why: reason.Gone{URL: old}}, "no-milestone",
		"its milestone EPIC-1 cannot be used: https://x.example/1 no longer exists",
	},
	{reason.Removed{}, "removed", "it is gone from the file"},
	{reason.Removed{Closes: true}, "", "it is gone from the file"},
	{reason.Removed{Excluded: backlog.ExcludedIgnored}, "removed", "it is in the file, but in a part declared to hold no items"},
	{reason.Removed{Excluded: backlog.ExcludedUndeclared}, "removed", "it is in the file, but outside what is declared"},
	{reason.Reopened{}, "reopened", "it is gone from the file and was closed, but someone reopened it; left alone"},
	{reason.Adopted{}, "adopted", "an item without a marker is taken over; its text stays as it is"},
	{reason.Adopted{Enclosed: true}, "adopted", "an item without a marker is taken over; its text is the story's, and managed from now on"},
	{reason.Agreed{}, "agreed", "both sides say the same; that is noted in the marker"},
	{reason.Accepted{}, "accepted", "accepted: file and tracker may differ in this; that is noted in the marker"},
	{reason.Drifted{}, "", "changed in the tracker only; left alone"},
	{reason.Looks{}, "", "looks different in the tracker"},
	{reason.BothChanged{}, "changed-on-both-sides", "changed in the file and in the tracker"},
	{reason.OpenMarker{}, "changed-on-both-sides", "the closing line of the marker is gone, so it is unclear which text is whose"},
	{reason.TextUnclear{}, "changed-on-both-sides", "file and tracker agreed to differ, and it is unclear whether the file has changed since"},
	{reason.Unmanaged{}, "unmanaged", "it carries no marker, so it is recorded and not written to"},
	{reason.Unmanaged{Once: true, Title: "Pay"}, "unmanaged", `it carries no marker any more and is titled "Pay", so it is recorded and not written to`},
	{
		reason.UnmanagedItems{IDs: six[:5]}, "unmanaged",
		"recorded, but without a marker, so nothing is written to them: S-1, S-2, S-3, S-4, S-5",
	},
	{
		reason.UnmanagedItems{IDs: six}, "unmanaged",
		"recorded, but without a marker, so nothing is written to them: S-1, S-2, S-3, S-4, S-5 and 1 more",
	},
	{
		reason.ClosedMilestone{Stories: six[:2]}, "closed-milestone",
		"it is closed in the tracker, and S-1, S-2 will be created in it; open it if they are to be seen there",
	},
	{reason.MilestoneUsed{}, "milestone-used", "a milestone of this title exists, and is used as it is"},
	{reason.MilestoneUsed{Scope: "docs/b.md"}, "milestone-used", "a milestone of this title exists, that of docs/b.md; it is shared, and left as it is"},
	{reason.MilestoneUsed{Scope: "docs/b.md", New: true}, "milestone-used", "the milestone of this title that is made for docs/b.md is shared"},
	{
		reason.Twofold{IDs: []backlog.ID{"S-1", "S-2"}, File: "a.md"}, "twofold",
		"a.md has stories of the same ID and title, too, and each file gets an issue of its own: S-1, S-2; where they are the same story, " +
			"leave one of the files out, or put <!-- backlogsync: ignore --> at the end of its line in one of them",
	},
	{
		reason.Twofold{IDs: append(six[:6:6], six...), File: "a.md"}, "twofold",
		"a.md has stories of the same ID and title, too, and each file gets an issue of its own: S-1, S-2, S-3, S-4, S-5, S-6, S-1, S-2, S-3, S-4 and 2 more; " +
			"where they are the same story, leave one of the files out, or put <!-- backlogsync: ignore --> at the end of its line in one of them",
	},
	{reason.DroppedStories{IDs: six}, "dropped-stories", "dropped by the file, so not created: S-1, S-2, S-3, S-4, S-5, S-6"},
	{
		reason.DroppedStories{IDs: append(six[:6:6], six...)}, "dropped-stories",
		"dropped by the file, so not created: S-1, S-2, S-3, S-4, S-5, S-6, S-1, S-2, S-3, S-4 and 2 more",
	},
	{
		reason.Assigning{Target: "x", Logins: []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"}}, "assigning",
		"assigned to a, b, c, d, e, f, g, h, i, j and 2 more: a login that x does not know is left out, with a warning",
	},
	{reason.Assigning{Target: "x", Logins: []string{"ana"}}, "assigning", "assigned to ana: a login that x does not know is left out, with a warning"},
	{reason.NewLedger{}, "new-ledger", "the file has no ledger: one is added as its last section"},
	{reason.NewLedger{In: "ledger.md"}, "new-ledger", "the ledger in ledger.md has no section for the file: one is added"},
	{
		reason.Nameless{Err: errors.New("it may not ask")}, "nameless",
		"rows of the ledger stay without a responsible person, since the service names none and it is not known who the credentials belong to: " +
			"it may not ask; fill them in, or use credentials that may ask",
	},
	{reason.NoField{Target: "T", What: reason.Points}, "no-field", "story points stay text: issues of T have no field for them"},
	{reason.NoField{Target: "T", What: reason.Fractions}, "no-field", "story points that are not whole numbers stay text: T has no field for them"},
	{reason.NoField{Target: "T", What: reason.DueDates}, "no-field", "due dates of stories stay text: issues of T have none"},
	{reason.NoField{Target: "T", What: reason.Blockers, Become: "links"}, "no-field", "dependencies become links: T has no blocking issues"},
	{
		reason.MovedInTracker{File: "A", Tracker: "B"}, "moved-in-tracker",
		`it stands under "A" in the file and was moved to "B" in the tracker; move its text, or move it back there`,
	},
	{
		reason.MovedInTracker{File: "A"}, "moved-in-tracker",
		`it stands under "A" in the file and was taken out of its milestone in the tracker; move its text, or move it back there`,
	},
	{reason.Unsayable{}, "unsayable", "the file has no place for this, or none where it would read back the same; write it by hand"},
	{
		reason.Unsayable{Text: true}, "unsayable",
		"the file has no place for this, or puts the text together, as from the cells of a row, or it would not read back the same; write it by hand",
	},
	{reason.NotAsked{}, "not-asked", "it was not asked for"},
	{
		reason.NoPlace{Items: 1, Fields: []string{"labels"}}, "no-place",
		"the file has no place for what the tracker says of 1 item: labels; add a column, a field or a box to have it pulled",
	},
	{
		reason.NoPlace{Items: 2, Fields: []string{"labels", "state"}}, "no-place",
		"the file has no place for what the tracker says of 2 items: labels, state; add a column, a field or a box to have it pulled",
	},

	// Of which item is which.
	{reason.Unsettled{}, "unsettled", "an earlier run may have created it; that is looked into first"},
	{reason.Unsettled{URL: old}, "unsettled", "https://x.example/1 was made just now, and the service does not show it yet; run again later"},
	{reason.Unproven{Why: "the listing is cut"}, "unproven", "the listing is cut"},
	{reason.Gone{URL: old}, "gone", "https://x.example/1 no longer exists"},
	{reason.Gone{URL: old, Duplicate: true}, "gone", "https://x.example/1 is a duplicate of an item that no longer exists"},
	{
		reason.Moved{URL: old, To: younger}, "moved",
		"https://x.example/1 was moved to https://x.example/2, so nothing is written to it any more; take the story out of this file",
	},
	{
		reason.Moved{URL: old, To: old, Recorded: true}, "moved",
		"https://x.example/1 was moved to another project, to which its page leads, so nothing is written to it any more; " +
			"correct the row if it came back, or take the story out of this file",
	},
	{
		reason.Moved{URL: old, To: younger, Here: true}, "moved",
		"https://x.example/1 was moved to https://x.example/2, so nothing is written to it any more; " +
			"that is in this project: add a row with that address to the ledger",
	},
	{
		reason.Moved{URL: old, To: younger, Here: true, Recorded: true}, "moved",
		"https://x.example/1 was moved to https://x.example/2, so nothing is written to it any more; that is in this project: correct the row",
	},
	{
		reason.MarkerOfAnother{Source: "the ledger", URL: old, ID: "S-2", Scope: "b.md"}, "marker-of-another",
		"the ledger names https://x.example/1, whose marker says that it is S-2 of b.md; correct the address or remove the marker",
	},
	{
		reason.Untrusted{URL: old, Author: "mallory"}, "untrusted",
		"https://x.example/1 carries the marker, but nothing says that mallory may write to the project",
	},
	{reason.Untrusted{URL: old}, "untrusted", "https://x.example/1 carries the marker, but nothing says that its author may write to the project"},
	{reason.ClaimedTwice{URL: old, Other: "S-2"}, "claimed-twice", "https://x.example/1 is also the address of S-2; correct the row that is wrong"},
	{
		reason.TakenTwice{URL: old, File: "b.md", ID: "S-1"}, "taken-twice",
		"https://x.example/1 goes to S-1 of b.md, and is of one file only; take the story out of one of them, or leave one of the files out",
	},
	{
		reason.Ambiguous{URLs: []string{old, younger}}, "ambiguous",
		"https://x.example/1 and https://x.example/2 have this title; put the address of the right one into the ledger",
	},
	{
		reason.Ambiguous{URLs: []string{old}, Words: true}, "ambiguous",
		"https://x.example/1 has the words of several stories as its title; put its address into the ledger row of the right one",
	},
	{reason.Elsewhere{URL: old, Scope: "b.md"}, "elsewhere", "https://x.example/1 is this story in b.md, from where it may have been moved"},
	{reason.LooksRegistered{URLs: []string{old}}, "looks-registered", "https://x.example/1 has this title but no marker"},
	{reason.LooksRegistered{URLs: []string{old}, Marked: true}, "looks-registered", "https://x.example/1 has this title, and its marker does not count"},
	{
		reason.Copied{URLs: []string{old, younger}}, "copied",
		"https://x.example/1 and https://x.example/2 carry the same marker: one is a copy; remove the marker from the copy",
	},
	{
		reason.LeftOut{File: "b.md", Line: 4}, "left-out",
		"it is gone from the file, but may have been moved: b.md:4 has its ID or title, and is not read as an item",
	},
	{reason.Twin{Stays: old}, "twin", "registered twice: the older one, https://x.example/1, stays; this one is closed as its duplicate"},
	{
		reason.TwoStories{ID: "S-1", URLs: []string{old, younger}}, "twin",
		"https://x.example/1 and https://x.example/2 carry the ID S-1 and were written for different titles, as where a renumbering was cut off; " +
			"remove the marker from those that are not S-1",
	},
	{
		reason.OlderClosed{ID: "S-1", URL: younger}, "twin",
		"S-1 was registered a second time as https://x.example/2, and the older one was closed; close one of them and remove its marker",
	},
	{reason.SameTitle{URL: old}, "same-title", "it has the title of https://x.example/1 and no marker; it is left alone: close it if it is the same"},
	{
		reason.Renumbered{Items: []reason.Renaming{{ID: "S-2", Was: "S-1"}}}, "renumbered",
		"S-2 has the title of S-1, which is gone from the file, so it may have been renumbered",
	},
	{
		reason.Renumbered{Items: []reason.Renaming{{ID: "S-2", Was: "S-1"}, {ID: "S-3", Was: "S-2"}}}, "renumbered",
		"the file has renumbered items (S-2 was S-1, S-3 was S-2)",
	},
	{
		reason.Renumbered{Items: []reason.Renaming{{ID: "S-2", Was: "S-1"}}, Recorded: true}, "renumbered",
		"S-2 has the title and the address of what was S-1, so it may have been renumbered",
	},
	{
		reason.Renumbered{Items: []reason.Renaming{{ID: "S-2", Was: "S-1"}}, Left: younger, LeftID: "S-2"}, "renumbered",
		"the file has renumbered items (S-2 was S-1), and https://x.example/2 would be left without a story, " +
			"while its ID S-2 goes on to another issue",
	},
	{
		reason.Renumbered{Items: []reason.Renaming{{ID: "S-2", Was: "S-1"}}, Left: younger, LeftID: "S-2", Doubtful: true}, "renumbered",
		"the file has renumbered items (S-2 was S-1), and https://x.example/2 would be left without a story, " +
			"while its ID S-2 goes on to another issue; close it and remove its marker",
	},
	{
		reason.Retitled{URLs: []string{old, younger}, ID: "pay"}, "retitled",
		`it has no ID in the file and may be https://x.example/1 or https://x.example/2, retitled; write "<!-- id: pay -->" on its line if it is`,
	},

	// Of why nothing is planned.
	{
		reason.ForeignLedger{
			First: &backlog.Evidence{Kind: backlog.KindIssue, ID: "S-1", URL: old, Pos: backlog.Position{File: "b.md", Line: 9, Column: 1}}, Rows: 3, Target: "T",
		},
		"foreign-ledger", "b.md:9:1: S-1 is recorded at https://x.example/1, which is no issue of T (3 such rows)",
	},
	{reason.NeedsMilestone{ID: "S-1", Epic: "EPIC-1"}, "only", "S-1 needs the milestone EPIC-1, which does not exist yet"},
	{reason.TakesStory{ID: "EPIC-1", Story: "S-1", From: "EPIC-2"}, "only", "EPIC-1 takes S-1 from EPIC-2"},
	{reason.MovedScope{Same: 2, All: 3, Target: "T", Scope: "a.md"}, "moved-scope", "2 of these 3 items exist in T for another backlog, a.md"},
	{
		reason.NotFormer{Former: "a.md", Scope: "b.md", ID: "S-1", Target: "T", URLs: [2]string{old, younger}}, "moved-from",
		"a.md and b.md both have S-1 in T (https://x.example/1 and https://x.example/2), so one is not the former name of the other",
	},
	{
		reason.UnknownScope{Scope: "a.md", Target: "T", Known: []string{"b.md", "c.md"}}, "moved-from",
		"nothing in T belongs to the backlog a.md; it holds b.md, c.md",
	},
	{
		reason.PrunePart{}, "prune-guard",
		"only the whole backlog tells what is gone from the file, so nothing is closed where only a part is to change",
	},
	{reason.PruneCount{Gone: 2, Said: 1}, "prune-guard", "2 items are gone from the file, not 1"},
	{reason.PruneMany{Gone: 5, All: 9, Most: 3}, "prune-guard", "5 of 9 items would be closed, more than 3"},
	{reason.AllGone{Scope: "b.md", Gone: 1}, "all-gone", "the one open item that is registered for b.md is no longer in the file"},
	{reason.AllGone{Scope: "b.md", Gone: 2}, "all-gone", "of the 2 open items that are registered for b.md none is in the file any more"},

	{reason.Words("gone", "it is away"), "gone", "it is away"},
}

// Plans are stored and read by programs, which know a reason by its code.
func TestReasons(t *testing.T) {
	t.Parallel()
	for _, test := range reasons {
		if code := test.reason.Code(); code != test.code {
			t.Errorf("%#v has the code %q, want %q", test.reason, code, test.code)
		}
		if text := test.reason.String(); text != test.text {
			t.Errorf("%#v says\n%s\nwant\n%s", test.reason, text, test.text)
		}
	}
}

// Each type of the package is among those that are looked at, and none names an
// option of a program.
func TestEveryReason(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	for _, test := range reasons {
		seen[reflect.TypeOf(test.reason).Name()] = true
		if text := test.reason.String(); strings.Contains(text, "--") && !strings.Contains(text, "<!--") {
			t.Errorf("it names an option: %s", text)
		}
	}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			method, ok := d.(*ast.FuncDecl)
			if !ok || method.Recv == nil || method.Name.Name != "Code" {
				continue
			}
			n++
			if typ := method.Recv.List[0].Type.(*ast.Ident).Name; !seen[typ] {
				t.Errorf("nothing says what %s is worded like", typ)
			}
		}
	}
	if n < 30 {
		t.Errorf("only %d types are found", n)
	}
}
