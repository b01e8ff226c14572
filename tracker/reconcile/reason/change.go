package reason

import (
	"fmt"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
)

// NoMilestone: the milestone of an issue cannot be used.
type NoMilestone struct {
	Epic backlog.ID
	Why  Reason
}

// Code implements [Reason].
func (NoMilestone) Code() string { return "no-milestone" }

// String implements [Reason].
func (r NoMilestone) String() string {
	return fmt.Sprintf("its milestone %s cannot be used: %s", r.Epic, r.Why)
}

// Removed: the file no longer has the story, or excludes it.
type Removed struct {
	Closes   bool
	Excluded backlog.Exclusion // "" if it is gone
}

// Code implements [Reason].
func (r Removed) Code() string {
	if r.Closes {
		return ""
	}
	return "removed"
}

// String implements [Reason].
func (r Removed) String() string {
	switch r.Excluded {
	case backlog.ExcludedIgnored:
		return "it is in the file, but in a part declared to hold no items"
	case backlog.ExcludedUndeclared:
		return "it is in the file, but outside what is declared"
	default:
		return "it is gone from the file"
	}
}

// LeftOut: the story is gone from the file, and a line of another file that is not read
// as an item has its ID, or its title.
type LeftOut struct {
	File string
	Line int
}

// Code implements [Reason].
func (LeftOut) Code() string { return "left-out" }

// String implements [Reason].
func (r LeftOut) String() string {
	return fmt.Sprintf("it is gone from the file, but may have been moved: %s:%d has its ID or title, and is not read as an item", r.File, r.Line)
}

// Reopened: a person opened an item that was closed because its story is gone.
type Reopened struct{}

// Code implements [Reason].
func (Reopened) Code() string { return "reopened" }

// String implements [Reason].
func (Reopened) String() string {
	return "it is gone from the file and was closed, but someone reopened it; left alone"
}

// Adopted: an item without a marker is taken over.
type Adopted struct{ Enclosed bool } // its text is the story's

// Code implements [Reason].
func (Adopted) Code() string { return "adopted" }

// String implements [Reason].
func (r Adopted) String() string {
	if r.Enclosed {
		return "an item without a marker is taken over; its text is the story's, and managed from now on"
	}
	return "an item without a marker is taken over; its text stays as it is"
}

// Agreed: both sides say the same, and the marker does not say so yet.
type Agreed struct{}

// Code implements [Reason].
func (Agreed) Code() string { return "agreed" }

// String implements [Reason].
func (Agreed) String() string { return "both sides say the same; that is noted in the marker" }

// Accepted: file and tracker may differ, and the marker does not say so yet.
type Accepted struct{}

// Code implements [Reason].
func (Accepted) Code() string { return "accepted" }

// String implements [Reason].
func (Accepted) String() string {
	return "accepted: file and tracker may differ in this; that is noted in the marker"
}

// Drifted: the item was changed in the tracker only.
type Drifted struct{}

// Code implements [Reason].
func (Drifted) Code() string { return "" }

// String implements [Reason].
func (Drifted) String() string { return "changed in the tracker only; left alone" }

// Looks: a label looks different in the tracker.
type Looks struct{}

// Code implements [Reason].
func (Looks) Code() string { return "" }

// String implements [Reason].
func (Looks) String() string { return "looks different in the tracker" }

// changedOnBothSides is the code of the conflicts of values.
const changedOnBothSides = "changed-on-both-sides"

// BothChanged: the item was changed in the file and in the tracker.
type BothChanged struct{}

// Code implements [Reason].
func (BothChanged) Code() string { return changedOnBothSides }

// String implements [Reason].
func (BothChanged) String() string { return "changed in the file and in the tracker" }

// OpenMarker: a marker has lost its end.
type OpenMarker struct{}

// Code implements [Reason].
func (OpenMarker) Code() string { return changedOnBothSides }

// String implements [Reason].
func (OpenMarker) String() string {
	return "the closing line of the marker is gone, so it is unclear which text is whose"
}

// TextUnclear: the texts differ as agreed, and the marker is of a version that
// does not say whether the text in the file has changed since.
type TextUnclear struct{}

// Code implements [Reason].
func (TextUnclear) Code() string { return changedOnBothSides }

// String implements [Reason].
func (TextUnclear) String() string {
	return "file and tracker agreed to differ, and it is unclear whether the file has changed since"
}

// Unmanaged: a recorded item carries no marker, so nothing is written to it.
type Unmanaged struct {
	Once  bool   // it was ours
	Title string // if it is another one than the file's
}

// Code implements [Reason].
func (Unmanaged) Code() string { return "unmanaged" }

// String implements [Reason].
func (r Unmanaged) String() string {
	text := "it carries no marker"
	if r.Once {
		text += " any more"
	}
	if r.Title != "" {
		text += fmt.Sprintf(" and is titled %q", r.Title)
	}
	return text + ", so it is recorded and not written to"
}

// UnmanagedItems are all unmanaged items that match the file.
type UnmanagedItems struct{ IDs []backlog.ID }

// Code implements [Reason].
func (UnmanagedItems) Code() string { return "unmanaged" }

// String implements [Reason].
func (r UnmanagedItems) String() string {
	return "recorded, but without a marker, so nothing is written to them: " + some(r.IDs, 5)
}

// ClosedMilestone: new stories go into a milestone that is closed.
type ClosedMilestone struct{ Stories []backlog.ID }

// Code implements [Reason].
func (ClosedMilestone) Code() string { return "closed-milestone" }

// String implements [Reason].
func (r ClosedMilestone) String() string {
	return fmt.Sprintf("it is closed in the tracker, and %s will be created in it; open it if they are to be seen there", list(r.Stories))
}

