// Package tracker is the contract between the engine, package reconcile, and an
// issue tracker that a backlog is registered in. The author of an adapter needs to
// read this package and no other.
//
// An adapter implements [Tracker]: four methods that read a project and two
// that write to it. If its service can do more, it also implements [Labeler],
// [Parenter], [Blocker], [Linker], [Narrower], [Server], [Cacher] or
// [Permitter]. The engine finds these by type assertion. The comment of each
// says what happens without it.
//
// An adapter transfers text and classifies failures. Everything else is up to
// the engine: the order of changes, whether to repeat a write, markers, and
// what file and tracker agree on. Package rest holds the code that adapters of
// web services share, and package trackertest tests any adapter.
//
// # Failures
//
// A method fails with an [*Error], whose kind is one of the Err variables, or
// with the error of its context. The kind decides what the engine does next.
// Above all it has to be right about whether anything was done:
// [ErrRateLimited], [ErrRejected] and [ErrUnavailable] say that nothing was
// done, and [ErrUnknown] says that it is not known, for example because the
// answer to a create was lost.
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

// A Reason says why an issue was closed. "" means that it is done.
type Reason string

// The other reasons to close an issue.
const (
	NotPlanned Reason = "not planned"
	Duplicate  Reason = "duplicate" // of another one, which its text names
)

// A Ref names an item of one project. Key is the name that the service uses for
// it, such as the number of an issue. Only the adapter creates and parses keys.
// If the keys of a kind are numbers, they must increase with the time of
// creation.
type Ref struct {
	Kind Kind
	Key  string
}

// String returns "issue 17".
func (r Ref) String() string { return string(r.Kind) + " " + r.Key }

// Content is what people write in an item, and everything that is needed to
// create one. Fields that do not apply to the kind of the item are ignored.
type Content struct {
	Title     string
	Body      string   // Markdown; line endings as the service returns them
	Labels    []string // issues only, in any order
	Assignees []string // issues only: logins, in any order
	Milestone string   // issues only: the key of the milestone, or ""
	Due       string   // YYYY-MM-DD, or ""; issues have one only if [Project.DueDates] says so
	Points    string   // issues only: story points as a decimal number, or ""; see [Project.Points]
}

// An Item is a milestone or an issue as stored by the service. Every method
// that returns an item returns all of its fields, including Trusted and
// Version, whether the item was created, updated, read or listed.
type Item struct {
	Ref
	Content
	URL       string // address for people; see [Linker] for relative ones
	State     State
	Reason    Reason    // issues only: why it is closed, if the service says so
	Parent    string    // issues only: the key of the parent issue, or ""; see [Parenter]
	CreatedAt time.Time // by the server's clock
	Creator   string    // login of the author, or "" if the service does not say
	Trusted   bool      // the author may write to the project, so a marker in Body counts; see [Marked]
	MovedTo   string    // issues only: the new address, if the issue was moved to another project; otherwise ""
	Version   string    // changes whenever the item does; "" if the service has no versions
}

// A Patch is a change to an item. Fields that are nil are not changed.
type Patch struct {
	Title     *string
	Body      *string
	State     *State
	Labels    *[]string
	Assignees *[]string
	Milestone *string // key; "" removes it
	Due       *string // "" removes it
	Points    *string // "" removes them
	Reason    Reason  // with State Closed, if the service has reasons

	// Version, if set, is the [Item.Version] that the patch was made for. If
	// the service has versions and the item is at another version, the patch is
	// refused with [ErrChanged]. Other services ignore it.
	Version string
}

// A Project is what a server says about one project.
type Project struct {
	Target string // the target as users name it: "github:acme/shop", "local:tracker"
	ID     string // host and a number or name that never changes, not even when the project is renamed: "github.com/1296269"
	URL    string // address of the web page; if it begins with "http", links in texts are made absolute
	API    string // address of the API, or "" if there is none
	Limits Limits

	// Login, if set, returns the login that the credentials belong to. It may
	// need a request, so the engine calls it only in two cases: to record who
	// created a milestone if the service does not say so, and to recognise its
	// own items if [Item.Trusted] is false for them. An error never ends a run:
	// the rows of the ledger remain without a responsible person, and each run
	// reports that.
	Login func(ctx context.Context) (string, error)

	// Text says what has to be neutralised in texts so that they have no effect
	// in the tracker. If it has Mentions, the engine also assumes that creating
	// an item notifies people. Its Repository is not used.
	Text body.Rules

	// StoredTitle, if set, returns the title that the service stores for an
	// item, or the name that it stores for a label, when it is sent title. It
	// must be idempotent. Titles are sent and compared in this form.
	StoredTitle func(kind Kind, title string) string

	Points   bool   // issues have a field for whole numbers of story points
	DueDates bool   // issues have a due date
	Blockers string // what a [Blocker] without blocking issues makes of dependencies, such as "related issues"

	ReadOnly string // why the project cannot be written to, and what to do about it; "" if it can be
	Archived bool   // nobody can write, as ReadOnly says
}

