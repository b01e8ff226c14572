package reconcile_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/google/go-cmp/cmp"
)

// What the target is known to refuse is said by the plan, all at once and by
// line, and nothing is sent.
func TestBeyondLimits(t *testing.T) {
	t.Parallel()
	src := strings.NewReplacer(
		"US-1.2 Logout", "US-1.2 "+strings.Repeat("Logout ", 9),
		"  People get in.", "  **Labels:** "+strings.Repeat("é", 11)+", "+strings.Repeat("é", 10)+"\n\n  "+strings.Repeat("Lo", 200),
		"Epic 2: Data", "Epic 2: "+strings.Repeat("Data", 12),
	).Replace(small)
	p := newProject(t, src)
	p.m.Limits.TitleRunes, p.m.Limits.BodyRunes, p.m.Limits.LabelRunes, p.m.Limits.LabelDescriptionRunes = 40, 400, 10, 5
	_, _, err := p.Apply(t, &reconcile.Options{LabelStyles: []tracker.Label{{Name: "x", Description: "123456"}, {Name: "y", Description: "12345"}}})
	invalid, ok := errors.AsType[*backlog.InvalidError](err)
	if !ok {
		t.Fatal(err)
	}
	var got []string
	for _, f := range invalid.Findings {
		got = append(got, fmt.Sprintf("%d %s %s", f.Pos.Line, f.Severity, f.Code))
		if !strings.Contains(f.Message, "memory:x") {
			t.Errorf("%s does not name the target", f.Message)
		}
	}
	want := []string{"0 error bad-label", "9 error bad-label", "9 error text-too-long", "14 error title-too-long", "16 error title-too-long"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s\n%v", diff, invalid.Findings)
	}
	if len(p.m.Items()) > 0 {
		t.Errorf("%d items were made", len(p.m.Items()))
	}
	for name, opts := range map[string]reconcile.Options{"a look": {LookOnly: true}, "dedupe": {Dedupe: true}} { // neither sends any of it
		if _, err := p.Plan(t, nil, &opts); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A text counts with its marker; one that is registered is looked at when it is
// to be written again.
func TestTextLimit(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	longer := func(more int) {
		p.Src = strings.Replace(p.Src, "get in.", "get in"+strings.Repeat(".", 1+more), 1)
	}
	longer(1)
	p.MustApply(t)
	n := len(p.m.issue(1).Body)
	p.m.Limits.BodyBytes = n + 4
	longer(4)
	p.MustApply(t)
	if got := len(p.m.issue(1).Body); got != n+4 {
		t.Fatalf("the text has %d bytes, want %d", got, n+4)
	}
	longer(1)
	want := fmt.Sprintf("the text of US-1.1 has %d bytes with its marker, and memory:x takes %d", n+5, n+4)
	if _, _, err := p.Apply(t, nil); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("one more: %v", err)
	}
	// What people wrote around it counts, too, but is no fault of the file.
	p.Src = strings.Replace(p.Src, "get in......", "get out..", 1)
	p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Body = "Theirs.\n\n" + x.Body })
	_, r, err := p.Apply(t, nil)
	if err != nil || len(r.Failed) != 1 || reconcile.Passing(r.Failed[0].Err) {
		t.Errorf("%v %+v", err, r)
	}
}

// Limits are met exactly, and names of labels are looked at wherever they come
// from.
func TestLabelLimits(t *testing.T) {
	t.Parallel()
	const title = 13 // of "US-1.2 Logout" and others
	for name, test := range map[string]struct {
		title, label, description int
		opts                      reconcile.Options
		want                      int // findings
	}{
		"within": {title, 5, 4, reconcile.Options{
			Labels: []string{"tools"}, LabelStyles: []tracker.Label{{Name: "tools", Description: "Four"}},
		}, 0},
		"titles":                     {title - 1, 5, 4, reconcile.Options{}, 4},
		"a label for every issue":    {title, 4, 4, reconcile.Options{Labels: []string{"tools"}}, 1},
		"the managed label":          {title, 4, 4, reconcile.Options{ManagedLabel: "tools"}, 1},
		"a look":                     {title, 4, 4, reconcile.Options{LabelStyles: []tracker.Label{{Name: "tools"}}}, 1},
		"a description":              {title, 5, 3, reconcile.Options{LabelStyles: []tracker.Label{{Name: "tools", Description: "Four"}}}, 1},
		"a sign that is not allowed": {title, 5, 4, reconcile.Options{Labels: []string{"a,b"}}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			l := &p.m.Limits
			l.TitleRunes, l.LabelRunes, l.LabelDescriptionRunes, l.LabelForbids = test.title, test.label, test.description, ","
			_, _, err := p.Apply(t, &test.opts)
			invalid, _ := errors.AsType[*backlog.InvalidError](err)
			if test.want == 0 && err != nil || test.want > 0 && (invalid == nil || len(invalid.Findings) != test.want || len(p.m.Items()) > 0) {
				t.Errorf("%v, want %d findings", err, test.want)
			}
		})
	}
}
