package cli

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// A planGroup is the changes of an epic and its stories.
type planGroup struct {
	heading string // "" of what is in no file
	changes []*reconcile.Change
}

// A place of items is a file and an epic of it, by its key.
type placeOfItem struct{ file, epic string }

// groupByEpic parts changes by file and epic, in the order of the files. Items that
// belong to no epic, or are gone from their file, come last of it; what is in no
// file comes first.
func groupByEpic(b *backlog.Backlog, changes []*reconcile.Change) []planGroup {
	epicOf := make(map[placeOfItem]string) // of stories, by file and key
	var order []placeOfItem
	headings := make(map[placeOfItem]string)
	for _, f := range b.Files() {
		prefix := ""
		if len(b.Files()) > 1 {
			prefix = f.Name() + " · "
		}
		for _, e := range f.Epics() {
			at := placeOfItem{f.Name(), e.Key()}
			order = append(order, at)
			headings[at] = prefix + nameOf(e.ID, e.Title, e.DerivedID)
		}
		for _, s := range f.Stories() {
			epicOf[placeOfItem{f.Name(), s.Key()}] = s.Epic.Key()
		}
		alone := placeOfItem{f.Name(), ""}
		order, headings[alone] = append(order, alone), prefix+"Without an epic"
	}
	var loose []*reconcile.Change
	held := make(map[placeOfItem][]*reconcile.Change)
	for _, c := range changes {
		at := placeOfItem{c.File, c.ID.Key()}
		if _, epic := headings[at]; c.Kind != tracker.KindMilestone && (!epic || epicOf[at] != "") {
			at.epic = epicOf[at]
		}
		if _, known := headings[at]; !known {
			at.epic = ""
		}
		if c.Kind == "" || headings[at] == "" {
			loose = append(loose, c)
			continue
		}
		held[at] = append(held[at], c)
	}
	var groups []planGroup
	if len(loose) > 0 {
		groups = append(groups, planGroup{"", loose})
	}
	for _, at := range order {
		if list := held[at]; len(list) > 0 {
			groups = append(groups, planGroup{headings[at], list})
		}
	}
	return groups
}

// nameOf is an ID with its title, and the title alone where the ID is made of it.
func nameOf(id backlog.ID, title string, derived bool) string {
	if derived || strings.HasPrefix(title, string(id)) {
		return title
	}
	return string(id) + " " + title
}

// derivedIDs are the items, by file and key, whose IDs are made of their titles.
func derivedIDs(b *backlog.Backlog) map[placeOfItem]bool {
	derived := make(map[placeOfItem]bool)
	for _, f := range b.Files() {
		for _, e := range f.Epics() {
			derived[placeOfItem{f.Name(), e.Key()}] = e.DerivedID
		}
		for _, s := range f.Stories() {
			derived[placeOfItem{f.Name(), s.Key()}] = s.DerivedID
		}
	}
	return derived
}

// dependencies are what stories wait for, by file and key.
func dependencies(b *backlog.Backlog) map[placeOfItem][]backlog.ID {
	waits := make(map[placeOfItem][]backlog.ID)
	for _, f := range b.Files() {
		for _, s := range f.Stories() {
			if len(s.DependsOn) > 0 {
				waits[placeOfItem{f.Name(), s.Key()}] = s.DependsOn
			}
		}
	}
	return waits
}
