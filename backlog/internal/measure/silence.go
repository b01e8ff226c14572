package main

import (
	"fmt"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// silence prints what is said of the lines that are not read as items: how many of
// those that are labelled as such are named, and how many of those named are none.
func silence(corpus string) error {
	docs, err := readCorpus(corpus)
	if err != nil {
		return err
	}
	taught, err := readLessons(lessonsFiles)
	if err != nil {
		return err
	}
	for _, set := range []struct {
		name string
		docs []document
	}{{"corpus", docs}, {"lessons", taught}} {
		var all omitted
		for i := range set.docs {
			all.add(&set.docs[i])
		}
		fmt.Printf("%-8s missed %d lines, %d in silence (%d files); findings %d, of lines that are no items %d\n",
			set.name+":", all.missed, all.silent, all.files, all.findings, all.idle)
	}
	return nil
}

// omitted counts what is left out.
type omitted struct{ missed, silent, files, findings, idle int }

func (o *omitted) add(d *document) {
	r := reading.Read([]byte(d.Source), reading.Options{})
	read, named, right := make(map[int]bool), make(map[int]bool), make(map[int]bool)
	line := func(at int) int { return 1 + strings.Count(d.Source[:at], "\n") }
	for _, s := range r.Stories {
		read[line(s.Syntax.Line.Start)] = true
	}
	for _, e := range r.Epics {
		read[line(e.Syntax.Heading.Start)] = true
	}
	if len(read) == 0 {
		return // that nothing is read is a finding of its own
	}
	for _, l := range d.Labels.OptionalLines {
		right[l] = true
	}
	for _, x := range r.Omissions {
		for _, l := range x.Lines {
			named[line(l.At.Start)] = true
		}
	}
	var silent, idle []int
	for _, l := range d.Labels.Stories {
		right[l.Line] = true
		if read[l.Line] {
			continue
		}
		o.missed++
		if !named[l.Line] {
			silent = append(silent, l.Line)
		}
	}
	for _, l := range d.Labels.Epics {
		right[l.Line] = true
	}
	for _, x := range r.Omissions {
		o.findings++
		hit := false
		for _, l := range x.Lines {
			hit = hit || right[line(l.At.Start)]
		}
		if !hit {
			o.idle++
			idle = append(idle, line(x.Lines[0].At.Start))
		}
	}
	o.silent += len(silent)
	if len(silent) > 0 {
		o.files++
	}
	if len(silent)+len(idle) > 0 {
		fmt.Printf("%s: silent %v, findings of no items at %v\n", d.Number, silent, idle)
	}
}
