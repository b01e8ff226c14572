package reconcile

import (
	"testing"
)

// TestDecide goes through the three sides of a field.
func TestDecide(t *testing.T) {
	t.Parallel()
	both := func(v string) agreed { return agreed{digest(v), digest(v)} }
	differ := func(file, tracker string) agreed { return agreed{digest(file), digest(tracker)} }
	for _, test := range []struct {
		name       string
		want, have string
		base       agreed
		prefer     Side
		verdict    verdict
	}{
		{"nothing changed", "a", "a", both("a"), "", verdictKeep},
		{"file changed", "b", "a", both("a"), "", verdictUpdate},
		{"tracker changed", "a", "b", both("a"), "", verdictDrift},
		{"both to the same", "b", "b", both("a"), "", verdictAgree},
		{"both apart", "b", "c", both("a"), "", verdictConflict},
		{"both apart, backlog", "b", "c", both("a"), SideBacklog, verdictUpdate},
		{"both apart, tracker", "b", "c", both("a"), SideTracker, verdictAgree},
		{"drift, backlog", "a", "b", both("a"), SideBacklog, verdictUpdate},
		{"drift, tracker", "a", "b", both("a"), SideTracker, verdictAgree},
		{"update, tracker", "b", "a", both("a"), SideTracker, verdictUpdate},
		{"agreed to differ", "a", "b", differ("a", "b"), "", verdictKeep},
		{"agreed to differ, file changed", "c", "b", differ("a", "b"), "", verdictUpdate},
		{"agreed to differ, backlog", "a", "b", differ("a", "b"), SideBacklog, verdictUpdate},
		{"agreed to differ, tracker", "a", "b", differ("a", "b"), SideTracker, verdictKeep},
		{"agreed to differ, tracker changed", "a", "c", differ("a", "b"), "", verdictDrift},
		{"new field, empty", "a", "", agreed{}, "", verdictUpdate},
		{"new field, taken", "a", "b", agreed{}, "", verdictConflict},
		{"new field, equal", "a", "a", agreed{}, "", verdictAgree},
	} {
		if got := decide(test.want, test.have, test.base, test.prefer); got != test.verdict {
			t.Errorf("%s: decide = %d, want %d", test.name, got, test.verdict)
		}
	}
}

// TestMergeSet goes through the members of a set: only those that the file
// declares or declared are managed.
func TestMergeSet(t *testing.T) {
	t.Parallel()
	had := func(present ...string) agreedSet { return agreeAll(present) }
	absent := agreedSet{digest("a"): absent}
	refused := agreedSet{digest("a"): refused}
	for _, test := range []struct {
		name            string
		want, have      []string
		base            agreedSet
		prefer          Side
		after           []string // nil: not written
		drift, conflict bool
		adopt           bool
	}{
		{name: "nothing", want: []string{"a"}, have: []string{"a", "x"}, base: had("a")},
		{name: "declared", want: []string{"a", "b"}, have: []string{"a", "x"}, base: had("a"), after: []string{"a", "x", "b"}},
		{name: "declared no more", have: []string{"a", "x"}, base: had("a"), after: []string{"x"}},
		{name: "taken off by a person", want: []string{"a"}, have: []string{"x"}, base: had("a"), drift: true},
		{name: "taken off, backlog", want: []string{"a"}, have: []string{"x"}, base: had("a"), prefer: SideBacklog, after: []string{"x", "a"}},
		{name: "agreed to be absent", want: []string{"a"}, have: []string{"x"}, base: absent},
		{name: "agreed to be absent, backlog", want: []string{"a"}, have: []string{"x"}, base: absent, prefer: SideBacklog, after: []string{"x", "a"}},
		{name: "refused", want: []string{"a"}, have: []string{"x"}, base: refused},
		{name: "refused, backlog", want: []string{"a"}, have: []string{"x"}, base: refused, prefer: SideBacklog},
		{name: "refused, and the file declares another", want: []string{"a", "b"}, have: []string{"x"}, base: refused, after: []string{"x", "a", "b"}},
		{name: "case", want: []string{"Bug"}, have: []string{"bug"}, base: had("bug")},
		{name: "not managed", have: []string{"x"}},
		{name: "adopted with labels of its own", want: []string{"a"}, have: []string{"x"}, adopt: true, conflict: true},
		{name: "adopted without labels", want: []string{"a"}, adopt: true, after: []string{"a"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := &merge{}
			if test.base != nil {
				m.base.agreeSet(fieldLabels, test.base)
			}
			var after []string
			(&merger{prefer: test.prefer}).mergeSet(m, fieldLabels, test.want, test.have, &match{desired: &desired{}, adopt: test.adopt}, func(s []string) { after = s })
			if join(after) != join(test.after) || (len(m.drift) > 0) != test.drift || (len(m.conflict) > 0) != test.conflict {
				t.Errorf("after %q, drift %v, conflict %v", after, m.drift, m.conflict)
			}
		})
	}
}
