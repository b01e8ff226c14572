package main

import (
	"os"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
	"github.com/backlogsync/backlogsync/internal/fit"
)

// Where the signals of the corpus and the weights are kept.
const (
	signalsFile = "backlog/internal/reading/testdata/signals.tsv"
	weightsFile = "backlog/internal/reading/weights.go"
)

// folds is in how many parts a corpus is taken apart to be scored with weights
// that were fitted to the rest.
const folds = 10

// signals writes what the guess sees of a corpus, of changed copies of it, of the
// lessons, and of files that are not backlogs.
func signals(corpus, dir string) error {
	docs, err := readCorpus(corpus)
	if err != nil {
		return err
	}
	others, err := markdownFiles(dir)
	if err != nil {
		return err
	}
	if others, err = checkSources(docs, others); err != nil {
		return err
	}
	lessons, err := readLessons(lessonsFiles)
	if err != nil {
		return err
	}
	d := &fit.Data{}
	d.Signals, _ = reading.SignalWords()
	for _, doc := range docs {
		d.Rows = append(d.Rows, rowsOf(&doc, "")...)
		for _, c := range changes {
			if changed := c.make(doc); !doc.negative() && changed.Source != "" && changed.Source != doc.Source {
				rows := rowsOf(&changed, c.name)
				d.Rows = append(d.Rows, slices.DeleteFunc(rows, func(r fit.Row) bool { return !r.Bare })...)
			}
		}
	}
	for _, doc := range lessons {
		d.Rows = append(d.Rows, rowsOf(&doc, fit.Lesson)...)
	}
	for _, doc := range others {
		d.Rows = append(d.Rows, rowsOf(&doc, fit.Ordinary)...)
	}
	f, err := os.Create(signalsFile)
	if err != nil {
		return err
	}
	if err := d.Write(f); err != nil {
		return err
	}
	return f.Close()
}

// rowsOf returns the schemes of a file, and what they are.
func rowsOf(d *document, changed string) []fit.Row {
	study := reading.NewStudy([]byte(d.Source), reading.Options{})
	roles := rolesOf(study, d)
	var rows []fit.Row
	for i, c := range study.Schemes {
		r := fit.Row{File: d.Number, Copy: changed, Family: d.Family, Bare: c.Bare, Fold: d.fold(folds)}
		for _, role := range roles[i] {
			switch role {
			case none:
				r.None++
			case story:
				r.Story++
			case epic:
				r.Epic++
			case either:
			}
		}
		if r.None+r.Story+r.Epic == 0 {
			continue
		}
		for sig, n := range c.Shows {
			if n > 0 {
				r.Values = append(r.Values, fit.Count{Signal: sig, Sixteenths: int(n)})
			}
		}
		rows = append(rows, r)
	}
	return rows
}

// rolesOf returns the role of each site of each scheme.
func rolesOf(study *reading.Study, d *document) [][]role {
	var places []place
	for _, c := range study.Schemes {
		for _, s := range c.Sites {
			line := 1 + strings.Count(d.Source[:s.At], "\n")
			places = append(places, place{answer: answer{ID: string(s.ID), Title: s.Title, Line: line}})
		}
	}
	all := gold(places, &d.Labels)
	var roles [][]role
	for _, c := range study.Schemes {
		roles = append(roles, all[:len(c.Sites)])
		all = all[len(c.Sites):]
	}
	return roles
}
