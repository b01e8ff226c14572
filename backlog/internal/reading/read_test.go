package reading_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the wanted parts of testdata")

// Each archive has files, and behind each file what is read from it.
func TestRead(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("testdata/read/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for i := 0; i+1 < len(archive.Files); i += 2 {
				file, want := archive.Files[i], &archive.Files[i+1]
				got := dump(reading.Read(file.Data, reading.Options{}))
				if *update {
					want.Data = []byte(got)
				}
				if diff := cmp.Diff(string(want.Data), got); diff != "" || want.Name != "want" {
					t.Errorf("%s (-want +got):\n%s", file.Name, diff)
				}
			}
			if *update {
				if err := os.WriteFile(name, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// dump prints what a file is taken to say.
func dump(f *reading.Result) string {
	var b strings.Builder
	if f.Title != "" {
		fmt.Fprintf(&b, "title %q\n", f.Title)
	}
	for _, key := range slices.Sorted(maps.Keys(f.Metadata)) {
		fmt.Fprintf(&b, "metadata %s: %q\n", key, f.Metadata[key])
	}
	if f.Checkbox != "" {
		fmt.Fprintf(&b, "a ticked box: %s\n", f.Checkbox)
	}
	if f.BrokenFrontMatter != "" {
		fmt.Fprintf(&b, "broken front matter: %s\n", f.BrokenFrontMatter)
	}
	for _, e := range f.Epics {
		fmt.Fprintf(&b, "epic %s %q", e.ID, e.Title)
		field(&b, "status", string(e.Status))
		field(&b, "due", e.Due)
		text(&b, e.Text)
	}
	for _, s := range f.Stories {
		fmt.Fprintf(&b, "story %s %q", s.ID, s.Title)
		field(&b, "of", string(s.Epic))
		if s.Checked != nil {
			fmt.Fprintf(&b, ", done %t", *s.Checked)
		}
		if s.Dropped {
			b.WriteString(", dropped")
		}
		field(&b, "priority", s.Priority)
		if s.Points != nil {
			fmt.Fprintf(&b, ", points %v", *s.Points)
		}
		field(&b, "due", s.Due)
		field(&b, "labels", strings.Join(s.Labels, "|"))
		field(&b, "assignees", strings.Join(s.Assignees, "|"))
		for _, id := range s.DependsOn {
			field(&b, "depends on", string(id))
		}
		text(&b, s.Text)
		for _, c := range s.Criteria {
			fmt.Fprintf(&b, "\tcriterion %q\n", c.Text)
		}
	}
	for _, e := range f.Evidence {
		fmt.Fprintf(&b, "row %s %s at %q, %q, by %q, %q\n", e.Kind, e.ID, e.URL, e.CreatedAt, e.Responsible, e.Status)
	}
	for _, r := range f.Relations {
		fmt.Fprintf(&b, "relation %s %q\n", r.Milestone, r.Issues)
	}
	for _, x := range f.LeftOut {
		fmt.Fprintf(&b, "left out %q: %s\n", x.Text, x.Why)
	}
	for _, x := range f.Duplicates {
		fmt.Fprintf(&b, "twice: %s, first %s\n", x.Id, x.Was)
	}
	for _, x := range f.UnknownEpics {
		fmt.Fprintf(&b, "%s names the epic %s, which is not there\n", x.Id, x.Epic)
	}
	for _, x := range f.WrongCounts {
		fmt.Fprintf(&b, "a heading says %d, below it are %d\n", x.Want, x.Have)
	}
	return b.String()
}

func field(b *strings.Builder, name, value string) {
	if value != "" {
		fmt.Fprintf(b, ", %s %s", name, value)
	}
}

// text prints a text line by line, which ends the line of its item.
func text(b *strings.Builder, s string) {
	b.WriteString("\n")
	for line := range strings.Lines(s) {
		fmt.Fprintf(b, "\t| %s\n", strings.TrimRight(line, "\n"))
	}
}

// idsOf names the items of a file.
func idsOf(f *reading.Result) (ids []string) {
	for _, e := range f.Epics {
		ids = append(ids, fmt.Sprintf("%s %s", e.ID, e.Title))
	}
	for _, s := range f.Stories {
		ids = append(ids, fmt.Sprintf("%s %s %s", s.Epic, s.ID, s.Title))
	}
	return ids
}
