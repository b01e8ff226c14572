package main

import (
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// unread are the lessons that are not read right without help yet.
var unread = map[string]bool{
	"board-en-2": true, "bold-titles": true, "boxes-decide": true, "cards-numbered-emoji": true, "cards-text-en": true, "epic-file": true,
	"epics-bullets-de": true, "epics-bullets-fr-2": true, "epics-cards": true, "fr-bold-lines": true, "fr-list-fr": true,
	"fr-table-parts": true, "moscow-es": true, "nested-list-en": true, "nested-themes": true, "no-onboarding-en": true, "no-policy-en": true,
	"no-priorities-incident": true, "no-states-doc": true, "now-later-not": true, "plain-list-es": true, "prd-en-2": true, "release-plan": true,
	"release-plan-en": true, "release-plan-fr": true, "stories-sentences-en": true, "stories-sentences-it": true,
	"table-due-en": true, "topics-todo-pt": true, "urgency-es": true, "work-plan-files": true,
}

// The small files that were written by hand are read right without help.
func TestLessons(t *testing.T) {
	docs, err := readLessons("testdata/lessons*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		if r := d.read(reading.Options{}); r.perfect() == unread[d.Number] {
			t.Errorf("%s: read right: %t; epics %v, stories %v", d.Number, r.perfect(), r.epics, r.stories)
		}
	}
}
