// Package tracker is the contract between the engine, package reconcile, and an
// issue tracker that a backlog is registered in. The author of an adapter needs to
// read this package and no other.
//
// An adapter implements [Tracker]: four methods that read a project and two that
// write to it. Where its service can do more, it also implements [Labeler],
// [Parenter], [Blocker], [Linker], [Narrower], [Server], [Cacher] or [Permitter].
// The engine asks for these by type assertion, and each says what happens without it.
//
// An adapter moves text and classifies failures. The order of changes, the decision
// to repeat a write, markers, and what file and tracker agree on are the engine's.
// Package rest has what adapters of web services share, and package trackertest
// checks any adapter.
//
// # Failures
//
// A method fails with an [*Error], whose kind is one of the Err variables, or with
// the error of its context. The kind decides what the engine does next, so that it
// has to be right about one thing above all: whether anything was done.
// [ErrRateLimited], [ErrRejected] and [ErrUnavailable] say that nothing was,
// [ErrUnknown] that it cannot be told, as after a lost answer to a create.
//
// # Values
//
// Text is UTF-8, dates are YYYY-MM-DD, and times are those of the server. Lists of
// labels and of logins are sets: their order does not matter. What a method returns
// belongs to the caller.
package tracker

import (
	"context"
	"iter"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/backlog/body"
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

// A Reason says why an issue is closed; "" means that it is done.
type Reason string

// The other reasons to close an issue.
const (
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

// Content is what people write in an item, and all that it takes to create one.
// Fields that do not apply to its kind are ignored.
type Content struct {
	Title     string
	Body      string   // Markdown; line endings as the service returns them
	Labels    []string // issues only, in any order
	Assignees []string // issues only: logins, in any order
	Milestone string   // issues only: the key of the milestone, or ""
	Due       string   // YYYY-MM-DD, or ""; milestones have it, issues where [Project.DueDates] says so
	Points    string   // issues only: story points as a decimal number, or ""; see [Project.Points]
}

// An Item is a milestone or an issue as the service holds it. Every method that
// returns one returns all of its fields: an item is the same, Trusted and Version
// too, whether it was created, updated, read or listed.
type Item struct {
	Ref
	Content
	URL       string // address for people; see [Linker] for relative ones
	State     State
	Reason    Reason    // issues only: why it is closed, where the service says
	Parent    string    // issues only: the key of the issue that it belongs to, or ""; see [Parenter]
	CreatedAt time.Time // as the server gave it
	Creator   string    // login of who created it, or "" if the service does not say
	Trusted   bool      // the creator may write to the project, so a marker here counts; see [Marked]
	MovedTo   string    // issues only: where the issue is now, if this is what a move to another project left of it
	Version   string    // changes whenever the item does; "" if the service has none
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
	ID     string // host and what never changes there, the same under every address and after a renaming: "github.com/1296269"
	URL    string // address for people; if it begins with "http", links in texts are made absolute
	API    string // address that programs speak to, "" if there is none
	Limits Limits

	// Login, if set, returns the login that the credentials belong to. Where that
	// costs a request, it is asked only where it matters: for the ledger's row of a
	// milestone of a service that does not tell who created one, and where a marker
	// of the backlog stands in an item that [Item.Trusted] does not vouch for, since
	// one's own count. An error never ends a run: the rows stay without a
	// responsible person, and each run says so.
	Login func(ctx context.Context) (string, error)

	// Text is what text has to be freed of, so that it does nothing there. Where
	// mentions do something, creating an item notifies people, too. Its Repository
	// is not used.
	Text body.Rules

	// StoredTitle, if set, returns the title that the service has of an item
	// which is sent with some title, or the name of a label; what it returns is
	// stored as it is. Titles are sent and compared in this form.
	StoredTitle func(kind Kind, title string) string

	Points   bool   // issues have a field for whole numbers of story points
	DueDates bool   // issues have a due date
	Blockers string // what dependencies become where a [Blocker] has no blocking issues, such as "related issues"

	ReadOnly string // why nothing can be written, and what to do about it; "" if it can
	Archived bool   // nobody can write, as ReadOnly says
}

// Limits are what a service allows. A zero value means that no limit is known. A
// character is a Unicode code point.
type Limits struct {
	// How long texts may be. The plan refuses what is longer, so that nothing is
	// sent; the adapter refuses it all the same, with [ErrRejected].
	TitleRunes            int // characters of a title, of milestones too
	BodyBytes, BodyRunes  int // of a text, with its marker, in UTF-8
	LabelRunes            int // characters of a label's name
	LabelDescriptionRunes int

	WriteInterval                    time.Duration // at least, from the start of one write to that of the next
	CreatesPerMinute, CreatesPerHour int           // creates of all kinds together

	// Settle is how long a listing may lack what was just written: 0 if it shows
	// each write at once; a minute is a good guess where nothing is known. Only an
	// item that is still missing after it does not exist.
	Settle time.Duration

	PageRows int // rows of one page of a listing

	LabelForbids string // characters that names of labels cannot have
}

// A Reader is all that planning may use, so a plan cannot write.
type Reader interface {
	// Project asks the server which project this is. It fails if the project
	// does not exist or if it cannot hold milestones and issues.
	Project(ctx context.Context) (*Project, error)

	// List yields every item of a kind, open and closed, over all pages, in
	// any order, each with its key. It stops after yielding an error; what came
	// before is then incomplete and proves nothing about what does not exist.
	//
	// An item that exists from the first request to the last is yielded, also
	// where others come or go meanwhile; one that does not may be. Where a
	// service counts pages, a row that goes moves those behind it up, and one
	// that comes may move them down: such a listing is read in the order of
	// creation, oldest first, and what moved up is made up for by going on
	// behind the last key that was met rather than at the next page, or by
	// comparing what was met with the total that the first page gave. A
	// listing that lacks rows for certain ends with an error wrapping
	// [ErrChanged], and the engine lists again. An item may be yielded twice,
	// which the engine takes for a sign that others were not met.
	List(ctx context.Context, kind Kind) iter.Seq2[*Item, error]

	// Get returns an item, or an error wrapping [ErrNotFound].
	Get(ctx context.Context, ref Ref) (*Item, error)

	// Resolve says which item an address names that a person or a ledger gave.
	// file is the name of the backlog file that holds the address, for
	// addresses relative to it. An address of something else gives an error
	// wrapping [ErrForeign]. It may ask the server, and has to where a renamed
	// project is still known under its old address.
	Resolve(ctx context.Context, address, file string) (Ref, error)
}

// A Tracker is one project in an issue tracker. Implementations are safe for
// concurrent use, return an [*Error] for every failure other than the
// context's, and never send a create twice: a create whose answer was lost is
// [ErrUnknown], and the engine finds out.
type Tracker interface {
	Reader

	// Create makes an item of a kind and returns it as stored. Labels that the project
	// lacks may be created along the way.
	//
	// The adapter refuses an empty title, one that is longer than [Limits] allow,
	// and a milestone that does not exist with [ErrRejected], even if the service
	// would accept them. It does the same for assignees who cannot be assigned, and
	// puts their logins into [Error.Assignees]: the engine sends the item again
	// without them. Where a service silently leaves something out, the item is
	// returned as it is, and the engine sees what is missing.
	Create(ctx context.Context, kind Kind, c Content) (*Item, error)

	// Update changes the fields that p sets, and no others, and returns the
	// item as stored. It may take several requests, of which the text, which
	// holds what is agreed, comes last; after a failure in between the engine
	// compares anew. What holds for a new item holds for a patch. An answer that
	// cannot be read is [ErrUnknown].
	Update(ctx context.Context, ref Ref, p Patch) (*Item, error)
}

// A Linker is a tracker whose addresses depend on where they are written. The
// addresses of any other tracker are written as they are.
type Linker interface {
	// Link returns the address of an item for use in the backlog file of that
	// name.
	Link(item *Item, file string) string
}
