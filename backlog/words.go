package backlog

import (
	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// An ID is the name of an item in its file, such as "EPICA-1", "US-1.1" or
// "Story 1.2". Two IDs name one item if their keys are equal: case, accents,
// separators, kinds of hyphens, the language of the word for epic, story or task,
// and leading zeros do not matter, nor does the word before a code with letters.
//
//	Key() string          // what IDs are compared by
//	Compare(other ID) int // orders IDs as people count: "US-2" before "US-10"
type ID = lexicon.ID

// Kind says what an item becomes in a tracker.
type Kind = lexicon.Kind

// An epic becomes a milestone, a story an issue.
const (
	KindMilestone = lexicon.KindMilestone
	KindIssue     = lexicon.KindIssue
)

// Status is the state that a file gives for an item; "" if it gives none.
type Status = lexicon.Status

// The first two are about registration in a tracker, the others about the work.
const (
	StatusPending = lexicon.StatusPending // to be created in the tracker
	StatusCreated = lexicon.StatusCreated // exists in the tracker

	StatusTodo  = lexicon.StatusTodo
	StatusDoing = lexicon.StatusDoing
	StatusDone  = lexicon.StatusDone

	StatusDropped = lexicon.StatusDropped // not wanted any more

	// StatusClosed is the status of a ledger row whose item was closed because
	// the file no longer has its story.
	StatusClosed = lexicon.StatusClosed
)

// Language is an ISO 639-1 code: "en", "es", "pt", "fr", "de" or "it".
type Language = lexicon.Language

// LeadingID splits a title into the ID at its beginning and the rest, and says
// which kind of item has such IDs. ok is false if there is no ID, or nothing
// after it.
func LeadingID(title string) (ref ItemRef, rest string, ok bool) {
	m, ok := lexicon.ScanID(title)
	if !ok || m.Many || m.Title == "" {
		return ItemRef{}, title, false
	}
	switch {
	case m.Epic:
		return ItemRef{Kind: KindMilestone, ID: m.Id}, m.Title, true
	case m.Item():
		return ItemRef{Kind: KindIssue, ID: m.Id}, m.Title, true
	default:
		return ItemRef{}, title, false
	}
}

// AlikeTitles reports whether two titles may belong to one item that was
// retitled, that is, whether they share at least half of the words of the
// longer title.
func AlikeTitles(a, b string) bool { return reading.AlikeTitles(a, b) }
