package reason

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
)

// Unsettled: it is not known yet whether the item exists.
type Unsettled struct {
	URL string // of what was made just now and is not shown yet; "" if it is not known whether it was made
}

// Code implements [Reason].
func (Unsettled) Code() string { return "unsettled" }

// String implements [Reason].
func (r Unsettled) String() string {
	if r.URL == "" {
		return "an earlier run may have created it; that is looked into first"
	}
	return r.URL + " was made just now, and the service does not show it yet; run again later"
}

// Unproven: the item was not found, and the listings do not prove that it does not
// exist.
type Unproven struct{ Why string }

// Code implements [Reason].
func (Unproven) Code() string { return "unproven" }

// String implements [Reason].
func (r Unproven) String() string { return r.Why }

// Gone: the recorded item no longer exists.
type Gone struct {
	URL       string
	Duplicate bool // it is a duplicate of one that does not
}

// Code implements [Reason].
func (Gone) Code() string { return "gone" }

// String implements [Reason].
func (r Gone) String() string {
	if r.Duplicate {
		return r.URL + " is a duplicate of an item that no longer exists"
	}
	return r.URL + " no longer exists"
}

// Moved: the recorded item is in another place now.
type Moved struct {
	URL      string
	To       string // URL again if the service does not tell
	Here     bool   // that is in this project
	Recorded bool   // in a row of the ledger
}

// Code implements [Reason].
func (Moved) Code() string { return "moved" }

// String implements [Reason].
func (r Moved) String() string {
	advice := "take the story out of this file"
	switch {
	case r.Here && r.Recorded: // it came back, and has another number
		advice = "that is in this project: correct the row"
	case r.Here:
		advice = "that is in this project: add a row with that address to the ledger"
	case r.Recorded:
		advice = "correct the row if it came back, or take the story out of this file"
	}
	return fmt.Sprintf("%s was moved to %s, so nothing is written to it any more; %s", r.URL, NewPlace(r.URL, r.To), advice)
}

// NewPlace says where an item was moved to. A service that does not tell leaves a
// page that leads there.
func NewPlace(old, moved string) string {
	if moved == old {
		return "another project, to which its page leads"
	}
	return moved
}

// MarkerOfAnother: what the ledger or the journal names carries the marker of
// another item.
type MarkerOfAnother struct {
	Source string // "the ledger" or "the journal"
	URL    string
	ID     backlog.ID // by the marker
	Scope  string     // likewise
}

// Code implements [Reason].
func (MarkerOfAnother) Code() string { return "marker-of-another" }

// String implements [Reason].
func (r MarkerOfAnother) String() string {
	return fmt.Sprintf("%s names %s, whose marker says that it is %s of %s; correct the address or remove the marker", r.Source, r.URL, r.ID, r.Scope)
}

// Untrusted: the marker does not count because of who wrote it.
type Untrusted struct{ URL, Author string }

// Code implements [Reason].
func (Untrusted) Code() string { return "untrusted" }

// String implements [Reason].
func (r Untrusted) String() string {
	return fmt.Sprintf("%s carries the marker, but nothing says that %s may write to the project", r.URL, cmp.Or(r.Author, "its author"))
}

// ClaimedTwice: two items of the file have the same address.
type ClaimedTwice struct {
	URL   string
	Other backlog.ID
}

// Code implements [Reason].
func (ClaimedTwice) Code() string { return "claimed-twice" }

// String implements [Reason].
func (r ClaimedTwice) String() string {
	return fmt.Sprintf("%s is also the address of %s; correct the row that is wrong", r.URL, r.Other)
}

// TakenTwice: the story of another file of the run takes the same item.
type TakenTwice struct {
	URL, File string
	ID        backlog.ID // of that story
}

// Code implements [Reason].
func (TakenTwice) Code() string { return "taken-twice" }

// String implements [Reason].
func (r TakenTwice) String() string {
	return fmt.Sprintf("%s goes to %s of %s, and is of one file only; take the story out of one of them, or leave one of the files out", r.URL, r.ID, r.File)
}

// Ambiguous: it is not clear which item to take over.
type Ambiguous struct {
	URLs  []string
	Words bool // the title has the words of several stories
}

// Code implements [Reason].
func (Ambiguous) Code() string { return "ambiguous" }

// String implements [Reason].
func (r Ambiguous) String() string {
	if r.Words {
		return and(r.URLs) + " has the words of several stories as its title; put its address into the ledger row of the right one"
	}
	return and(r.URLs) + " have this title; put the address of the right one into the ledger"
}

// LooksRegistered: another item has the title of what would be created.
type LooksRegistered struct {
	URLs   []string
	Marked bool // with a marker that does not count
}

// Code implements [Reason].
func (LooksRegistered) Code() string { return "looks-registered" }

