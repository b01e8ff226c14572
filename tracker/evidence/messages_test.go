package evidence_test

import (
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker/evidence"
)

var update = flag.Bool("update", false, "rewrite what is wanted")

// Every difference says where it is, of what kind, and what both sides say, in
// words that people read; testdata/messages.txt has them all.
func TestMessages(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	note := func(what string, diffs []evidence.Difference) {
		b.WriteString("# " + what + "\n")
		for _, d := range diffs {
			b.WriteString(d.String() + "\n")
		}
		b.WriteString("\n")
	}
	for _, d := range disturbances {
		if d.want == "" {
			continue
		}
		w := world.InMemory(t, small)
		w.MustApply(t)
		d.do(t, w)
		note(d.name, verify(t, w, &d.opts).Findings)
	}
	w := world.InMemory(t, small)
	w.MustApply(t)
	for _, what := range slices.Sorted(maps.Keys(stored)) {
		bundle := verify(t, w, nil)
		stored[what].change(bundle)
		note("in a bundle: "+what, bundle.Differences())
	}
	bundle := verify(t, w, nil)
	editLater(t, w)
	note("edited later", bundle.Check(w.Backlog()))
	note("without the file", bundle.Check(backlog.New()))

	const name = "testdata/messages.txt"
	if *update {
		if err := os.WriteFile(name, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