// MilestoneUsed: a milestone is not made, since there is one of that title.
type MilestoneUsed struct {
	Scope string // whose it is; "" if it is nobody's, as far as is known
	New   bool   // the same run makes it
}

// Code implements [Reason].
func (MilestoneUsed) Code() string { return "milestone-used" }

// String implements [Reason].
func (r MilestoneUsed) String() string {
	if r.New {
		return "the milestone of this title that is made for " + r.Scope + " is shared"
	}
	if r.Scope != "" {
		return "a milestone of this title exists, that of " + r.Scope + "; it is shared, and left as it is"
	}
	return "a milestone of this title exists, and is used as it is"
}

// Twofold: stories that are created, and another file has them, too.
type Twofold struct {
	IDs  []backlog.ID
	File string // the other one
}

// Code implements [Reason].
func (Twofold) Code() string { return "twofold" }

// String implements [Reason].
func (r Twofold) String() string {
	return fmt.Sprintf("%s has stories of the same ID and title, too, and each file gets an issue of its own: %s; where they are the same story, "+
		"leave one of the files out, or put <!-- backlogsync: ignore --> at the end of its line in one of them", r.File, some(r.IDs, 10))
}

// DroppedStories: stories that are no longer wanted and were never created are
// not created.
type DroppedStories struct{ IDs []backlog.ID }

// Code implements [Reason].
func (DroppedStories) Code() string { return "dropped-stories" }

// String implements [Reason].
func (r DroppedStories) String() string {
	return "dropped by the file, so not created: " + some(r.IDs, 10)
}

// Assigning: people are assigned whom the target may not know.
type Assigning struct {
	Target string
	Logins []string
}

// Code implements [Reason].
func (Assigning) Code() string { return "assigning" }

// String implements [Reason].
func (r Assigning) String() string {
	return fmt.Sprintf("assigned to %s: a login that %s does not know is left out, with a warning", some(r.Logins, 10), r.Target)
}

// NewLedger: a file has no ledger and gets one.
type NewLedger struct{ In string } // the file that it shares with others, "" for its own

// Code implements [Reason].
func (NewLedger) Code() string { return "new-ledger" }

// String implements [Reason].
func (r NewLedger) String() string {
	if r.In != "" {
		return "the ledger in " + r.In + " has no section for the file: one is added"
	}
	return "the file has no ledger: one is added as its last section"
}

// Nameless: rows of the ledger stay without a responsible person.
type Nameless struct{ Err error } // of asking who the credentials belong to

// Code implements [Reason].
func (Nameless) Code() string { return "nameless" }

// String implements [Reason].
func (r Nameless) String() string {
	return fmt.Sprintf("rows of the ledger stay without a responsible person, since the service names none "+
		"and it is not known who the credentials belong to: %v; fill them in, or use credentials that may ask", r.Err)
}

// NoField: the target has no place for something that stories have.
type NoField struct {
	Target string
	What   Lack
	Become string // with Blockers: what dependencies become
}

// A Lack is what a target has no place for.
type Lack string

// What a target may lack.
const (
	Points    Lack = "points"
	Fractions Lack = "fractions" // of story points
	DueDates  Lack = "due dates"
	Blockers  Lack = "blockers"
)

// Code implements [Reason].
func (NoField) Code() string { return "no-field" }

// String implements [Reason].
func (r NoField) String() string {
	switch r.What {
	case Points:
		return "story points stay text: issues of " + r.Target + " have no field for them"
	case Fractions:
		return "story points that are not whole numbers stay text: " + r.Target + " has no field for them"
	case DueDates:
		return "due dates of stories stay text: issues of " + r.Target + " have none"
	default:
		return "dependencies become " + r.Become + ": " + r.Target + " has no blocking issues"
	}
}

// MovedInTracker: a person put an issue into another milestone.
type MovedInTracker struct{ File, Tracker string } // titles of the milestones

// Code implements [Reason].
func (MovedInTracker) Code() string { return "moved-in-tracker" }

// String implements [Reason].
func (r MovedInTracker) String() string {
	if r.Tracker == "" {
		return fmt.Sprintf("it stands under %q in the file and was taken out of its milestone in the tracker; move its text, or move it back there", r.File)
	}
	return fmt.Sprintf("it stands under %q in the file and was moved to %q in the tracker; move its text, or move it back there", r.File, r.Tracker)
}

// Unsayable: the file has no place for a change in the tracker.
type Unsayable struct {
	Text bool // there is a text among it
}

// Code implements [Reason].
func (Unsayable) Code() string { return "unsayable" }

// String implements [Reason].
func (r Unsayable) String() string {
	if r.Text {
		return "the file has no place for this, or puts the text together, as from the cells of a row, or it would not read back the same; write it by hand"
	}
	return "the file has no place for this, or none where it would read back the same; write it by hand"
}

// NotAsked: the user did not ask to take this change into the file.
type NotAsked struct{}

// Code implements [Reason].
func (NotAsked) Code() string { return "not-asked" }

// String implements [Reason].
func (NotAsked) String() string { return "it was not asked for" }

// NoPlace: the tracker has values for which the file has neither a place nor a
// value.
type NoPlace struct {
	Items  int
	Fields []string
}

// Code implements [Reason].
func (NoPlace) Code() string { return "no-place" }

// String implements [Reason].
func (r NoPlace) String() string {
	items := "1 item"
	if r.Items > 1 {
		items = fmt.Sprintf("%d items", r.Items)
	}
	return fmt.Sprintf("the file has no place for what the tracker says of %s: %s; add a column, a field or a box to have it pulled",
		items, strings.Join(r.Fields, ", "))
}