// String implements [Reason].
func (r LooksRegistered) String() string {
	if r.Marked {
		return and(r.URLs) + " has this title, and its marker does not count"
	}
	return and(r.URLs) + " has this title but no marker"
}

// Elsewhere: an issue of another backlog, which the run is not about, has the ID and the
// title.
type Elsewhere struct{ URL, Scope string }

// Code implements [Reason].
func (Elsewhere) Code() string { return "elsewhere" }

// String implements [Reason].
func (r Elsewhere) String() string {
	return fmt.Sprintf("%s is this story in %s, from where it may have been moved", r.URL, r.Scope)
}

// Copied: a person copied an item together with its marker.
type Copied struct{ URLs []string }

// Code implements [Reason].
func (Copied) Code() string { return "copied" }

// String implements [Reason].
func (r Copied) String() string {
	return and(r.URLs) + " carry the same marker: one is a copy; remove the marker from the copy"
}

// Twin: the item was registered twice, and the younger one is closed.
type Twin struct{ Stays string }

// Code implements [Reason].
func (Twin) Code() string { return "twin" }

// String implements [Reason].
func (r Twin) String() string {
	return fmt.Sprintf("registered twice: the older one, %s, stays; this one is closed as its duplicate", r.Stays)
}

// TwoStories: items of one ID were written for stories of different titles.
type TwoStories struct {
	ID   backlog.ID
	URLs []string
}

// Code implements [Reason].
func (TwoStories) Code() string { return "twin" }

// String implements [Reason].
func (r TwoStories) String() string {
	return fmt.Sprintf("%s carry the ID %s and were written for different titles, as where a renumbering was cut off; "+
		"remove the marker from those that are not %s", and(r.URLs), r.ID, r.ID)
}

// OlderClosed: the item was registered twice, and a person closed the older one.
type OlderClosed struct {
	ID  backlog.ID
	URL string // of the younger one
}

// Code implements [Reason].
func (OlderClosed) Code() string { return "twin" }

// String implements [Reason].
func (r OlderClosed) String() string {
	return fmt.Sprintf("%s was registered a second time as %s, and the older one was closed; close one of them and remove its marker", r.ID, r.URL)
}

// SameTitle: an item without a marker has the title of one with it.
type SameTitle struct{ URL string }

// Code implements [Reason].
func (SameTitle) Code() string { return "same-title" }

// String implements [Reason].
func (r SameTitle) String() string {
	return fmt.Sprintf("it has the title of %s and no marker; it is left alone: close it if it is the same", r.URL)
}

// A Renaming is an item that has the title which another one had.
type Renaming struct{ ID, Was backlog.ID }

// Renumbered: items have the titles that others had. Of a single one, the other is gone
// from the files, or its row has the new ID already.
type Renumbered struct {
	Items    []Renaming
	Recorded bool       // a single one has the row of the other
	File     string     // which a single one is gone from, where that is another one
	Left     string     // address of an item that no story would be left for if each went with its title, or ""
	LeftID   backlog.ID // its ID so far
	Doubtful bool       // it carries the marker of another item, or nothing says that its author may write: no prune closes it
}

// Code implements [Reason].
func (Renumbered) Code() string { return "renumbered" }

// String implements [Reason].
func (r Renumbered) String() string {
	switch {
	case r.Recorded && r.Left == "":
		return fmt.Sprintf("%s has the title and the address of what was %s, so it may have been renumbered", r.Items[0].ID, r.Items[0].Was)
	case len(r.Items) == 1 && r.Left == "":
		return fmt.Sprintf("%s has the title of %s, which is gone from %s, so it may have been renumbered", r.Items[0].ID, r.Items[0].Was, cmp.Or(r.File, "the file"))
	}
	items := make([]string, len(r.Items))
	for i, x := range r.Items {
		items[i] = fmt.Sprintf("%s was %s", x.ID, x.Was)
	}
	text := fmt.Sprintf("the file has renumbered items (%s)", strings.Join(items, ", "))
	if r.Left != "" {
		text += fmt.Sprintf(", and %s would be left without a story, while its ID %s goes on to another issue", r.Left, r.LeftID)
		if r.Doubtful {
			text += "; close it and remove its marker"
		}
	}
	return text
}

// Retitled: an item whose ID comes from its title may be one that is gone.
type Retitled struct {
	URLs []string   // what it may be
	ID   backlog.ID // of the first of them
}

// Code implements [Reason].
func (Retitled) Code() string { return "retitled" }

// String implements [Reason].
func (r Retitled) String() string {
	return fmt.Sprintf("it has no ID in the file and may be %s, retitled; write \"<!-- id: %s -->\" on its line if it is", strings.Join(r.URLs, " or "), r.ID)
}
