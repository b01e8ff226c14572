package reading_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// What words and codes say of lines that stand beside or above others.
func TestStoriesAmongOthers(t *testing.T) {
	for _, tt := range []struct {
		name, src string
		want      []string // IDs, and titles where these are made of them
	}{
		{
			"a code above codes that begin with it is a group",
			"# User stories\n\n## US-01. Accounts\n\n### US-01-1. Open\n\nText.\n\n### US-01-2. Close\n\nText.\n\n## US-02. Orders\n\nText.\n",
			[]string{"US-01-1", "US-01-2", "US-02"},
		},
		{
			"a heading of several IDs is none of them",
			"# User stories\n\n## OPS-1 — Kitchen\n\nAs a cook, I want a kitchen.\n\n## OPS-2 … OPS-3 — Rooms\n\n| ID | Title | Size |\n|---|---|---|\n" +
				"| OPS-2 | Cellar | S |\n| OPS-3 | Roof | S |\n",
			[]string{"OPS-1", "OPS-2", "OPS-3"},
		},
		{
			"boxes among those with IDs",
			"# Sprint plan\n\n## Sprint 1\n\n- [x] US-1.1: Labels\n- [x] Nightly export\n\n## Sprint 2\n\n- [ ] A larger disk\n- [ ] US-2.1: Logos\n",
			[]string{"US-1.1", "nightly-export", "a-larger-disk", "US-2.1"},
		},
		{"codes of stories in a plan", "# Plan\n\n- US-1 Login\n- US-2 Logout\n", []string{"US-1", "US-2"}},
		{"numbers with letters", "# Tasks\n\n- [ ] 07a Print\n- [x] 07b Cut\n- [ ] 08 Ship\n", []string{"07a", "07b", "08"}},
		{
			"cards under states", "# Sprint board\n\n## To do\n\n### US-1 Login\n\nText.\n\n## Done\n\n### US-2 Search\n\nText.\n",
			[]string{"US-1", "US-2"},
		},
	} {
		r := reading.Read([]byte(tt.src), reading.Options{})
		var got []string
		for _, s := range r.Stories {
			got = append(got, string(s.ID))
		}
		if !slices.Equal(got, tt.want) || len(r.Epics) > 0 {
			t.Errorf("%s: %q and %d epics, want %q", tt.name, got, len(r.Epics), tt.want)
		}
	}
}

// A heading of several IDs that are defined nowhere else is named.
func TestSeveralIDsAreLeftOut(t *testing.T) {
	r := reading.Read([]byte("# Backlog\n\n### US-1, US-2: Login and logout\n\nText.\n\n### US-3: Search\n\nText.\n"), reading.Options{})
	if len(r.Stories) != 1 || len(r.Omissions) != 1 || r.Omissions[0].Lines[0].ID != "US-1" {
		t.Errorf("%d stories, left out is %+v", len(r.Stories), r.Omissions)
	}
}

// Entries of a plain list that are none are named beside those that are items, but
// for notes.
func TestPlainEntriesAreLeftOut(t *testing.T) {
	const src = "# Backlog\n\n- Login\n- Logout of the shop\n\n## Second\n\nFor whom is it:\n\n- Search\n\n## Notes\n\n- Call Ana\n"
	r := reading.Read([]byte(src), reading.Options{})
	var left []string
	for _, o := range r.Omissions {
		for _, l := range o.Lines {
			left = append(left, l.Text)
		}
	}
	if len(r.Stories) != 2 || !slices.Equal(left, []string{"Search"}) {
		t.Errorf("%d stories, left out is %q", len(r.Stories), left)
	}
}

// A box that Markdown does not know fits the pattern of a box, and what MoSCoW says
// will not be had is not wanted.
func TestDroppedBoxesAndSections(t *testing.T) {
	read := &reading.Declaration{Stories: []string{"- [ ] {id} {title}"}}
	r := reading.Read([]byte("# X\n\n- [ ] A-1 One\n- [-] A-2 Two\n"), reading.Options{Read: read})
	if len(r.Stories) != 2 || r.Stories[0].Dropped || !r.Stories[1].Dropped {
		t.Errorf("boxes: %+v", r.Stories)
	}
	r = reading.Read([]byte("# MoSCoW\n\n## Must have\n\n- US-1 Print a label\n\n## Won't have (this time)\n\n- US-2 Fax a label\n"), reading.Options{})
	if len(r.Stories) != 2 || r.Stories[0].Dropped || !r.Stories[1].Dropped {
		t.Errorf("sections: %+v", r.Stories)
	}
}

// A comment that means nothing is named, and those that backlogsync writes are not.
func TestUnknownComments(t *testing.T) {
	for comment, want := range map[string]string{
		"<!-- backlogsync: storys -->":           "storys",
		"<!-- backlogsync: stories: -->":         "stories:",
		"<!-- backlogsync stories -->":           "backlogsync stories",
		"<!-- backlogsync:ledger" + " -->":       "",
		"<!-- backlogsync: ignore -->":           "",
		"<!--backlogsync:stories-->":             "",
		"<!-- BacklogSync : Epics -->":           "",
		"<!-- backlogsync reads this file -->":   "",
		"<!-- backlogsyncstories -->":            "",
		"<!-- see backlogsync: storys -->":       "",
		"<p>backlogsync: storys</p>":             "",
		"<!-- backlogsync: ignore the ideas -->": "ignore the ideas",
	} {
		words := reading.Read([]byte("# Backlog\n\n"+comment+"\n\n- [ ] US-1 One\n"), reading.Options{}).Read.UnknownWords
		if len(words) != min(1, len(want)) || want != "" && words[0].Text != want {
			t.Errorf("%s: unknown are %+v", comment, words)
		}
	}
}

// Neither case nor blanks matter in a comment.
func TestCommentsWrittenLoosely(t *testing.T) {
	for _, comment := range []string{"<!-- backlogsync: stories -->", "<!--backlogsync:stories-->", "<!--  Backlogsync : STORIES  -->"} {
		if r := reading.Read([]byte("# Notes\n\n"+comment+"\n\n- One\n- Two\n"), reading.Options{}); len(r.Stories) != 2 {
			t.Errorf("%s: the stories are %+v", comment, r.Stories)
		}
	}
}

// A ledger that several files share, read as a whole, has a list of relations for each
// of them, and none of their lines is an item.
func TestRelationListsOfOthers(t *testing.T) {
	section := "\n## `a.md`\n\n| Type | Identifier | URL |\n| - | - | - |\n| Issue | US-1 | https://x.example/1 |\n" +
		"\n### Relation Milestone ← Issues\n\n- EPIC-1 ← US-1\n"
	src := "# Evidence ledger\n" + section + strings.NewReplacer("a.md", "b.md", "-1", "-2").Replace(section) + "\n## Notes\n\nText.\n"
	if r := reading.Read([]byte(src), reading.Options{}); len(r.Epics)+len(r.Stories) > 0 || len(r.Relations) != 1 {
		t.Errorf("epics %v, stories %v, relations %v", r.Epics, r.Stories, r.Relations)
	}
}
