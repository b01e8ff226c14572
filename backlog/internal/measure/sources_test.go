package main

import (
	"os"
	"testing"

	"github.com/backlogsync/backlogsync/internal/fit"
)

// The signals are those of the files that are written down as their sources, and of
// the lessons: who has these files can make the signals and the weights anew.
func TestSignalsHaveSources(t *testing.T) {
	names, err := readSources("../reading/testdata/sources.tsv")
	if err != nil {
		t.Fatal(err)
	}
	known := make(map[[2]string]bool)
	for _, n := range names {
		known[[2]string{n.kind, n.file}] = true
	}
	docs, err := readLessons("testdata/lessons*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		known[[2]string{fit.Lesson, d.Number}] = true
	}
	f, err := os.Open("../reading/testdata/signals.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	data, err := fit.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[[2]string]bool)
	for _, r := range data.Rows {
		kind := r.Copy
		if kind != fit.Lesson && kind != fit.Ordinary {
			kind = "corpus" // or a copy of one of its files
		}
		k := [2]string{kind, r.File}
		if !known[k] && !seen[k] {
			t.Errorf("signals of %v, which is no source", k)
		}
		seen[k] = true
	}
}

// Another file of the same name is not the source.
func TestSourcesAreTheSame(t *testing.T) {
	a, b := document{Number: "001", Source: "# A"}, document{Number: "001", Source: "# B"}
	if nameOf(&a, "") == nameOf(&b, "") {
		t.Error("two files have one name")
	}
	if got := nameOf(&document{Number: "a/README.md", Family: ordinaryFamily}, "a@1").kind; got != fit.Ordinary {
		t.Errorf("a file that is no backlog is of kind %q", got)
	}
}

// The lessons of one family differ by their language and number.
func TestLessonFamilies(t *testing.T) {
	for name, want := range map[string]string{"plain-list-en": "plain-list", "plain-list-en-2": "plain-list", "no-wbs-week": "no-wbs-week", "moscow": "moscow"} {
		if got := numberOfLesson.ReplaceAllString(name, ""); got != want {
			t.Errorf("%s is of family %s, want %s", name, got, want)
		}
	}
}
