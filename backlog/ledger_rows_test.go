package backlog_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
)

// TestClosedCells closes rows in the words and marks of each file, and opens them
// again.
func TestClosedCells(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ status, closed, again string }{
		{"✅", "✖", "✅"},
		{"✅ Creado", "✖ Cerrado", "✅ Creado"},
		{"Creado", "✖ Cerrado", "✅ Creado"},
		{"✅ Created", "✖ Closed", "✅ Created"},
		{"created", "✖ closed", "✅ created"},
		{"✅ Créé", "✖ Fermé", "✅ Créé"},
		{"✅ Angelegt", "✖ Geschlossen", "✅ Angelegt"},
		{"done", "✖ closed", "✅ created"},
	} {
		const head = "# Plan\n\n- [ ] US-1 Login\n\n| Type | ID | URL | Status |\n| - | - | - | - |\n"
		src := head + "| Issue | US-1 | https://x.example/1 | " + c.status + " |\n| Issue | US-2 | https://x.example/2 | " + c.status + " |\n"
		closed := applied(t, src, backlog.Record{Closed: []backlog.ItemRef{{Kind: backlog.KindIssue, ID: "US-2"}}})
		f := backlog.Parse("b.md", []byte(closed), nil)
		if !strings.Contains(closed, "| https://x.example/2 | "+c.closed+" |") || f.Evidence()[1].Status != backlog.StatusClosed || len(f.Check()) > 0 {
			t.Errorf("%q becomes\n%s", c.status, closed)
		}
		if again := applied(t, closed, backlog.Record{Closed: []backlog.ItemRef{{Kind: backlog.KindIssue, ID: "US-2"}}}); again != closed {
			t.Errorf("%q: twice is\n%s", c.status, again)
		}
		opened := applied(t, closed, backlog.Record{Evidence: []backlog.Evidence{{Kind: backlog.KindIssue, ID: "US-2", URL: "https://x.example/2"}}})
		if !strings.Contains(opened, "| https://x.example/2 | "+c.again+" |") {
			t.Errorf("%q opened again becomes\n%s", c.status, opened)
		}
	}
}

// TestRowsInOrder adds rows for items whose IDs come from their titles, in the order
// in which these stand in the file.
func TestRowsInOrder(t *testing.T) {
	t.Parallel()
	titles := []string{"Zebra stripes", "Apple pie", "Moon light", "Border lines"}
	src := "# Backlog\n\n## Epic 1: Map\n\n- [ ] " + strings.Join(titles, "\n- [ ] ") + "\n"
	for _, first := range [][]int{{}, {0}, {1}, {3}, {0, 2}, {1, 3}, {3, 0}} {
		now := src
		for _, some := range [][]int{first, {0, 1, 2, 3}} {
			f := backlog.Parse("b.md", []byte(now), nil)
			all := recordOf(f).Evidence
			var rec backlog.Record
			for _, e := range all {
				if e.Kind == backlog.KindMilestone || slices.ContainsFunc(some, func(n int) bool { return f.Stories()[n].ID == e.ID }) {
					rec.Evidence = append(rec.Evidence, e)
				}
			}
			now = applied(t, now, rec)
		}
		f := backlog.Parse("b.md", []byte(now), nil)
		for i, e := range f.Evidence()[1:] {
			if e.ID != f.Stories()[i].ID {
				t.Errorf("recorded %v first: row %d is that of %s in\n%s", first, i, e.ID, now)
			}
		}
	}
}

// TestRowOfSeveralTables makes sure that a new row goes into the first table of its
// kind, below what stands there: the rows of others say nothing of that place.
func TestRowOfSeveralTables(t *testing.T) {
	t.Parallel()
	const (
		stories = "# Plan\n\n- [ ] US-1 a\n- [ ] US-2 b\n- [ ] US-3 c\n- [ ] US-4 d\n\n"
		header  = "| Type | ID | URL |\n| - | - | - |\n"
		first   = header + "| Issue | US-1 | https://x.example/1 |\n"
		second  = "\n## More\n\n" + header + "| Issue | US-2 | https://x.example/2 |\n| Issue | US-3 | https://x.example/3 |\n"
	)
	out := applied(t, stories+first+second, backlog.Record{Evidence: []backlog.Evidence{{Kind: backlog.KindIssue, ID: "US-4", URL: "https://x.example/4"}}})
	if want := stories + first + "| Issue | US-4 | https://x.example/4 |\n" + second; out != want {
		t.Errorf("it becomes\n%s", out)
	}
}

// TestNewLedgerHeading makes sure that a new ledger is read with the heading that
// it gets in each language.
func TestNewLedgerHeading(t *testing.T) {
	t.Parallel()
	for text, heading := range map[string]string{
		"This is the text of the stories": "Registered", "Este es el texto de las historias": "Registrado", "Este é o texto das histórias": "Registrado",
		"Ceci est le texte des histoires": "Enregistré", "Das ist der Text von den Stories": "Registriert", "Questo è il testo delle storie": "Registrat" + "o",
	} {
		src := "# Backlog\n\n" + text + "\n\n- [ ] US-1 Login\n"
		out := applied(t, src, recordOf(backlog.Parse("b.md", []byte(src), nil)))
		f := backlog.Parse("b.md", []byte(out), nil)
		if !strings.Contains(out, "| "+heading+" ") || !f.LedgerHas(backlog.LedgerStatus) || f.Evidence()[0].Status != backlog.StatusCreated {
			t.Errorf("want the heading %q in\n%s", heading, out)
		}
	}
}

func applied(t *testing.T, src string, rec backlog.Record) string {
	t.Helper()
	edits, _ := backlog.Parse("b.md", []byte(src), nil).Record(rec)
	out, err := backlog.Apply([]byte(src), edits...)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// A row that is added along with the closing of the one it is written like is not
// closed.
func TestRowAddedBesideClosed(t *testing.T) {
	t.Parallel()
	const src = "# Plan\n\n- [ ] US-2 Logout\n\n| Type | ID | URL | Status |\n| - | - | - | - |\n| Issue | US-1 | https://x.example/1 | ✅ Created |\n"
	after := applied(t, src, backlog.Record{
		Evidence: []backlog.Evidence{{Kind: backlog.KindIssue, ID: "US-2", URL: "https://x.example/2"}},
		Closed:   []backlog.ItemRef{{Kind: backlog.KindIssue, ID: "US-1"}},
	})
	if !strings.Contains(after, "| https://x.example/1 | ✖ Closed |") || !strings.Contains(after, "| https://x.example/2 | ✅ Created |") {
		t.Errorf("the ledger is\n%s", after)
	}
}
