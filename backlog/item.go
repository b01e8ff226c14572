package backlog

// Kind says what an item becomes in a tracker.
type Kind string

// An epic becomes a milestone, a story an issue.
const (
	KindMilestone Kind = "milestone"
	KindIssue     Kind = "issue"
)

// Status is the state that a file gives for an item; "" if it gives none.
type Status string

// The first two are about registration in a tracker, the others about the work.
const (
	StatusPending Status = "pending" // to be created in the tracker
	StatusCreated Status = "created" // exists in the tracker

	StatusTodo  Status = "todo"
	StatusDoing Status = "doing"
	StatusDone  Status = "done"
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
	Pos       Position

	key    string
	syntax epicSyntax
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
	Labels    []string
	Assignees []string // logins, without "@"
	Priority  string
	Points    *float64
	Due       string // YYYY-MM-DD, or ""
	DependsOn []ID
	Criteria  []Criterion
	Text      string // Markdown of the story's section as written, without its heading or list line
	Pos       Position

	key    string
	syntax storySyntax
}

// A Criterion is one acceptance criterion.
type Criterion struct {
	Text string `json:"text"`
	Done *bool  `json:"done"` // nil if it has no box
}

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
	syntax  rowSyntax
	columns *columns // of the table that it was read from
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

// Key returns [ID.Key] of the ID, without working it out again; "" if the
// evidence was not read from a file.
func (e *Evidence) Key() string { return e.key }
