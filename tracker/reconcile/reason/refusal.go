package reason

import (
	"fmt"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
)

// ForeignLedger: the ledger names another project.
type ForeignLedger struct {
	First  *backlog.Evidence // of the rows that do
	Rows   int
	Target string
	Scope  string // under which the target holds the same items, as if the file had been moved; "" if none
}

// Code implements [Reason].
func (ForeignLedger) Code() string { return "foreign-ledger" }

// String implements [Reason].
func (r ForeignLedger) String() string {
	such := "1 such row"
	if r.Rows != 1 {
		such = fmt.Sprintf("%d such rows", r.Rows)
	}
	return fmt.Sprintf("%s: %s is recorded at %s, which is no %s of %s (%s)", r.First.Pos, r.First.ID, r.First.URL, r.First.Kind, r.Target, such)
}

// NeedsMilestone: a requested change needs a milestone that was not requested.
type NeedsMilestone struct{ ID, Epic backlog.ID }

// Code implements [Reason].
func (NeedsMilestone) Code() string { return "only" }

// String implements [Reason].
func (r NeedsMilestone) String() string {
	return fmt.Sprintf("%s needs the milestone %s, which does not exist yet", r.ID, r.Epic)
}

// TakesStory: a requested change takes a story from an item whose change was
// not requested.
type TakesStory struct{ ID, Story, From backlog.ID }

// Code implements [Reason].
func (TakesStory) Code() string { return "only" }

// String implements [Reason].
func (r TakesStory) String() string { return fmt.Sprintf("%s takes %s from %s", r.ID, r.Story, r.From) }

// MovedScope: the tracker holds the items for another backlog.
type MovedScope struct {
	Same, All     int // items
	Target, Scope string
	ID            backlog.ID // the last of those that exist, a story if one does
}

// Code implements [Reason].
func (MovedScope) Code() string { return "moved-scope" }

// String implements [Reason].
func (r MovedScope) String() string {
	return fmt.Sprintf("%d of these %d items exist in %s for another backlog, %s", r.Same, r.All, r.Target, r.Scope)
}

// NotFormer: a scope was given as the former name of another, but is not.
type NotFormer struct {
	Former, Scope string
	ID            backlog.ID // that both have
	Target        string
	URLs          [2]string // of the former scope's, and the other
}

// Code implements [Reason].
func (NotFormer) Code() string { return "moved-from" }

// String implements [Reason].
func (r NotFormer) String() string {
	return fmt.Sprintf("%s and %s both have %s in %s (%s and %s), so one is not the former name of the other",
		r.Former, r.Scope, r.ID, r.Target, r.URLs[0], r.URLs[1])
}

// UnknownScope: the scope that was given as the former name has no items.
type UnknownScope struct {
	Scope, Target string
	Known         []string
}

// Code implements [Reason].
func (UnknownScope) Code() string { return "moved-from" }

// String implements [Reason].
func (r UnknownScope) String() string {
	return fmt.Sprintf("nothing in %s belongs to the backlog %s; it holds %s", r.Target, r.Scope, strings.Join(r.Known, ", "))
}

// pruneGuard is the code of what keeps items from being closed.
const pruneGuard = "prune-guard"

// PrunePart: missing items should be closed, but only some items are selected.
type PrunePart struct{}

// Code implements [Reason].
func (PrunePart) Code() string { return pruneGuard }

// String implements [Reason].
func (PrunePart) String() string {
	return "only the whole backlog tells what is gone from the file, so nothing is closed where only a part is to change"
}

// PruneCount: the number of missing items is not the number that was given.
type PruneCount struct{ Gone, Said int }

// Code implements [Reason].
func (PruneCount) Code() string { return pruneGuard }

// String implements [Reason].
func (r PruneCount) String() string {
	return fmt.Sprintf("%d items are gone from the file, not %d", r.Gone, r.Said)
}

// AllGone: the files no longer have any registered item.
type AllGone struct {
	Scope string
	Gone  int
}

// Code implements [Reason].
func (AllGone) Code() string { return "all-gone" }

// String implements [Reason].
func (r AllGone) String() string {
	if r.Gone == 1 {
		return fmt.Sprintf("the one open item that is registered for %s is no longer in the file", r.Scope)
	}
	return fmt.Sprintf("of the %d open items that are registered for %s none is in the file any more", r.Gone, r.Scope)
}

// PruneMany: so many items are missing that it looks like a mistake.
type PruneMany struct{ Gone, All, Most int }

// Code implements [Reason].
func (PruneMany) Code() string { return pruneGuard }

// String implements [Reason].
func (r PruneMany) String() string {
	return fmt.Sprintf("%d of %d items would be closed, more than %d", r.Gone, r.All, r.Most)
}
