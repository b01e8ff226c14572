package tracker

import (
	"context"
	"errors"
	"iter"
	"time"
)

// ErrUnsupported says that the service, its plan or its version lacks what a
// capability offers; nothing was done. The engine then uses the fallback that
// the capability names.
var ErrUnsupported = errors.New("not supported by the service")

// A Label is a label as a project has it.
type Label struct {
	Name        string `json:"name"`
	Color       string `json:"color,omitempty"` // six hexadecimal digits in lower case, without "#"; "" leaves it to the service
	Description string `json:"description,omitempty"`
	Default     bool   `json:"-"` // as read: the colour is the one that the service gives where nobody chose one
}

// KindLabel stands for a label where labels and items are spoken of alike: in the
// [Error] of a [Labeler], with the name as the key, and in [Project.StoredTitle].
// Nothing is listed, read or created under it.
const KindLabel Kind = "label"

// A Labeler is a tracker whose labels have a colour and a description. On any
// other tracker labels are names only, and an issue is simply given them.
type Labeler interface {
	// Labels yields every label that issues of the project can carry, over all
	// pages, in any order. It stops after yielding an error.
	Labels(ctx context.Context) iter.Seq2[*Label, error]

	// CreateLabel makes a label and returns it as stored. One of that name
	// gives an error wrapping [ErrExists].
	CreateLabel(ctx context.Context, l Label) (*Label, error)

	// UpdateLabel gives the label of a name, as [Labeler.Labels] spells it,
	// the colour and the description of l, and returns it as stored. Names are
	// left alone, since people chose their spelling. A label that the project
	// only inherits gives an error wrapping [ErrUnsupported].
	UpdateLabel(ctx context.Context, name string, l Label) (*Label, error)
}

// A Parenter is a tracker in which an issue can belong to another one, so that
// the issue of an epic shows its stories and how many are done; [Item.Parent] says
// which one that is. On any other tracker, and where a method returns
// [ErrUnsupported], the text of the epic's issue lists the stories. Each method may
// be called again: what is already so is not an error.
type Parenter interface {
	// SetParent makes child belong to parent. A child of another issue gives
	// an error wrapping [ErrConflict].
	SetParent(ctx context.Context, child, parent Ref) error

	// RemoveParent makes child belong to parent no longer.
	RemoveParent(ctx context.Context, child, parent Ref) error
}

// A Blocker is a tracker in which one issue can be blocked by another. On any other
// tracker a dependency is only what the text of the story says. Where a method
// returns [ErrUnsupported], a line in the managed text names the other issue. Each
// method may be called again: what is already so is not an error.
type Blocker interface {
	// AddBlocker notes that item is blocked by blocker.
	AddBlocker(ctx context.Context, item, blocker Ref) error

	// RemoveBlocker takes that back.
	RemoveBlocker(ctx context.Context, item, blocker Ref) error
}

// A Narrower is a tracker that can list the issues with one label. Any other is
// read in full every time.
type Narrower interface {
	// ListLabeled is [Reader.List] for the issues that carry a label.
	ListLabeled(ctx context.Context, label string) iter.Seq2[*Item, error]
}

// A Server is a tracker whose service says with its answers what time it is there and
// how many requests it still takes. Evidence of any other tracker carries the time of
// this machine only, and it is asked until it refuses.
type Server interface {
	// Date returns what the server's clock said in its latest answer, the zero
	// time before there is one.
	Date() time.Time

	// Quota returns how many requests are left, and when there are more again by
	// the clock of this machine, as of the latest answer that says so. known is
	// false before there is one. A plan says if what is left is not enough.
	Quota() (remaining int, resets time.Time, known bool)
}

// A Cacher is a tracker that may answer reads with what it kept of earlier
// answers, once the service has confirmed that they are still the same. Such an
// answer shows what exists. That something does not exist is concluded only from
// what [Cacher.Uncached] reads, since a service may confirm less than all of an
// answer. Any other tracker is taken to keep nothing.
type Cacher interface {
	// Uncached returns a reader of the same project that uses no kept answer.
	// It has the capabilities of the tracker that concern reading.
	Uncached() Reader

	// Cached returns how many kept answers the service has confirmed so far. It
	// never decreases.
	Cached() int
}

// A Permitter is a tracker that can be asked whether a login may write to the
// project. It is asked where [Item.Trusted] does not vouch for an author, since
// services do not tell everybody who their members are, and only where something
// depends on it. On any other tracker such authors stay in doubt.
type Permitter interface {
	// MayWrite reports whether the login may write to the project. The error
	// wraps [ErrUnsupported] if the credentials may not ask.
	MayWrite(ctx context.Context, login string) (bool, error)
}
