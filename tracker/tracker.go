// Package tracker makes an issue tracker and the ledgers of a backlog agree.
//
// [Observe] reads what a project holds, [NewPlan] compares it with the backlog
// and with what both last agreed on, and [Apply] makes the changes, each exactly
// once: a create is noted in a [Store] before it is sent. What Apply learned is
// written into the files with [Result.Record] and [backlog.File.Record].
//
// The package knows no service. An adapter implements [Tracker]: it moves text
// and classifies answers, and leaves order, retries and markers to this package.
//
// # Markers
//
// Each item carries hidden comments in its text that name its ID, the scope of
// the backlog, a random nonce, and for each managed field a digest of the value
// that file and tracker last agreed on. They enclose the managed text; the text
// above and below belongs to people.
package tracker

import (
	"context"
	"iter"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
)

// Kind says what an item of a tracker is.
type Kind = backlog.Kind

// The kinds of items.
const (
	KindMilestone = backlog.KindMilestone
	KindIssue     = backlog.KindIssue
)

// State is the state of an item.
type State string

// The states of an item.
const (
	Open   State = "open"
	Closed State = "closed"
)

// A Reason says why an issue is closed.
type Reason string

// The reasons to close an issue.
const (
	Completed  Reason = "" // it is done
	NotPlanned Reason = "not planned"
	Duplicate  Reason = "duplicate" // of another one, which its text names
)

// A Ref names an item of one project. Key is what the service addresses it by,
// such as an issue's number; only the adapter makes or parses keys. Keys of one
// kind that are numbers order items by age.
type Ref struct {
	Kind Kind
	Key  string
}

// String returns "issue 17".
func (r Ref) String() string { return string(r.Kind) + " " + r.Key }

// An Item is a milestone or an issue as the service holds it.
type Item struct {
	Ref
	URL       string // address for people; see [Linker] for relative ones
	Title     string
	Body      string // Markdown; line endings as the service returns them
	State     State
	Labels    []string  // issues only, in any order
	Assignees []string  // issues only: logins, in any order
	Milestone string    // issues only: the key of the milestone, or ""
	Parent    string    // issues only: the key of the issue that it belongs to, or ""; see [Parenter]
	Due       string    // YYYY-MM-DD, or ""
	Points    string    // issues only: story points as a decimal number, or ""; see [Project.Points]
	CreatedAt time.Time // as the server gave it
	Creator   string    // login of who created it, or "" if the service does not say
	Trusted   bool      // the creator may write to the project, so a marker here counts
	Version   string    // changes whenever the item does; "" if the service has none
}

// A Draft is an item to be created. Fields that do not apply to the kind are
// ignored.
type Draft struct {
	Kind      Kind
	Title     string
	Body      string
	Labels    []string
	Assignees []string
	Milestone string // key
	Due       string // YYYY-MM-DD
	Points    string // as in [Item]
}

// A Patch is a change of an item. Nil fields are left alone.
type Patch struct {
	Title     *string
	Body      *string
	State     *State
	Labels    *[]string
	Assignees *[]string
	Milestone *string // key; "" removes it
	Due       *string // "" removes it
	Points    *string // "" removes them
	Reason    Reason  // with State Closed, where the service has that

	// Version, if set, is the Item.Version that the patch was made for. A
	// service that has versions refuses the patch with [ErrChanged] if the
	// item is at another one; other services ignore it.
	Version string
}

// A Project is what a server says of one project.
type Project struct {
	Target string // the target as a person names it: "github:acme/shop", "local:tracker"
	ID     string // identity, the same under every address: "github.com/1296269"
	URL    string // address for people
	API    string // address that programs speak to, "" if there is none
	Login  string // who the credentials belong to, or "" if unknown
	Limits Limits

	Text          backlog.TextRules // what text has to be freed of, so that it does nothing there; Link is not used
	AbsoluteLinks bool              // text is read away from the repository of the backlog
	Points        bool              // issues have a field for whole numbers of story points
	DueDates      bool              // issues have a due date
	Blockers      string            // what dependencies become where a [Blocker] has no blocking issues, such as "related issues"

	ReadOnly string // why nothing can be written, and what to do about it; "" if it can
	Archived bool   // nobody can write, as ReadOnly says
}

// Limits are what a service allows. A zero value means no limit.
type Limits struct {
	TitleRunes    int
	BodyBytes     int
	WriteInterval time.Duration // between the starts of two writes

	CreatesPerMinute, CreatesPerHour int

	Settle   time.Duration // after which an item missing from a listing does not exist
	Fresh    time.Duration // how old an observation may be before an update that sends text reads the item again
	PageRows int           // rows of one page of a listing

	LabelForbids string // characters that names of labels cannot have

	Notifies bool // creating an item notifies people
}

// A Reader is all that planning may use, so a plan cannot write.
type Reader interface {
	// Project asks the server which project this is. It fails if the project
	// does not exist or if it cannot hold milestones and issues.
	Project(ctx context.Context) (*Project, error)

	// List yields every item of a kind, open and closed, over all pages, in
	// any order. It stops after yielding an error; what came before is then
	// incomplete and proves nothing about what does not exist.
	List(ctx context.Context, kind Kind) iter.Seq2[*Item, error]

	// Get returns an item, or an error wrapping [ErrNotFound].
	Get(ctx context.Context, ref Ref) (*Item, error)

	// Resolve says which item an address names that a person or a ledger gave.
	// file is the name of the backlog file that holds the address, for
	// addresses relative to it. An address of something else gives an error
	// wrapping [ErrForeign].
	Resolve(ctx context.Context, address, file string) (Ref, error)
}

// A Tracker is one project in an issue tracker. Implementations are safe for
// concurrent use, return an [*Error] for every failure other than the
// context's, and never send a create twice: a create whose answer was lost is
// [ErrUnknown], and the engine finds out.
type Tracker interface {
	Reader

	// Create makes an item and returns it as stored.
	Create(ctx context.Context, d Draft) (*Item, error)

	// Update changes the fields that p sets, and no others, and returns the
	// item as stored.
	Update(ctx context.Context, ref Ref, p Patch) (*Item, error)
}

// A Linker is a tracker whose addresses depend on where they are written. The
// addresses of any other tracker are written as they are.
type Linker interface {
	// Link returns the address of an item for use in the backlog file of that
	// name.
	Link(item *Item, file string) string
}

// A Dater is a tracker whose server has a clock of its own. Evidence of any
// other tracker carries the time of this machine only.
type Dater interface {
	// Date returns what the server's clock said in its latest answer, the zero
	// time before there is one.
	Date() time.Time
}
