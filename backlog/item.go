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
	Text      string // Markdown below the epic that belongs to no story, without the heading
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
	Anchored  bool   // the ID stands in an anchor, a comment that people do not see
	Title     string // plain text without ID, separators, emphasis and status marks
	Epic      ID     // ID of the epic; "" if the story stands alone
	Sentence  string // the sentence of the user story, "As a …, I want …", or ""
	Checked   *bool  // what the file says of the story, nil if nothing: its box, a status field or a mark, whatever a tick means
	Dropped   bool   // not wanted any more: never to be made, and closed where it exists; Checked is nil
	Labels    []string
	Assignees []string // logins, without "@"
	Priority  string
	Points    *float64
	Due       string // YYYY-MM-DD, or ""
	DependsOn []ID
	Criteria  []Criterion
	Text      string // Markdown of the story's section as written, without its heading or list line
	Unsourced bool   // the Source-of-truth that is declared lacks the story or cannot be read, so what stands only there is not known
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

// Evidence is one row of the ledger. Fields that hold a placeholder are "".
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

// Timestamp returns a time as [Evidence] has it, "" for the zero time.
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

// Key returns [ID.Key] of the epic's ID, without working it out again.
func (e *Epic) Key() string { return e.key }

// Key returns [ID.Key] of the story's ID, without working it out again.
func (s *Story) Key() string { return s.key }

// PointsLine returns the line of text that carries the points of a table's cell,
// in the words of its column. Text lacks it, for trackers that have points.
func (s *Story) PointsLine() string { return s.pointsLine }

// Key returns [ID.Key] of the ID, without working it out again; "" if the
// evidence was not read from a file.
func (e *Evidence) Key() string { return e.key }

// An itemKey names an item of a file.
type itemKey = reading.ItemKey
