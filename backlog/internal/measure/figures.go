package main

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
	"github.com/backlogsync/backlogsync/internal/fit"
)

// read compares a reading of a document with its labels.
func (d *document) read(opts reading.Options) result {
	return compare(d, reading.Read([]byte(d.Source), opts))
}

// score prints how well a corpus is read.
func score(corpus string) error {
	docs, err := readCorpus(corpus)
	if err != nil {
		return err
	}
	data, err := readSignals()
	if err != nil {
		return err
	}
	var unaided, declared, fitted, stripped summary
	families := make(map[string]*summary)
	var places, unseen []int // of the right proposal, with all weights and with those of other repositories
	for fold := range folds {
		weights := reading.Fit(data.Without(fold))
		for _, d := range docs {
			if d.fold(folds) != fold {
				continue
			}
			r := d.read(reading.Options{})
			unaided.add(r, d.negative())
			if families[d.Family] == nil {
				families[d.Family] = &summary{}
			}
			families[d.Family].add(r, d.negative())
			fitted.add(d.read(reading.Options{Weights: weights}), d.negative())
			right := d.declare()
			r = d.read(reading.Options{Read: &right})
			declared.add(r, d.negative())
			if !r.perfect() {
				fmt.Printf("declared %s (%s): epics %v, stories %v with %v\n", d.Number, d.Family, r.epics, r.stories, right)
			}
			if d.negative() {
				continue
			}
			at := d.proposed(nil)
			places = append(places, at)
			unseen = append(unseen, d.proposed(weights))
			if at > 2 {
				fmt.Printf("proposal %s (%s): %d\n", d.Number, d.Family, at)
			}
			if s := withoutIDs(d); s.Source != d.Source {
				stripped.add(s.read(reading.Options{Weights: weights}), false)
			}
		}
	}
	fmt.Println("unaided:          ", &unaided)
	for _, name := range slices.Sorted(maps.Keys(families)) {
		fmt.Printf("  %-16s %v\n", name, families[name])
	}
	fmt.Println("with declaration: ", &declared)
	for _, n := range []int{1, 3, 5} {
		fmt.Printf("first %d proposals: %d of %d files with items, ten-fold %d\n", n, within(places, n), len(places), within(unseen, n))
	}
	fmt.Println("ten-fold:         ", &fitted)
	fmt.Println("IDs taken away:   ", &stripped)
	return nil
}

// within counts the places that are among the first so many.
func within(places []int, n int) (right int) {
	for _, at := range places {
		if at < n {
			right++
		}
	}
	return right
}

// declare returns the declaration that the labels ask for.
func (d *document) declare() reading.Declaration {
	study := reading.NewStudy([]byte(d.Source), reading.Options{})
	var roles []reading.Role
	for _, sites := range rolesOf(study, d) {
		var n [either + 1]int
		for _, r := range sites {
			n[r]++
		}
		switch {
		case n[story] > n[none]:
			roles = append(roles, reading.RoleStory)
		case n[epic] > n[none]:
			roles = append(roles, reading.RoleEpic)
		default:
			roles = append(roles, reading.RoleNone)
		}
	}
	return study.Declare(roles)
}

// proposed returns the place of the first proposal that reads everything right,
// counted from 0. Without weights those are used that are in force.
func (d *document) proposed(w *reading.Weights) int {
	for i, p := range reading.Propose([]byte(d.Source), reading.Options{Weights: w}) {
		if r := compare(d, p.Result); r.perfect() {
			return i
		}
	}
	return 99
}

// ordinary prints which files that are not backlogs give items.
func ordinary(dirs []string) error {
	files, wrong, items := 0, 0, 0
	for _, dir := range dirs {
		docs, err := markdownFiles(dir)
		if err != nil {
			return err
		}
		for _, d := range docs {
			files++
			f := reading.Read([]byte(d.Source), reading.Options{})
			if n := len(f.Epics) + len(f.Stories); n > 0 {
				wrong++
				items += n
				fmt.Printf("%s: %d\n", d.Number, n)
			}
		}
	}
	fmt.Printf("%d of %d files give items (%.2f %%), %d items\n", wrong, files, 100*float64(wrong)/float64(max(1, files)), items)
	return nil
}

// ordinaryFamily is that of files that are not backlogs.
const ordinaryFamily = fit.Ordinary

// markdownFiles reads the Markdown files below a directory, each content once.
func markdownFiles(dir string) ([]document, error) {
	const large = 200_000
	var docs []document
	seen := make(map[string]bool)
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.EqualFold(filepath.Ext(name), ".md") {
			return err
		}
		src, err := os.ReadFile(name)
		if err != nil || len(src) > large || seen[string(src)] {
			return err
		}
		seen[string(src)] = true
		path, err := filepath.Rel(dir, name)
		docs = append(docs, document{Number: filepath.ToSlash(path), Family: ordinaryFamily, Repo: path, Source: string(src)})
		return err
	})
	return docs, err
}
