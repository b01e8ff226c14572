package reconcile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// An Action is what a change does.
type Action string

// The actions, with the symbol that people see.
const (
	ActionCreate   Action = "create"   // + a new item in the tracker
	ActionUpdate   Action = "update"   // ~ fields of an item in the tracker
	ActionAgree    Action = "agree"    // what both sides agree on is noted in the marker; no field changes
	ActionRecord   Action = "record"   // = recorded in the backlog file only; the item already exists
	ActionClose    Action = "close"    // x an item whose story the file no longer has
	ActionPull     Action = "pull"     // < fields of the tracker are taken into the file
	ActionConflict Action = "conflict" // ! a person must decide; nothing is written
	ActionUnknown  Action = "unknown"  // ? it is not known yet whether the item exists or belongs to the backlog
	ActionDrift    Action = "drift"    // changed in the tracker only; left alone
	ActionNotice   Action = "notice"   // information; nothing is done
)

// A Change is one line of a plan.
type Change struct {
	Action Action
	Kind   tracker.Kind
	ID     backlog.ID
	Title  string
	URL    string // as written in the backlog file; "" if there is no item yet
	Fields []Field
	Reason reason.Reason // nil if there is nothing to say
	File   string
	Line   int
}

// A Field is one field of a change. The members of a set are joined with ", ".
// For a conflict, drift or agreement, Before is the value in the tracker and
// After the value in the file.
type Field struct {
	Name   string `json:"name"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Summary counts the items of a plan.
type Summary struct {
	Create    int `json:"create"` // includes items that an earlier run may have created
	Update    int `json:"update"`
	Record    int `json:"record"`
	Close     int `json:"close"`
	Pull      int `json:"pull"`   // items with fields that are taken into the files
	Agreed    int `json:"agreed"` // both sides agree, or agree to differ, but the marker does not say so yet
	Unchanged int `json:"unchanged"`
	Drifted   int `json:"drifted"`
	Conflicts int `json:"conflicts"`
	Unmanaged int `json:"unmanaged"` // recorded, but without a marker: never written to
	Unknown   int `json:"unknown,omitempty"`
	Accepted  int `json:"accepted,omitempty"` // of all these, the items for which file and tracker differ as agreed
}

// Pending reports whether applying the plan would make a visible change. Noting
// an agreement is not one; see [ActionAgree].
func (s Summary) Pending() bool { return s.Create+s.Update+s.Record+s.Close+s.Pull > 0 }

// Idle reports whether [Apply] has nothing to do, not even to note agreements.
func (s Summary) Idle() bool { return !s.Pending() && s.Agreed == 0 }

// String returns the last line of a plan. It says that the tracker matches the
// backlog only if each item is managed and matches the files.
func (s Summary) String() string {
	var extra []string
	for _, e := range []struct {
		n    int
		what string
	}{
		{s.Drifted, "drifted"}, {s.Conflicts, "in conflict"}, {s.Unmanaged, "unmanaged"}, {s.Unknown, "unknown"},
		{s.Agreed, "agreed"}, {s.Accepted, "different as agreed"},
	} {
		if e.n > 0 {
			extra = append(extra, fmt.Sprintf("%d %s", e.n, e.what))
		}
	}
	switch {
	case s.Pending(), s.Drifted+s.Conflicts+s.Unknown > 0:
	case len(extra) > 0:
		return "No changes; " + strings.Join(extra, ", ") + "."
	default:
		return "No changes. The tracker matches the backlog."
	}
	line := fmt.Sprintf("Plan: %d to create, %d to update, %d to record, %d to close, %d unchanged",
		s.Create, s.Update, s.Record, s.Close, s.Unchanged)
	if len(extra) > 0 {
		line += "; " + strings.Join(extra, ", ")
	}
	return line + "."
}

// Cost is the estimated cost of applying a plan within the target's limits.
type Cost struct {
	Requests      int     `json:"requests"`
	Seconds       float64 `json:"seconds"`
	Notifications int     `json:"notifications"` // items whose creation or change notifies people

	// Quota is set if the service accepts fewer requests than Requests. It is
	// nil if the quota suffices or is not known.
	Quota *Quota `json:"quota,omitempty"`
}

// A Quota is the number of requests that a service still accepts, and the time
// when it is reset.
type Quota struct {
	Remaining int       `json:"remaining"`
	Resets    time.Time `json:"resets"`
	Waits     bool      `json:"waits"` // Apply waits for the reset; it does not if the reset is more than 65 minutes away
}

// A PlanFile names a backlog file of a plan, its content, and what its boxes
// were taken to mean.
type PlanFile struct {
	Name     string           `json:"name"`
	SHA256   string           `json:"sha256"`
	Checkbox backlog.Checkbox `json:"checkbox"`
	Level    backlog.Level    `json:"level,omitempty"` // level of the items that become issues, if one was requested

	Ledger       string `json:"ledger,omitempty"` // the shared ledger file, or ""
	LedgerSHA256 string `json:"ledgerSha256,omitempty"`
}

// A Plan lists the changes that make a project and the ledgers of a backlog
// agree. [NewPlan] makes it, and [Apply] does not change it. It can be stored
// as JSON and reviewed. A plan that was read back cannot be applied; use
// [Plan.Matches] to check that a new plan still says the same.
type Plan struct {
	FormatVersion int        `json:"formatVersion"`
	Target        string     `json:"target"` // as given by the user if the plan was made offline; "" if there was no target
	Files         []PlanFile `json:"files"`
	Observed      *string    `json:"observed"` // digest of the observed items; nil if the plan was made offline
	Options       Options    `json:"options"`
	Summary       Summary    `json:"summary"`
	Changes       []Change   `json:"changes"`
	Cost          Cost       `json:"cost"`

	// What it was made of, and how it would be carried out; nil if that cannot be.
	backlog  *backlog.Backlog
	observed *Observed
	opts     *Options
	labels   []step
	scopes   []*scopePlan
}

// Offline reports whether the plan was made without reading a tracker.
func (p *Plan) Offline() bool { return p.Observed == nil }

// ReadPlan decodes a plan that was stored as JSON. It cannot be applied.
func ReadPlan(data []byte) (*Plan, error) {
	var p Plan
	if err := json.Unmarshal(data, &p); err != nil {
		return nil, fmt.Errorf("not a plan: %w", err)
	}
	if p.FormatVersion != 1 {
		return nil, fmt.Errorf("not a plan of format 1, but %d", p.FormatVersion)
	}
	if len(p.Files) == 0 {
		return nil, errors.New("not a plan: it names no files")
	}
	return &p, nil
}

// Matches returns nil if the new plan fresh has the same files and options as p
// and, unless p was made offline, the same target, observation and changes.
// Otherwise the error wraps [ErrStale] and says what has changed.
func (p *Plan) Matches(fresh *Plan) error {
	for _, f := range p.Files {
		if !slices.Contains(fresh.Files, f) {
			return fmt.Errorf("%w: %s has changed since it was made; make a new one", ErrStale, f.Name)
		}
	}
	if len(p.Files) != len(fresh.Files) {
		return fmt.Errorf("%w: it was made for other files; make a new one", ErrStale)
	}
	if p.Offline() {
		return nil
	}
	if p.Target != fresh.Target {
		return fmt.Errorf("%w: it was made for %s, not %s", ErrStale, p.Target, fresh.Target)
	}
	if fresh.Observed == nil || *p.Observed != *fresh.Observed {
		return fmt.Errorf("%w: %s has changed since it was made; make a new one", ErrStale, p.Target)
	}
	if p.Summary != fresh.Summary || !sameChanges(p.Changes, fresh.Changes) {
		return fmt.Errorf("%w: it no longer says what would be done; make a new one", ErrStale)
	}
	return nil
}

// sameChanges compares as what is stored, since a person has agreed to that, but
// for the words of reasons, which are those of a program.
func sameChanges(a, b []Change) bool {
	return slices.EqualFunc(a, b, func(x, y Change) bool {
		jsonX, errX := json.Marshal(x.stored(""))
		jsonY, errY := json.Marshal(y.stored(""))
		return errX == nil && errY == nil && bytes.Equal(jsonX, jsonY)
	})
}

// Side is a side of a conflict.
type Side string

// The sides of a conflict.
const (
	SideBacklog Side = "backlog"
	SideTracker Side = "tracker"
)

// Renumbering says how to read a file in which items have swapped IDs.
type Renumbering string

// The ways to read a renumbered file.
const (
	FollowTitles Renumbering = "follow-titles" // titles identify items; issues get new IDs
	FollowIDs    Renumbering = "follow-ids"    // IDs identify items; issues get new titles
)

// Options says how to plan. A nil *Options means the zero Options.
type Options struct {
	Adopt        bool            `json:"adopt,omitempty"`        // take over items without a marker that have the same title or ID
	Prune        bool            `json:"prune,omitempty"`        // close items whose stories the files no longer have
	PruneCount   int             `json:"pruneCount,omitempty"`   // exact number of items to close; 0: at most max(3, 10 %) of the scope
	Prefer       Side            `json:"prefer,omitempty"`       // settles conflicts and drift
	Only         []backlog.ID    `json:"only,omitempty"`         // change nothing else
	Recreate     []backlog.ID    `json:"recreate,omitempty"`     // create these again although the ledger or the journal names an item
	Create       []backlog.ID    `json:"create,omitempty"`       // create these although another issue has their title, or may be theirs
	OpenOnly     bool            `json:"openOnly,omitempty"`     // do not register stories that are already finished
	Retarget     bool            `json:"retarget,omitempty"`     // ledger rows of another project may be overwritten
	MovedFrom    string          `json:"movedFrom,omitempty"`    // the former scope of the items
	Renumbered   Renumbering     `json:"renumbered,omitempty"`   // how to read swapped IDs
	Epics        Epics           `json:"epics,omitempty"`        // what an epic becomes
	Labels       []string        `json:"labels,omitempty"`       // added to every issue
	LabelStyles  []tracker.Label `json:"labelStyles,omitempty"`  // colours and descriptions of labels, if the tracker is a [tracker.Labeler]
	ManagedLabel string          `json:"managedLabel,omitempty"` // added to every issue; a [tracker.Narrower] may be listed by it
	Responsible  string          `json:"responsible,omitempty"`  // creator (also ""), assignee, actor, or a name
	Actor        string          `json:"actor,omitempty"`        // who started the run
	Dedupe       bool            `json:"dedupe,omitempty"`       // only close items that were registered more than once
	LookOnly     bool            `json:"-"`                      // for status only: ignore errors of files and limits of the target
	NoWrite      bool            `json:"noWrite,omitempty"`      // do not record anything in the files
	KeepMentions bool            `json:"keepMentions,omitempty"` // leave "@name" and "#1" in texts as they are
	SourceURL    string          `json:"sourceURL,omitempty"`    // web address of the root of the repository, for relative links; "" leaves them as they are
	RawURL       string          `json:"rawURL,omitempty"`       // the same for the bytes of files, for images; "" means SourceURL

	// Former is the file that MovedFrom is named after, if it still exists. It
	// keeps the items that it still has.
	Former *backlog.File `json:"-"`

	// Pull names fields to take from the tracker into the files. If set, the
	// plan does nothing else.
	Pull []backlog.PullField `json:"pull,omitempty"`

	WriteInterval *time.Duration `json:"writeInterval,omitempty"` // instead of the target's own
	Settle        *time.Duration `json:"settle,omitempty"`        // instead of the target's own
}

// writes reports whether applying p writes to the tracker.
func (p *Plan) writes() bool {
	return p.Summary.Create+p.Summary.Update+p.Summary.Close+p.Summary.Agreed > 0
}

func (s Summary) plus(t Summary) Summary {
	s.Create += t.Create
	s.Update += t.Update
	s.Record += t.Record
	s.Close += t.Close
	s.Pull += t.Pull
	s.Agreed += t.Agreed
	s.Accepted += t.Accepted
	s.Unchanged += t.Unchanged
	s.Drifted += t.Drifted
	s.Conflicts += t.Conflicts
	s.Unmanaged += t.Unmanaged
	s.Unknown += t.Unknown
	return s
}
