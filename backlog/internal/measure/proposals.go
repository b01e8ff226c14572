package main

import (
	"fmt"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// shown is how many proposals people look at.
const shown = 3

// proposals prints how often the right reading is among the first proposals for
// the files with items of a corpus and their copies, and the proposals for the
// files where it is not.
func proposals(corpus string) error {
	docs, err := readCorpus(corpus)
	if err != nil {
		return err
	}
	var places []int
	copies := make([][]int, len(changes))
	for _, d := range docs {
		if d.negative() {
			continue
		}
		at := d.proposed(nil)
		places = append(places, at)
		if at >= shown {
			d.printProposals()
		}
		for i, c := range changes {
			if changed := c.make(d); changed.Source != "" && changed.Source != d.Source {
				copies[i] = append(copies[i], changed.proposed(nil))
			}
		}
	}
	print := func(name string, places []int) {
		fmt.Printf("%-9s of %d files the first proposal %d, one of three %d, of five %d\n",
			name+":", len(places), within(places, 1), within(places, shown), within(places, 5))
	}
	print("files", places)
	for i, c := range changes {
		print(c.name, copies[i])
	}
	return nil
}

func (d *document) printProposals() {
	fmt.Printf("%s (%s)\n", d.Number, d.Family)
	for _, p := range reading.Propose([]byte(d.Source), reading.Options{}) {
		r := compare(d, p.Result)
		fmt.Printf("  epics %v, stories %v with %v\n", r.epics, r.stories, p.Read)
	}
}
