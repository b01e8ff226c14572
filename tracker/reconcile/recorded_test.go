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
	p.mustApply(t)
	for _, x := range p.m.all() {
		x.URL = strings.Replace(x.URL, "/issue/", "/work_item/", 1)
	}
	before, row, _ := strings.Cut(string(p.src), "| Issue     | US-1.1 ")
	p.src = []byte(before + "| Issue     | US-1.1 " + strings.Replace(row, "| ana  ", "|      ", 1))
	emptied := string(p.src)
	plan, r := p.mustApply(t)
	if plan.Summary.Record != 1 || string(p.src) == emptied {
		t.Fatalf("%s\n%s", plan.Summary, p.src)
	}
	f := backlog.Parse("b.md", []byte(emptied), nil)
	if _, findings := f.Record(r.Record(f)); len(findings) > 0 {
		t.Errorf("findings %v", findings)
	}
	p.wantNoChanges(t)
}

// A login that no cell can hold as it is reads back as what is compared.
func TestHostileLogin(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.m.Login = "mal\x1b]8;;http://e.example\x07lory\n| Issue | US-9.9 | x"
	p.mustApply(t)
	if strings.ContainsAny(string(p.src), "\x1b\x07") || strings.Contains(string(p.src), "\n| Issue | US-9.9") {
		t.Errorf("the file is %q", p.src)
	}
	p.wantNoChanges(t)
}
