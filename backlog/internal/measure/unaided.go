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

// lessons prints which of the files that were written by hand are misread.
func lessons() error {
	docs, err := readLessons(lessonsFile)
	if err != nil {
		return err
	}
	var all summary
	for _, d := range docs {
		r := d.read(reading.Options{})
		all.add(r, d.negative())
		if !r.perfect() {
			fmt.Printf("%s: epics %v, stories %v\n", d.Number, r.epics, r.stories)
		}
	}
	fmt.Printf("%-9s %v\n", "lessons:", &all)
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