// Limits are the limits of a service. A zero value means that no limit is
// known. A character is a Unicode code point.
type Limits struct {
	// How long texts may be. Planning refuses longer ones before anything is
	// sent; the adapter must refuse them too, with [ErrRejected].
	TitleRunes            int // characters of a title, also for milestones
	BodyBytes, BodyRunes  int // of a text including its marker, in UTF-8
	LabelRunes            int // characters of a label's name
	LabelDescriptionRunes int

	WriteInterval                    time.Duration // minimum, from the start of one write to the start of the next
	CreatesPerMinute, CreatesPerHour int           // creates of all kinds together

	// Settle is how long a listing may lack what was just written. It is 0 if
	// listings show each write at once; if nothing is known, a minute is a good
	// guess. The engine takes an item to be missing only if listings still lack
	// it after this time.
	Settle time.Duration

	PageRows int // rows of one page of a listing

	LabelForbids string // characters that names of labels cannot have
}

// A Reader reads one project. Planning uses nothing else, so it cannot write.
type Reader interface {
	// Project asks the server about the project. It returns an error if the
	// project does not exist or cannot hold milestones and issues.
	Project(ctx context.Context) (*Project, error)

	// List yields every item of a kind, open and closed, from all pages, in any
	// order, each with its key. It stops after yielding an error. The items
	// before the error are then an incomplete listing, which does not prove
	// that any other item does not exist.
	//
	// An item that exists from the first request to the last must be yielded,
	// even if other items appear or vanish in the meantime. An item that exists
	// only part of that time may be yielded.
	//
	// If a service numbers its pages, an item that vanishes moves later items
	// forward, and a new one may move them back. Read such a listing in order
	// of creation, oldest first. To miss no item that moved, either continue
	// after the last key seen rather than at the next page, or compare the
	// number of items with the total that the first page gave. If a listing
	// certainly lacks items, end it with an error wrapping [ErrChanged]; the
	// engine then lists again. An item may be yielded twice; the engine takes
	// that as a sign that others were missed.
	List(ctx context.Context, kind Kind) iter.Seq2[*Item, error]

	// Get returns an item, or an error wrapping [ErrNotFound].
	Get(ctx context.Context, ref Ref) (*Item, error)

	// Resolve returns the item that address leads to. The address was given by
	// a person or by a ledger; file is the name of the backlog file that
	// contains it, for relative addresses. If the address leads to anything but
	// an item of this project, the error wraps [ErrForeign]. Resolve may send
	// requests, and must do so if a renamed project is still known under its
	// old address.
	Resolve(ctx context.Context, address, file string) (Ref, error)
}

// A Tracker is one project in an issue tracker. Implementations must be safe
// for concurrent use and return an [*Error] for every failure other than the
// context's. They must never send a create twice: if the answer to a create is
// lost, the error wraps [ErrUnknown], and the engine finds out what happened.
type Tracker interface {
	Reader

	// Create creates an item of a kind and returns it as stored. It may create
	// labels that the project lacks.
	//
	// The adapter must refuse an empty title, a title that is longer than
	// [Limits] allow, and a milestone that does not exist with [ErrRejected],
	// even if the service would accept them. It must also refuse assignees who
	// cannot be assigned, and put their logins into [Error.Assignees]; the
	// engine then sends the item again without them. If the service silently
	// leaves something out, return the item as it is; the engine sees what is
	// missing.
	Create(ctx context.Context, kind Kind, c Content) (*Item, error)

	// Update changes the fields that p sets, and no others, and returns the
	// item as stored. It may need several requests. The one with the body must
	// then be the last, because the body holds the digests that file and
	// tracker agree on; after a failure in between, the engine compares again.
	// The adapter must refuse the same values as in Create. If an answer cannot
	// be read, the error wraps [ErrUnknown].
	Update(ctx context.Context, ref Ref, p Patch) (*Item, error)
}

// A Linker is a tracker whose addresses depend on the file that they are
// written in. For any other tracker, [Item.URL] is written as it is.
type Linker interface {
	// Link returns the address of item as it is written in the backlog file
	// named file.
	Link(item *Item, file string) string
}
