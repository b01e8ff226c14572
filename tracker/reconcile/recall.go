package reconcile

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
)

// A recollection is how a backlog is read with what is recorded of it elsewhere
// than in its files.
type recollection struct {
	given  *backlog.Backlog // as it was read before
	read   *backlog.Backlog
	scopes map[string][]backlog.Known // by name
}

// remember reads the files of b with what the journal and, where they keep no
// ledger, the markers of their scope say is recorded.
func (o *Observed) remember(b *backlog.Backlog, st *Store, opts *Options) *backlog.Backlog {
	o.recalled = &recollection{given: b, read: b, scopes: make(map[string][]backlog.Known)}
	var files []*backlog.File
	changed := false
	for _, s := range b.Scopes() {
		known := o.recordedIn(s, st, opts)
		o.recalled.scopes[s.Name] = known
		changed = changed || len(known) > 0
	}
	if !changed {
		return b
	}
	for _, f := range b.Files() {
		files = append(files, f.Recall(o.recalled.scopes[f.Scope()]...))
	}
	o.recalled.read = backlog.New(files...)
	return o.recalled.read
}

// recordedIn returns what is recorded of a scope and in none of its ledgers.
func (o *Observed) recordedIn(s *backlog.Scope, st *Store, opts *Options) []backlog.Known {
	has := make(map[itemKey]bool)
	unkept := false
	for _, f := range s.Files {
		unkept = unkept || f.Ledger() == backlog.LedgerNone
		for _, e := range f.Evidence() {
			has[itemKey{e.Kind, idKey(e.Key())}] = true
		}
	}
	var known []backlog.Known
	add := func(k backlog.Known) {
		if key := (itemKey{k.Kind, idKey(k.ID.Key())}); !has[key] {
			has[key] = true
			known = append(known, k)
		}
	}
	ours := matcher{scope: s.Name, opts: opts}
	for _, x := range o.order {
		mk := x.body.marker
		if !unkept || mk == nil || !x.Trusted || !ours.ours(mk) {
			continue
		}
		k := backlog.Known{Kind: x.Kind, ID: mk.id, Title: strings.TrimPrefix(x.Title, string(mk.id)+" ")}
		if m := o.items[tracker.Ref{Kind: tracker.KindMilestone, Key: x.Milestone}]; x.Milestone != "" && m != nil && m.body.marker != nil {
			k.Parent = m.body.marker.id
		}
		add(k)
	}
	if st != nil {
		for e := range st.journal.created {
			if e.Scope == s.Name {
				add(backlog.Known{Kind: e.Kind, ID: e.ID})
			}
		}
	}
	return known
}

// reading returns a backlog as it was read with what was observed.
func (o *Observed) reading(b *backlog.Backlog) *backlog.Backlog {
	if o.recalled != nil && o.recalled.given == b {
		return o.recalled.read
	}
	return b
}

// Backlog returns the backlog of the plan, as parsed with the observed items.
// It returns nil for a plan that was read back.
func (p *Plan) Backlog() *backlog.Backlog { return p.backlog }

// Recall adds the items that o shows to be recorded elsewhere to the known
// items of the file; see [backlog.File.Recall].
func (d *DiskFile) Recall(o *Observed) {
	if o.recalled == nil || len(o.recalled.scopes[d.file.Scope()]) == 0 {
		return
	}
	d.Options.Known = o.recalled.scopes[d.file.Scope()]
	for _, f := range o.recalled.read.Files() {
		if f.Name() == d.file.Name() {
			d.file = f
		}
	}
}
