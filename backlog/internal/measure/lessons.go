package main

import (
	"strings"

	"golang.org/x/tools/txtar"
)

// lessonsFile holds small files, written by hand, for what the corpus lacks.
const lessonsFile = "backlog/internal/measure/testdata/lessons.txtar"

// readLessons reads them. Lines of items end with what they are: "<= story".
func readLessons(name string) ([]document, error) {
	archive, err := txtar.ParseFile(name)
	if err != nil {
		return nil, err
	}
	var docs []document
	for _, f := range archive.Files {
		docs = append(docs, lesson(f))
	}
	return docs, nil
}

func lesson(f txtar.File) document {
	d := document{Number: f.Name, Family: "lesson", Repo: "lesson/" + f.Name}
	lines := strings.Split(string(f.Data), "\n")
	for i, line := range lines {
		text, what, ok := strings.Cut(line, " <= ")
		if !ok {
			continue
		}
		lines[i] = text
		l := label{Title: strings.Trim(text, "#|-*0123456789. "), Line: i + 1}
		if what == "epic" {
			d.Labels.Epics = append(d.Labels.Epics, l)
		} else {
			d.Labels.Stories = append(d.Labels.Stories, l)
		}
	}
	d.Source = strings.Join(lines, "\n")
	return d
}
