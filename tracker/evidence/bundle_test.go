package evidence_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker/evidence"
)

// Whatever is changed in a bundle shows, at every place of it.
func TestTampered(t *testing.T) {
	t.Parallel()
	w := world.InMemory(t, small)
	w.MustApply(t)
	data, err := json.Marshal(verify(t, w, nil))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for i, c := range data {
		if c < '1' || c > '9' {
			continue
		}
		n++
		changed := bytes.Clone(data)
		changed[i]--
		switch _, err := evidence.ReadBundle(changed); {
		case err == nil:
			t.Errorf("a changed digit at byte %d is not noticed: …%s…", i, changed[max(0, i-30):min(len(changed), i+30)])
		case !errors.Is(err, evidence.ErrTampered) && !bytes.Contains(changed, []byte(`"formatVersion":0`)):
			t.Errorf("byte %d: %v", i, err)
		}
	}
	if n < 500 {
		t.Errorf("only %d places were changed", n)
	}
	for _, change := range [][2]string{
		{`"target":`, `"TARGET":"x","target":`},
		{`"target":`, `"target":"x","target":`},
		{`"target":`, `"note":"x","target":`},
	} {
		if _, err := evidence.ReadBundle(bytes.Replace(data, []byte(change[0]), []byte(change[1]), 1)); !errors.Is(err, evidence.ErrTampered) {
			t.Errorf("%s: %v", change[1], err)
		}
	}
	for _, text := range []string{"", "x", "[]", "{}", `{"formatVersion":2,"sha256":"x"}`} {
		if _, err := evidence.ReadBundle([]byte(text)); err == nil || errors.Is(err, evidence.ErrTampered) {
			t.Errorf("ReadBundle(%q): %v", text, err)
		}
	}
}

// What holds is counted by what was compared.
func TestHolding(t *testing.T) {
	t.Parallel()
	w := world.InMemory(t, small)
	w.MustApply(t)
	bundle := verify(t, w, nil)
	if got := bundle.Holding(); got != 2*4+4*5 {
		t.Errorf("%d facts of 2 milestones and 4 issues hold", got)
	}
	for what, test := range map[string]struct {
		change func(*evidence.Bundle)
		loses  int
	}{
		"a fact that differs":            {func(b *evidence.Bundle) { b.Items[2].Recorded.Responsible = "eva" }, 1},
		"a fact the tracker cannot tell": {func(b *evidence.Bundle) { b.Items[2].Unverifiable = []evidence.Fact{evidence.FactResponsible} }, 1},
		"a fact without a column":        {func(b *evidence.Bundle) { b.Files[0].Lacks = []evidence.Fact{evidence.FactCreated} }, 6},
		"an item without a row":          {func(b *evidence.Bundle) { b.Items[2].Recorded = nil }, 5},
		"an item that is gone":           {func(b *evidence.Bundle) { b.Items[2].Presence, b.Items[2].Observed = evidence.Gone, nil }, 5},
		"the item of another row":        {func(b *evidence.Bundle) { b.Items[2].Observed.Marker = "US-9.9" }, 4},
	} {
		changed := verify(t, w, nil)
		test.change(changed)
		if got := bundle.Holding() - changed.Holding(); got != test.loses {
			t.Errorf("with %s %d facts less hold, want %d", what, got, test.loses)
		}
	}
}

// What somebody may have written into a bundle, and what does not hold then.
var stored = map[string]struct {
	change func(*evidence.Bundle)
	want   string
}{
	"nothing": {func(*evidence.Bundle) {}, ""},
	"items in another order": {func(b *evidence.Bundle) {
		b.Items[2].Recorded.Responsible, b.Items[3].Recorded.Responsible = "eva", "eva"
		slices.Reverse(b.Items)
	}, "25 US-1.1 responsible \"eva\" \"ana\"\n26 US-1.2 responsible \"eva\" \"ana\"\n"},
	"one address of three": {func(b *evidence.Bundle) {
		for i := 2; i < 5; i++ {
			b.Items[i].Recorded.URL, b.Items[i].Observed.URL, b.Items[i].Observed.Marker = "https://x.example/1", "https://x.example/1", ""
		}
	}, "26 US-1.2 url \"https://x.example/1\" \"also US-1.1\"\n27 US-2.1 url \"https://x.example/1\" \"also US-1.1\"\n"},
	"something foreign": {func(b *evidence.Bundle) { b.Items[2].Presence = evidence.Foreign },
		"25 US-1.1 url \"https://memory.example/x/issue/1\" \"foreign\"\n"},
	"a value without a column": {func(b *evidence.Bundle) {
		b.Files[0].Lacks = []evidence.Fact{evidence.FactResponsible}
		for i := range b.Items {
			b.Items[i].Recorded.Responsible = ""
		}
		b.Items[2].Recorded.Responsible = "eva"
	}, "23  responsible \"\" \"\"\n25 US-1.1 responsible \"eva\" \"ana\"\n"},
	"another milestone, without a relation list": {func(b *evidence.Bundle) {
		b.Items[2].Listed, b.Items[2].RelationLine, b.Items[2].Recorded.Milestone = false, 0, "EPIC-2"
		b.Items[3].Listed, b.Items[3].Recorded.Milestone = false, ""
	}, "25 US-1.1 milestone \"EPIC-2\" \"EPIC-1\"\n"},
	"an epic in another spelling": {func(b *evidence.Bundle) { b.Items[2].Recorded.Milestone = "Epic 1" }, ""},
	"a ledger without columns, no relation list": {func(b *evidence.Bundle) {
		b.Files[0].Lacks = []evidence.Fact{evidence.FactCreated, evidence.FactURL, evidence.FactMilestone}
	}, "23  created \"\" \"\"\n23  url \"\" \"\"\n23  milestone \"\" \"\"\n"},
	"no ledger at all": {func(b *evidence.Bundle) {
		b.Files[0].Ledger, b.Files[0].Lacks = 0, []evidence.Fact{evidence.FactCreated}
	}, "0  created \"\" \"\"\n"},
	"rows of nothing": {func(b *evidence.Bundle) {
		b.Items[2].Recorded.URL = ""
		b.Items[3].Recorded, b.Items[3].Observed, b.Items[3].Presence = nil, nil, evidence.Unrecorded
	}, "25 US-1.1 url \"\" \"https://memory.example/x/issue/1\"\n26 US-1.2 row \"\" \"\"\n"},
	"moved to nobody knows where": {func(b *evidence.Bundle) {
		b.Items[2].Presence, b.Items[2].MovedTo = evidence.Moved, b.Items[2].Recorded.URL
	}, "25 US-1.1 existence \"https://memory.example/x/issue/1\" \"https://memory.example/x/issue/1\"\n"},
	"an item that nobody observed": {func(b *evidence.Bundle) { b.Items[2].Observed, b.Items[3].Recorded = nil, nil },
		"25 US-1.1 url \"https://memory.example/x/issue/1\" \"foreign\"\n26 US-1.2 row \"\" \"https://memory.example/x/issue/2\"\n"},
}

