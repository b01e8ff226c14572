package main

import (
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// unread are the lessons that are not read right without help yet.
var unread = map[string]bool{
	"bold-titles": true, "board-headings": true, "epic-file": true, "epics-cards": true, "headings-fields-de": true, "headings-own-fields": true,
	"headings-text-fr": true, "nested-themes": true, "no-priorities-incident": true, "no-states-doc": true,
	"priorities-headings": true, "themes-bullets": true, "themes-bullets-pt": true,
}

// The small files that were written by hand are read right without help.
func TestLessons(t *testing.T) {
	docs, err := readLessons("testdata/lessons.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		if r := d.read(reading.Options{}); r.perfect() == unread[d.Number] {
			t.Errorf("%s: read right: %t; epics %v, stories %v", d.Number, r.perfect(), r.epics, r.stories)
		}
	}
}
