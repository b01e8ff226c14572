package tracker

import (
	"context"
	"errors"
	"iter"
	"time"
)

// ErrUnsupported says that the service, its plan or its version does not
// support a capability. Nothing was done. The engine then uses the fallback
// that is documented with the capability.
var ErrUnsupported = errors.New("not supported by the service")

// A Label is a label of a project.
type Label struct {
	Name        string `json:"name"`
	Color       string `json:"color,omitempty"` // six hexadecimal digits in lower case, without "#"; "" leaves it to the service
	Description string `json:"description,omitempty"`
	Default     bool   `json:"-"` // when read: nobody chose the colour, it is the default of the service
}

// KindLabel stands for a label in two places that also apply to items: in the
// [Error] of a [Labeler], with the name as the key, and in
// [Project.StoredTitle]. It is never passed to List, Get or Create.
const KindLabel Kind = "label"

// A Labeler is a tracker whose labels have a colour and a description. On any
// other tracker a label is only a name, and is added to an issue without
// further requests.
type Labeler interface {
	// Labels yields every label that issues of the project can carry, over all
	// pages, in any order. It stops after yielding an error.
	Labels(ctx context.Context) iter.Seq2[*Label, error]

	// CreateLabel creates a label and returns it as stored. If there is a label
	// of that name, the error wraps [ErrExists].
	CreateLabel(ctx context.Context, l Label) (*Label, error)

	// UpdateLabel sets the colour and the description of a label to those of l,
	// and returns it as stored. name is spelled as [Labeler.Labels] yields it,
	// and is not changed, because people chose its spelling. If the project
	// inherits the label, the error wraps [ErrUnsupported].
	UpdateLabel(ctx context.Context, name string, l Label) (*Label, error)
}

// A Parenter is a tracker in which an issue can have a parent issue, given by
// [Item.Parent]. The issue of an epic then shows its stories and how many of
// them are done. On any other tracker, and if a method returns
// [ErrUnsupported], the text of the epic's issue lists the stories. Each method
// is idempotent: it is not an error if the relation is already as requested.
type Parenter interface {
	// SetParent makes parent the parent of child. If child already has another
	// parent, the error wraps [ErrConflict].
	SetParent(ctx context.Context, child, parent Ref) error

	// RemoveParent removes child from parent.
	RemoveParent(ctx context.Context, child, parent Ref) error
}

// A Blocker is a tracker in which one issue can be blocked by another. On any
// other tracker, only the text of the story says that it depends on another. If
// a method returns [ErrUnsupported], a line in the managed text names the other
// issue. Each method is idempotent: it is not an error if the relation is
// already as requested.
type Blocker interface {
	// AddBlocker records that item is blocked by blocker.
	AddBlocker(ctx context.Context, item, blocker Ref) error

	// RemoveBlocker removes that relation.
	RemoveBlocker(ctx context.Context, item, blocker Ref) error
}

// A Narrower is a tracker that can list the issues with one label. On any other
// tracker, every run lists all issues.
type Narrower interface {
	// ListLabeled is like [Reader.List], but yields only the issues with a
	// label.
	ListLabeled(ctx context.Context, label string) iter.Seq2[*Item, error]
}

// A Server is a tracker whose service reports its time and the remaining quota
// with its answers. For any other tracker, evidence carries only the time of
// this machine, and requests are sent until the service refuses them.
type Server interface {
	// Date returns the time of the server's clock in its latest answer, or the
	// zero time if there was no answer yet.
	Date() time.Time

	// Quota returns how many requests are left, and when the quota is reset by
	// the clock of this machine, according to the latest answer that says so.
	// known is false if there was no such answer yet. A plan says if the
	// requests left are not enough.
	Quota() (remaining int, resets time.Time, known bool)
}

// A Cacher is a tracker that may answer reads from earlier answers, once the
// service has confirmed that they are still the same. Such an answer shows what
// exists. The engine concludes that something does not exist only from what
// [Cacher.Uncached] reads, because a service may confirm only part of an
// answer. Any other tracker is assumed to cache nothing.
type Cacher interface {
	// Uncached returns a reader of the same project that uses no cached
	// answers. It has those capabilities of the tracker that concern reading.
	Uncached() Reader

	// Cached returns how many cached answers the service has confirmed so far.
	// The number never decreases.
	Cached() int
}

// A Permitter is a tracker that can report whether a login may write to the
// project. Services do not show everybody who their members are, so the engine
// asks if [Item.Trusted] is false and something depends on the answer. On any
// other tracker, such authors are not trusted.
type Permitter interface {
	// MayWrite reports whether the login may write to the project. If the
	// credentials are not allowed to ask, the error wraps [ErrUnsupported].
	MayWrite(ctx context.Context, login string) (bool, error)
}