// What was read from a stored bundle is judged by what it says, in the order of
// places; of several items with one address the first is named.
func TestDifferences(t *testing.T) {
	t.Parallel()
	w := world.InMemory(t, small)
	w.MustApply(t)
	for what, test := range stored {
		bundle := verify(t, w, nil)
		test.change(bundle)
		if got := facts(bundle.Differences()); got != test.want {
			t.Errorf("%s: the differences are\n%s\nwant\n%s", what, got, test.want)
		}
	}
}

// editLater changes what a ledger records.
func editLater(t *testing.T, w *world.World) {
	w.Replace(t, "| ana         | ✅     |\n| Issue     | US-2.1", "| eva         | ✅     |\n| Issue     | US-2.1")
	w.Replace(t, "- EPIC-2 ← [US-2.1]", "- EPIC-2 ← [US-1.1]")
	w.Replace(t, "| Milestone | EPIC-2 ", "| Milestone | EPIC-3 ")
}

// A ledger that is edited after the bundle was made is found out without the
// tracker.
func TestBundleLater(t *testing.T) {
	t.Parallel()
	w := world.InMemory(t, small)
	w.MustApply(t)
	bundle := verify(t, w, nil)
	editLater(t, w)
	sum := backlog.Parse("b.md", []byte(w.Src), nil).Digest()
	want := fmt.Sprintf(`0  file %q %q
0 EPIC-2 row "" "https://memory.example/x/milestone/2"
24 EPIC-3 row "https://memory.example/x/milestone/2" ""
25 US-1.1 milestone "EPIC-1, EPIC-2" "EPIC-1"
26 US-1.2 responsible "eva" "ana"
27 US-2.1 milestone "" "EPIC-2"
`, sum, bundle.Files[0].SHA256)
	if got := facts(bundle.Check(w.Backlog())); got != want {
		t.Errorf("the check finds\n%s\nwant\n%s", got, want)
	}
	if got := facts(bundle.Check(backlog.New())); got != fmt.Sprintf("0  file \"\" %q\n", bundle.Files[0].SHA256) {
		t.Errorf("without the file: %s", got)
	}
}

// Of several files that share a scope each is compared with what goes by its name,
// and one that only has another name now is known by its bytes.
func TestBundleOfSeveral(t *testing.T) {
	t.Parallel()
	read := func(name, text string) *backlog.File {
		return backlog.Parse(name, []byte("<!--\nscope: team\n-->\n# "+text+"\n\n## EPIC-1 "+text+"\n"), nil)
	}
	old := func(f *backlog.File) evidence.BundleFile {
		return evidence.BundleFile{Name: f.Name(), Scope: f.Scope(), SHA256: f.Digest()}
	}
	a, b, c := read("a.md", "A"), read("b.md", "B"), read("c.md", "C")
	bundle := &evidence.Bundle{Files: []evidence.BundleFile{old(a), old(b), old(c)}}
	now := []*backlog.File{read("d.md", "C"), read("b.md", "B, later"), read("a.md", "A, later")}
	want := fmt.Sprintf("a.md %s %s\nb.md %s %s\n", now[2].Digest(), a.Digest(), now[1].Digest(), b.Digest())
	var got strings.Builder
	for _, d := range bundle.Check(backlog.New(now...)) {
		fmt.Fprintf(&got, "%s %s %s\n", d.File, d.Recorded, d.Observed)
	}
	if got.String() != want {
		t.Errorf("the check finds\n%s\nwant\n%s", got.String(), want)
	}
}
