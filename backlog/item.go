package backlog

import (
	"time"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// An Epic is a group of stories; it becomes a milestone.
type Epic struct {
	ID        ID     // "EPICA-1": the word in upper case without accents, dash, number
	DerivedID bool   // the file gives no ID; ID is a slug of the title
	Title     string // plain text without ID, separators and emphasis
	Milestone string // title of the milestone: the milestone table's cell, else ID and Title
	Status    Status // of the milestone table's row, else of the epic itself
	Text      string // Markdown of the epic that belongs to no story, without the heading
	Due       string // YYYY-MM-DD, or ""
	Unsourced bool   // see [Story]
	Pos       Position

	key    string
	syntax reading.EpicSyntax
}

// A Story is one unit of work; it becomes an issue.
type Story struct {
	ID        ID
	DerivedID bool   // the file gives no ID; ID is a slug of the title
	Anchored  bool   // the ID is in an anchor, a comment that is not visible
	Title     string // plain text without ID, separators, emphasis and status marks
	Epic      ID     // ID of the epic; "" if the story stands alone
	Sentence  string // the sentence of the user story, "As a …, I want …", or ""
	Checked   *bool  // what its box, status field or mark says, whatever a tick means; nil if it has none
	Dropped   bool   // no longer wanted: it is not created, and closed if it exists; Checked is nil
	Labels    []string
	Assignees []string // logins, without "@"
	Priority  string
	Points    *float64
	Due       string // YYYY-MM-DD, or ""
	DependsOn []ID
	Criteria  []Criterion
	Text      string // Markdown of the story's section as written, without its heading or list line
	Unsourced bool   // the declared Source-of-truth lacks the story or cannot be read, so fields given only there are not known
	Pos       Position

	key        string
	pointsLine string
	syntax     reading.StorySyntax
}

// A Criterion is one acceptance criterion.
//
//	Text string
//	Done *bool // nil if it has no box
type Criterion = reading.Criterion

// Evidence is one row of the ledger. A field is "" if its cell holds a
// placeholder.
type Evidence struct {
	Kind        Kind
	ID          ID
	URL         string // link destination as written
	CreatedAt   string // RFC 3339, UTC, whole seconds; as written if it is not
	Responsible string // plain text
	Status      Status
	Pos         Position

	key     string
	syntax  reading.RowSyntax
	columns *reading.Columns // of the table that it was read from
	home    *File            // that it was read from
	left    bool             // see Left
}

// Timestamp formats a time as in [Evidence.CreatedAt]. It returns "" for the
// zero time.
func Timestamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Truncate(time.Second).Format(time.RFC3339)
}

// A Relation says which issues a milestone holds.
type Relation struct {
	Milestone ID
	Issues    []ID
	Pos       Position
}

// Key returns the cached [ID.Key] of the epic's ID.
func (e *Epic) Key() string { return e.key }

// Key returns the cached [ID.Key] of the story's ID.
func (s *Story) Key() string { return s.key }

// PointsLine returns a line of text with the points of a table's cell, labelled
// as its column, for trackers without a field for points. It is not part of
// Text.
func (s *Story) PointsLine() string { return s.pointsLine }

// Key returns the cached [ID.Key] of the ID; "" if the evidence was not read
// from a file.
func (e *Evidence) Key() string { return e.key }

// An itemKey names an item of a file.
type itemKey = reading.ItemKey
