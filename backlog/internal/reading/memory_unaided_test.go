package reading_test

import (
	"cmp"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// TestRecordedElsewhere gives an ID to the line that is under the recorded parent or has
// the recorded title, though without memory another line has that ID.
func TestRecordedElsewhere(t *testing.T) {
	t.Parallel()
	twice := "# Backlog\n\n## EPIC-1 Shop\n\n- [ ] Login\n\n## EPIC-2 Office\n\n- [ ] Login\n"
	alike := "# Backlog\n\n- [ ] Fix 0\n- [ ] Fix 00\n"
	epics := "# Backlog\n\n## Epic: Fix 0\n\n- [ ] US-1 Login\n\n## Epic: Fix 00\n\n- [ ] US-2 Logout\n"
	for _, test := range []struct {
		src   string
		known reading.Known
		want  string
	}{
		{twice, reading.Known{ID: "login"}, "login EPIC-1, EPIC-2/login EPIC-2"},
		{twice, reading.Known{ID: "login", Parent: "EPIC-1"}, "login EPIC-1, EPIC-2/login EPIC-2"},
		{twice, reading.Known{ID: "login", Parent: "EPIC-2"}, "EPIC-1/login EPIC-1, login EPIC-2"},
		{twice, reading.Known{ID: "login", Parent: "EPIC-3"}, "login EPIC-1, EPIC-2/login EPIC-2"},
		{alike, reading.Known{ID: "fix-0", Title: "Fix 0"}, "fix-0 , fix-00~2 "},
		{alike, reading.Known{ID: "fix-0", Title: "Fix 00"}, "fix-0~2 , fix-00 "},
		{alike, reading.Known{ID: "fix-00"}, "fix-0~2 , fix-00 "},
		{epics, reading.Known{}, "US-1 fix-0, US-2 fix-00~2"},
		{epics, reading.Known{Kind: lexicon.KindMilestone, ID: "fix-00"}, "US-1 fix-0~2, US-2 fix-00"},
	} {
		test.known.Kind = cmp.Or(test.known.Kind, lexicon.KindIssue)
		var got []string
		for _, s := range reading.Read([]byte(test.src), reading.Options{Known: []reading.Known{test.known}}).Stories {
			got = append(got, string(s.ID)+" "+string(s.Epic))
		}
		if got := strings.Join(got, ", "); got != test.want {
			t.Errorf("with %+v recorded the stories are %q, want %q", test.known, got, test.want)
		}
	}
}

// TestRepeatedTitle makes the recorded item of a line that is none without memory and has
// the title of one that is.
func TestRepeatedTitle(t *testing.T) {
	t.Parallel()
	known := []reading.Known{{Kind: lexicon.KindIssue, ID: "export"}, {Kind: lexicon.KindIssue, ID: "export~2"}}
	r := reading.Read([]byte("# Backlog\n\n- [ ] Export\n\n## Notes\n\n- Export\n"), reading.Options{Known: known})
	if len(r.Stories) != 2 || r.Stories[1].ID != "export~2" {
		t.Errorf("the stories are %+v", r.Stories)
	}
}
