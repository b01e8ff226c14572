package reconcile_test

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
)

// A service may give an item another address than the row has, which leads to
// the same item. Where apply fills another cell of that row there is nothing to
// say about the address.
func TestOtherAddress(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	for _, x := range p.m.all() {
		x.URL = strings.Replace(x.URL, "/issue/", "/work_item/", 1)
	}
	before, row, _ := strings.Cut(p.Src, "| Issue     | US-1.1 ")
	p.Src = before + "| Issue     | US-1.1 " + strings.Replace(row, "| ana  ", "|      ", 1)
	emptied := p.Src
	plan, r := p.MustApply(t)
	if plan.Summary.Record != 1 || p.Src == emptied {
		t.Fatalf("%s\n%s", plan.Summary, p.Src)
	}
	f := backlog.Parse("b.md", []byte(emptied), nil)
	if _, findings := f.Record(r.Record(f)); len(findings) > 0 {
		t.Errorf("findings %v", findings)
	}
	p.WantNoChanges(t)
}

// A login that no cell can hold as it is reads back as what is compared.
func TestHostileLogin(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.m.Login = "mal\x1b]8;;http://e.example\x07lory\n| Issue | US-9.9 | x"
	p.MustApply(t)
	if strings.ContainsAny(p.Src, "\x1b\x07") || strings.Contains(p.Src, "\n| Issue | US-9.9") {
		t.Errorf("the file is %q", p.Src)
	}
	p.WantNoChanges(t)
}
