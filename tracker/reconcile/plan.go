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
	ActionRecord   Action = "record"   // = the backlog file only: the item exists already
	ActionClose    Action = "close"    // x an item whose story is gone from the file
	ActionPull     Action = "pull"     // < fields of the tracker are taken into the file
	ActionConflict Action = "conflict" // ! a person must decide; nothing is written
	ActionUnknown  Action = "unknown"  // ? it cannot be told yet whether the item exists, or whether it is ours
	ActionDrift    Action = "drift"    // changed in the tracker only; left alone
	ActionNotice   Action = "notice"   // nothing is done, but a person should know
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

// A Field is one field of a change. The members of a set are joined by ", ".
// For a conflict, for drift, and for what is agreed, Before is the tracker's
// value and After the file's.
type Field struct {
	Name   string `json:"name"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Summary counts the items of a plan.
type Summary struct {
	Create    int `json:"create"` // what may have been created by an earlier run is counted here
	Update    int `json:"update"`
	Record    int `json:"record"`
	Close     int `json:"close"`
	Pull      int `json:"pull"`   // items of which fields are taken into the files
	Agreed    int `json:"agreed"` // both sides say the same, or differ with consent, and the marker does not say so yet
	Unchanged int `json:"unchanged"`
	Drifted   int `json:"drifted"`
	Conflicts int `json:"conflicts"`
	Unmanaged int `json:"unmanaged"` // recorded, but without a marker: never written to
	Unknown   int `json:"unknown,omitempty"`
	Accepted  int `json:"accepted,omitempty"` // of all these, the items of which file and tracker differ as agreed
}

// Pending reports whether applying the plan would change something for people.
// What is agreed is only noted, see [ActionAgree].
func (s Summary) Pending() bool { return s.Create+s.Update+s.Record+s.Close+s.Pull > 0 }

// Idle reports whether [Apply] has nothing to do, not even to note what is agreed.
func (s Summary) Idle() bool { return !s.Pending() && s.Agreed == 0 }

// String returns the last line of a plan. It says that the tracker matches the
// backlog only if each item is managed and as the files want it.
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

// Cost is what applying a plan takes at the target's limits.
type Cost struct {
	Requests      int     `json:"requests"`
	Seconds       float64 `json:"seconds"`
	Notifications int     `json:"notifications"` // items whose creation or change people are told of

	// Quota is what the service still takes, if that is less than Requests. nil: it
	// is enough, or not known.
	Quota *Quota `json:"quota,omitempty"`
}

// A Quota is how many requests a service still takes, and until when.
type Quota struct {
	Remaining int       `json:"remaining"`
	Resets    time.Time `json:"resets"`
	Waits     bool      `json:"waits"` // apply waits for that; else it ends, since that is further away than 65 minutes
}

// A PlanFile names a backlog file of a plan, its content, and what its boxes
// were taken to mean.
type PlanFile struct {
	Name     string           `json:"name"`
	SHA256   string           `json:"sha256"`
	Checkbox backlog.Checkbox `json:"checkbox"`
	Level    backlog.Level    `json:"level,omitempty"` // of the items that become issues, if it was asked for

	Ledger       string `json:"ledger,omitempty"` // the file that it keeps its ledger in together with others
	LedgerSHA256 string `json:"ledgerSha256,omitempty"`
}

// A Plan is what would bring a project and the ledgers of a backlog into line.
// It is made by [NewPlan], and [Apply] does not change it. As JSON it can be
// stored and reviewed; one that was read back serves to check, with
// [Plan.Matches], that a plan made anew still says the same.
type Plan struct {
	FormatVersion int        `json:"formatVersion"`
	Target        string     `json:"target"` // "" if planned without one; as it was named if made offline
	Files         []PlanFile `json:"files"`
	Observed      *string    `json:"observed"` // digest of what was seen of these items; nil if made offline
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

// Offline reports whether the plan was made without looking at a tracker.
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

// Matches returns nil if fresh, made now, rests on the same files and options
// and, unless p was made offline, has the same target, observation and changes
// as p. Otherwise the error wraps [ErrStale] and says what has moved.
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
	FollowTitles Renumbering = "follow-titles" // an item is the one with its title: issues get new IDs
	FollowIDs    Renumbering = "follow-ids"    // an item is the one with its ID: issues get new titles
)

// Options says how to plan. A nil *Options means the zero Options.
type Options struct {
	Adopt        bool            `json:"adopt,omitempty"`        // take unmarked items with the same title or ID
	Prune        bool            `json:"prune,omitempty"`        // close items whose stories are gone
	PruneCount   int             `json:"pruneCount,omitempty"`   // how many exactly; 0: at most max(3, 10 %) of the scope
	Prefer       Side            `json:"prefer,omitempty"`       // settles conflicts and drift
	Only         []backlog.ID    `json:"only,omitempty"`         // change nothing else
	Recreate     []backlog.ID    `json:"recreate,omitempty"`     // make these anew although the ledger or the journal speaks of an item
	Create       []backlog.ID    `json:"create,omitempty"`       // make these although another issue has their title, or may be theirs
	OpenOnly     bool            `json:"openOnly,omitempty"`     // stories that are finished and not registered yet stay out
	Retarget     bool            `json:"retarget,omitempty"`     // ledger rows of another project may be overwritten
	MovedFrom    string          `json:"movedFrom,omitempty"`    // the scope that the items carry so far
	Renumbered   Renumbering     `json:"renumbered,omitempty"`   // how to read swapped IDs
	Epics        Epics           `json:"epics,omitempty"`        // what an epic becomes
	Labels       []string        `json:"labels,omitempty"`       // added to every issue
	LabelStyles  []tracker.Label `json:"labelStyles,omitempty"`  // what labels look like, where the tracker is a [tracker.Labeler]
	ManagedLabel string          `json:"managedLabel,omitempty"` // added to every issue; a [tracker.Narrower] may be listed by it
	Responsible  string          `json:"responsible,omitempty"`  // creator (also ""), assignee, actor, or a name
	Actor        string          `json:"actor,omitempty"`        // who started the run
	Dedupe       bool            `json:"dedupe,omitempty"`       // look at nothing but items that were registered more than once
	LookOnly     bool            `json:"-"`                      // for status only: errors of files and limits of the target stop nothing
	NoWrite      bool            `json:"noWrite,omitempty"`      // the files are left alone: nothing to record
	KeepMentions bool            `json:"keepMentions,omitempty"` // "@name" and "#1" in texts do what they do
	SourceURL    string          `json:"sourceURL,omitempty"`    // web address of the root of the repository, for relative links in texts; "" leaves them
	RawURL       string          `json:"rawURL,omitempty"`       // the same for the bytes of files, for images; "" takes SourceURL

	// Former is the file that MovedFrom is named after, where it is still there: what it
	// has stays its own.
	Former *backlog.File `json:"-"`

	// Pull names fields of the tracker that are taken into the files. The plan then
	// does nothing else.
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
