package evidence

import (
	"path"
	"path/filepath"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// Status is the progress of a backlog, epic by epic.
type Status struct {
	FormatVersion int          `json:"formatVersion"`
	Target        string       `json:"target"` // "" if only the files were read
	Total         Progress     `json:"total"`
	Epics         []EpicStatus `json:"epics"` // in the order of the files; stories without an epic come last, under the ID ""
}

// Progress counts stories. Each is open, closed or missing.
type Progress struct {
	Stories   int `json:"stories"`
	Open      int `json:"open"`
	Closed    int `json:"closed"`
	Missing   int `json:"missing"`   // not in the tracker, not yet or no longer
	Drifted   int `json:"drifted"`   // changed in the tracker only
	Conflicts int `json:"conflicts"` // a person has to decide
}

// An EpicStatus is the progress of the stories of one epic.
type EpicStatus struct {
	ItemStatus
	Progress Progress     `json:"progress"`
	Stories  []ItemStatus `json:"items"`
}

// An ItemStatus is the status of one epic or story.
type ItemStatus struct {
	Kind  tracker.Kind  `json:"kind"`
	ID    backlog.ID    `json:"id"`
	Title string        `json:"title"` // by the file
	File  string        `json:"file"`
	Line  int           `json:"line"`
	URL   string        `json:"url"`   // as written in the file; "" if there is no item
	State tracker.State `json:"state"` // "" if there is no item, or if the state is not known

	Dropped bool `json:"dropped,omitempty"` // the story is no longer wanted, and does not count as progress

	Drift    []reconcile.Field `json:"drift"`    // as in [reconcile.Change]
	Conflict string            `json:"conflict"` // why a person has to decide, or ""

	// ConflictFields are the fields in conflict, as in [reconcile.Change]. It
	// is empty if the conflict concerns the item as a whole.
	ConflictFields []reconcile.Field `json:"conflictFields"`
}

// NewStatus returns the progress of the backlog that p was made for. If p was
// made offline, the ledger determines which items exist, and boxes determine
// which are closed if a tick means done.
func NewStatus(b *backlog.Backlog, p *reconcile.Plan) *Status {
	s := &Status{FormatVersion: 1, Target: p.Target, Epics: []EpicStatus{}}
	r := &statusReader{
		offline: p.Offline(), address: p.Address, rows: make(map[statusKey]*backlog.Evidence),
		items: make(map[statusKey]*tracker.Item), changes: make(map[statusKey][]*reconcile.Change),
	}
	for _, f := range b.Files() {
		for _, e := range f.Evidence() {
			if k := (statusKey{f.Name(), factKey{e.Kind, e.Key()}}); r.rows[k] == nil {
				r.rows[k] = e
			}
		}
	}
	for x, item := range p.Found() {
		r.items[statusKey{x.File, factKey{x.Kind, x.ID.Key()}}] = item
	}
	for i := range p.Changes {
		c := &p.Changes[i]
		k := statusKey{c.File, factKey{c.Kind, c.ID.Key()}}
		r.changes[k] = append(r.changes[k], c)
	}
	for _, scope := range b.Scopes() {
		s.Epics = append(s.Epics, r.scope(scope, p.Options.Epics)...)
	}
	for i := range s.Epics {
		s.Total = s.Total.plus(s.Epics[i].Progress)
	}
	return s
}

// A statusKey names an item of a file.
type statusKey struct {
	file string
	factKey
}

// A statusReader collects what is known of items.
type statusReader struct {
	offline bool
	rows    map[statusKey]*backlog.Evidence
	items   map[statusKey]*tracker.Item
	changes map[statusKey][]*reconcile.Change
	address func(*tracker.Item, string) string
}

// scope returns the epics of a scope, and last the stories that have none.
func (r *statusReader) scope(s *backlog.Scope, epics reconcile.Epics) []EpicStatus {
	kind := tracker.KindMilestone
	if !epics.Milestones() {
		kind = tracker.KindIssue
	}
	var list []EpicStatus
	at := make(map[string]int)
	for _, f := range s.Files {
		for _, e := range f.Epics() {
			x := r.item(f, ItemStatus{Kind: kind, ID: e.ID, Title: e.Title, File: f.Name(), Line: e.Pos.Line}, e.Key(), nil)
			at[e.Key()] = len(list)
			list = append(list, EpicStatus{ItemStatus: x, Stories: []ItemStatus{}})
		}
	}
	alone := EpicStatus{ItemStatus: ItemStatus{Kind: kind, Drift: []reconcile.Field{}, ConflictFields: []reconcile.Field{}}, Stories: []ItemStatus{}}
	for _, f := range s.Files {
		for _, st := range f.Stories() {
			x := r.item(f, ItemStatus{Kind: tracker.KindIssue, ID: st.ID, Title: st.Title, File: f.Name(), Line: st.Pos.Line, Dropped: st.Dropped}, st.Key(), st.Checked)
			e := &alone
			if i, ok := at[st.Epic.Key()]; ok && st.Epic != "" {
				e = &list[i]
			}
			e.Stories = append(e.Stories, x)
			e.Progress = e.Progress.plus(x.progress())
		}
	}
	if len(alone.Stories) > 0 {
		list = append(list, alone)
	}
	return list
}

// item adds what is known of an item. checked is the box of a story.
func (r *statusReader) item(f *backlog.File, x ItemStatus, key string, checked *bool) ItemStatus {
	x.Drift, x.ConflictFields = []reconcile.Field{}, []reconcile.Field{}
	k := statusKey{f.Name(), factKey{x.Kind, key}}
	if r.offline {
		r.itemOffline(f, k, &x, checked)
	} else if o := r.items[k]; o != nil {
		x.URL, x.State = r.address(o, f.Name()), o.State
	}
	for _, c := range r.changes[k] {
		switch c.Action {
		case reconcile.ActionDrift:
			x.Drift = append(x.Drift, c.Fields...)
		case reconcile.ActionConflict, reconcile.ActionUnknown:
			x.Conflict = c.Reason.String()
			x.ConflictFields = append(x.ConflictFields, c.Fields...)
		default: // what apply would do is not progress
		}
	}
	return x
}

func (r *statusReader) itemOffline(f *backlog.File, k statusKey, x *ItemStatus, checked *bool) {
	if row := r.rows[k]; row != nil {
		x.URL = linkFrom(f.Name(), row)
	}
	if checked == nil || f.Checkbox() != backlog.CheckboxDone {
		if x.URL != "" {
			x.State = tracker.Open // as far as the file tells
		}
		return
	}
	x.State = tracker.Open
	if *checked {
		x.State = tracker.Closed
	}
}

// linkFrom returns the address of a row as it is written in a file: a relative one
// leads from the file that the row stands in, which may be a shared ledger elsewhere.
func linkFrom(file string, row *backlog.Evidence) string {
	ledger := row.Pos.File
	if ledger == file || row.URL == "" || strings.Contains(row.URL, ":") || path.IsAbs(row.URL) {
		return row.URL
	}
	rel, err := filepath.Rel(path.Dir(file), path.Join(path.Dir(ledger), row.URL))
	if err != nil {
		return row.URL
	}
	return filepath.ToSlash(rel)
}

func (x *ItemStatus) progress() Progress {
	p := Progress{Stories: 1}
	switch {
	case x.Dropped:
		p.Stories = 0
	case x.State == tracker.Open:
		p.Open = 1
	case x.State == tracker.Closed:
		p.Closed = 1
	default:
		p.Missing = 1
	}
	if len(x.Drift) > 0 {
		p.Drifted = 1
	}
	if x.Conflict != "" {
		p.Conflicts = 1
	}
	return p
}

func (p Progress) plus(q Progress) Progress {
	return Progress{
		p.Stories + q.Stories, p.Open + q.Open, p.Closed + q.Closed, p.Missing + q.Missing,
		p.Drifted + q.Drifted, p.Conflicts + q.Conflicts,
	}
}
