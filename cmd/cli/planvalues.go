package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// changeText names the item of a change.
func changeText(c *reconcile.Change) string {
	if c.Kind == "" {
		return printable(c.File)
	}
	name := c.Title
	if !strings.HasPrefix(name, string(c.ID)) {
		name = string(c.ID) + " " + name
	}
	text := fmt.Sprintf("%-9s %s", c.Kind, strings.TrimSpace(name))
	if c.URL != "" {
		text += "  " + c.URL
	}
	return printable(text)
}

// itemText names the item of a change, without its ID where that is made of the
// title.
func itemText(c *reconcile.Change, derived map[placeOfItem]bool) string {
	if c.Title != "" && derived[placeOfItem{c.File, c.ID.Key()}] {
		bare := *c
		bare.ID = ""
		return changeText(&bare)
	}
	return changeText(c)
}

// fieldIn shows both values of a field, of long texts only their size. Where both
// sides have one, each is named.
func fieldIn(action reconcile.Action, f *reconcile.Field) string {
	before, after := valueText(f.Before), valueText(f.After)
	bothSides := action == reconcile.ActionAgree || action == reconcile.ActionDrift || action == reconcile.ActionConflict
	switch {
	case f.Name == "relation":
		return relationText(f)
	case bothSides && f.Before == f.After:
		return after
	case bothSides:
		return "in the file: " + after + " · in the tracker: " + before
	case f.After == "" && f.Before == "":
		return "noted as empty"
	case before == after:
		return after + ", changed"
	}
	return before + " → " + after
}

// relationText says which issues come to a milestone and which leave it.
func relationText(f *reconcile.Field) string {
	const comma = ", "
	before, after := strings.Split(f.Before, comma), strings.Split(f.After, comma)
	var parts []string
	side := func(what string, list, other []string) {
		list = slices.DeleteFunc(slices.Clone(list), func(id string) bool { return id == "" || slices.Contains(other, id) })
		const most = 10
		if len(list) > most {
			list = append(list[:most:most], fmt.Sprintf("and %d more", len(list)-most))
		}
		if len(list) > 0 {
			parts = append(parts, what+" "+printable(strings.Join(list, comma)))
		}
	}
	side("with", after, before)
	side("without", before, after)
	switch {
	case len(parts) == 0 && len(before) > len(after):
		return "each once"
	case len(parts) == 0:
		return "in another order"
	}
	return strings.Join(parts, " · ")
}

// hasDiff reports whether what changes in a field is shown line by line.
func hasDiff(f *reconcile.Field) bool {
	return f.Name != "relation" && (isText(f.Before) || isText(f.After))
}

func valueText(s string) string {
	switch {
	case isText(s):
		return count(strings.Count(s, "\n")+1, "line", "lines")
	case s == "":
		return "(nothing)"
	}
	return `"` + printable(s) + `"`
}

func costText(c *reconcile.Cost) string {
	text := "About " + count(c.Requests, "request", "requests")
	d := time.Duration(c.Seconds * float64(time.Second))
	if d < time.Second {
		text += ", under a second"
	} else {
		text += ", about " + d.Round(time.Second).String()
	}
	if c.Notifications > 0 {
		text += "; who watches the project is notified " + count(c.Notifications, "time", "times")
	}
	text += "."
	if q := c.Quota; q != nil {
		text += " " + quotaText(q, time.Now())
	}
	return text
}

// createText is what a new item has beside its title and its text, and what it
// waits for.
func createText(c *reconcile.Change, waits []backlog.ID) string {
	var parts []string
	for _, f := range c.Fields {
		if f.After == "" || f.Name == "title" || f.Name == "text" || isText(f.After) || f.Name == "state" && f.After == string(tracker.Open) {
			continue
		}
		parts = append(parts, f.Name+": "+f.After)
	}
	if len(waits) > 0 && !slices.ContainsFunc(c.Fields, func(f reconcile.Field) bool { return f.Name == "blockedBy" }) {
		ids := make([]string, len(waits))
		for i, id := range waits {
			ids[i] = string(id)
		}
		parts = append(parts, "depends on: "+strings.Join(ids, ", "))
	}
	return strings.Join(parts, " · ")
}
