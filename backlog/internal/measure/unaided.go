package main

import (
	"fmt"
	"os"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// unaided prints how well a corpus and its copies are read without help.
func unaided(corpus string) error {
	docs, err := readCorpus(corpus)
	if err != nil {
		return err
	}
	var all summary
	copies := make([]summary, len(changes))
	for _, d := range docs {
		r := d.read(reading.Options{})
		all.add(r, d.negative())
		if !r.perfect() {
			fmt.Printf("%s (%s): epics %v, stories %v\n", d.Number, d.Family, r.epics, r.stories)
		}
		if d.negative() {
			continue
		}
		for i, c := range changes {
			if changed := c.make(d); changed.Source != "" && changed.Source != d.Source {
				copies[i].add(changed.read(reading.Options{}), false)
			}
		}
	}
	fmt.Printf("%-9s %v\n", "unaided:", &all)
	for i, c := range changes {
		fmt.Printf("%-9s %v\n", c.name+":", &copies[i])
	}
	return nil
}

// lessons prints which of the files that were written by hand are misread, and how
// well they are read with weights that were not fitted to their family.
func lessons() error {
	docs, err := readLessons(lessonsFiles)
	if err != nil {
		return err
	}
	data, err := readSignals()
	if err != nil {
		return err
	}
	var all, unseen summary
	for fold := range folds {
		weights := reading.Fit(data.Without(fold))
		for _, d := range docs {
			if d.fold(folds) != fold {
				continue
			}
			r, without := d.read(reading.Options{}), d.read(reading.Options{Weights: weights})
			all.add(r, d.negative())
			unseen.add(without, d.negative())
			switch {
			case !r.perfect():
				fmt.Printf("%s: epics %v, stories %v\n", d.Number, r.epics, r.stories)
			case !without.perfect():
				fmt.Printf("%s, unseen: epics %v, stories %v\n", d.Number, without.epics, without.stories)
			}
		}
	}
	fmt.Printf("%-9s %v\n%-9s %v\n", "lessons:", &all, "unseen:", &unseen)
	return nil
}

// explain prints what speaks for and against each scheme of some files.
func explain(files []string) error {
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		fmt.Println(name)
		fmt.Print(reading.NewStudy(src, reading.Options{}).Explain())
	}
	return nil
}
