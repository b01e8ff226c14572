package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// marked is a document with its labels at the ends of their lines, as those of
// lessons are.
func marked(d document) string {
	lines := strings.Split(d.Source, "\n")
	for _, l := range d.Labels.Epics {
		lines[l.Line-1] += " <= epic"
	}
	for _, l := range d.Labels.Stories {
		lines[l.Line-1] += " <= story"
	}
	return strings.Join(lines, "\n")
}

// A copy says the same as its file, written in another way: each archive holds a
// file, the IDs of its stories, and what each change makes of it. Of a file that
// cannot be written so there is no copy.
func TestCopies(t *testing.T) {
	t.Parallel()
	archive, err := txtar.ParseFile("testdata/copies.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var d document
	made := make(map[string]bool)
	for _, f := range archive.Files {
		name, change, copied := strings.Cut(f.Name, "/")
		if !copied {
			d = lesson(f)
			d.Number = "3"
			for i := range d.Labels.Stories {
				s := &d.Labels.Stories[i]
				s.ID = firstID(strings.Split(d.Source, "\n")[s.Line-1])
			}
			continue
		}
		for _, c := range changes {
			if c.name != change {
				continue
			}
			made[change] = true
			before := marked(d)
			if diff := cmp.Diff(string(f.Data), marked(c.make(d))); diff != "" {
				t.Errorf("%s as %s (-want +got):\n%s", name, change, diff)
			}
			if marked(d) != before {
				t.Errorf("%s: the file itself is changed", name)
			}
		}
	}
	if len(made) != len(changes) {
		t.Errorf("only %v is looked at", made)
	}
}

// firstID is the ID that a line names.
func firstID(line string) string {
	for word := range strings.FieldsFuncSeq(line, func(r rune) bool { return !strings.ContainsRune("USHT-0123456789.", r) }) {
		if strings.ContainsAny(word, "USHT") && strings.ContainsAny(word, "0123456789") {
			return strings.TrimRight(word, ".")
		}
	}
	return ""
}
