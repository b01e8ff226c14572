package cli

import (
	"bufio"
	"bytes"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker/evidence"
	"github.com/clipperhouse/displaywidth"
)

func printedStatus(t *testing.T, s *evidence.Status, columns int) string {
	t.Helper()
	var b bytes.Buffer
	p := &statusPrinter{out: bufio.NewWriter(&b), columns: columns, green: func(text string) string { return text }}
	p.all(s)
	if err := p.out.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestStatusFits checks that no line is wider than the terminal, down to one of
// 40 columns, and that what is not a terminal gets the widest form.
func TestStatusFits(t *testing.T) {
	t.Parallel()
	s := &evidence.Status{Total: evidence.Progress{Stories: 30, Open: 10, Closed: 20}}
	for i, title := range []string{strings.Repeat("長い題名", 20), strings.Repeat("long title ", 10), ""} {
		s.Epics = append(s.Epics, evidence.EpicStatus{
			ItemStatus: evidence.ItemStatus{ID: "EPIC-1", Title: title, File: strings.Repeat("directory/", 9) + string(rune('a'+i))},
			Progress:   evidence.Progress{Stories: 10, Open: 4, Closed: 6, Conflicts: 3},
		})
	}
	for _, columns := range []int{40, 50, 60, 80, 100} {
		text := printedStatus(t, s, columns)
		for line := range strings.Lines(text) {
			if n := displaywidth.String(strings.TrimSuffix(line, "\n")); n > columns {
				t.Errorf("%d columns: %q has %d", columns, line, n)
			}
		}
		if n := strings.Count(text, "4 open, 6 closed, 3 in conflict\n"); n != 3 {
			t.Errorf("%d columns: %d epics in\n%s", columns, n, text)
		}
	}
	wide := printedStatus(t, s, columnsOf(new(bytes.Buffer)))
	if want := strings.Repeat("█", 12) + strings.Repeat("░", 8) + "    6/10  4 open"; strings.Count(wide, want) != 3 {
		t.Errorf("not on a terminal:\n%s", wide)
	}
}

// A line of a list shows something of the title, however long an ID is that is made
// of one, and is not wider than the terminal.
func TestListRow(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		id, title string
		columns   int
		want      string
	}{
		{"US-1.1", "Login", 80, "open     US-1.1                Login  t/1"},
		{"log-in-with-mail-and", "Log in with mail and", 40, "open     log-in-wi…  Log in with mail a…"},
		{"登录页面显示中文", "登录页面显示中文", 30, "open     登录页…   登录页面显…"},
	} {
		if got := listRow([]string{"open", x.id, x.title, "t/1"}, 20, x.columns); got != x.want || displaywidth.String(got) > x.columns {
			t.Errorf("%q, want %q", got, x.want)
		}
	}
}
