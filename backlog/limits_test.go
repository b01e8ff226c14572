package backlog_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/backlogsync/backlogsync/backlog"
)

// Of what would take too long to read a finding tells, with its place.
func TestLimits(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]backlog.Code{
		strings.Repeat(">", 501) + " x\n":   backlog.CodeTooDeep,
		strings.Repeat("![a](", 30_000):     backlog.CodeTooComplex,
		strings.Repeat(">", 500) + " x\n":   "",
		strings.Repeat("![a](", 500) + "\n": "",
	} {
		f := backlog.Parse("b.md", []byte("- [ ] US-1 Above\n\n"+text), nil)
		var limits backlog.Findings
		for _, x := range f.Check() {
			if x.Code == backlog.CodeTooDeep || x.Code == backlog.CodeTooComplex {
				limits = append(limits, x)
			}
		}
		if want == "" {
			if len(limits) > 0 || len(f.Stories()) == 0 {
				t.Errorf("%.20q: findings %v, %d stories", text, limits, len(f.Stories()))
			}
			continue
		}
		if len(limits) != 1 || limits[0].Code != want || limits[0].Severity != backlog.SeverityError || limits[0].Pos.Line != 3 {
			t.Errorf("%.20q: findings %v", text, limits)
		}
	}
}

// TestDerivedIDs makes sure that equal titles are numbered as ever, and in a
// time that grows with their number.
func TestDerivedIDs(t *testing.T) {
	t.Parallel()
	const n = 20_000
	f := backlog.Parse("b.md", []byte("# Backlog\n\n## EPIC-1 A\n\n"+strings.Repeat("- [ ] Do it\n", n)+"\n## EPIC-2 B\n\n- [ ] Do it\n- [ ] Do it\n"), nil)
	stories := f.Stories()
	if len(stories) != n+2 {
		t.Fatalf("%d stories", len(stories))
	}
	for i, want := range map[int]string{
		0: "do-it", 1: "do-it~2", 2: "do-it~3", n - 1: fmt.Sprintf("do-it~%d", n), n: "EPIC-2/do-it", n + 1: fmt.Sprintf("do-it~%d", n+1),
	} {
		if string(stories[i].ID) != want {
			t.Errorf("story %d is %s, want %s", i, stories[i].ID, want)
		}
	}
}

// TestSourceBeyondLimits makes sure that texts are left alone if their source
// cannot be read.
func TestSourceBeyondLimits(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"b.md":      {Data: []byte("<!--\nSource-of-truth: source.md\n-->\n\n- [ ] US-1.1 Login\n")},
		"source.md": {Data: []byte("### US-1.1 Login\n\nText.\n\n" + strings.Repeat(">", 501) + " x\n")},
	}
	f, err := backlog.Read(fsys, "b.md", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	findings := f.Check()
	if !f.SourceMissing() || len(findings) != 1 || findings[0].Code != backlog.CodeSourceMissing || !strings.Contains(findings[0].Message, "source.md:5:501") {
		t.Errorf("findings %v", findings)
	}
}
