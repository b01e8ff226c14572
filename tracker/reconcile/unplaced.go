package reconcile

import "github.com/backlogsync/backlogsync/backlog"

// An Unplaced is an item whose evidence cannot be recorded in any file.
type Unplaced struct {
	backlog.ItemRef
	File string // the file that defined it when the plan was made
	URL  string // as it would have been written in the ledger
}

// Unplaced returns the items of this run whose evidence [Result.Record] leaves
// out, because none of files defines them any more. files are the current
// versions of the files of the plan. The items exist; a later run records them
// once a file defines them again.
func (r *Result) Unplaced(files ...*backlog.File) []Unplaced {
	var left []Unplaced
	for _, sp := range r.p.scopes {
		has := make(map[itemKey]bool)
		for _, f := range files {
			if f.Scope() == sp.scope.Name {
				for k := range idsOf(f) {
					has[k] = true
				}
			}
		}
		for i := range sp.matches {
			m := &sp.matches[i]
			if x := r.items[m]; x != nil && !has[itemKey{m.kind, m.key}] {
				left = append(left, Unplaced{backlog.ItemRef{Kind: m.kind, ID: m.id}, m.file.Name(), sp.o.link(&x.Item, m.file.LedgerName())})
			}
		}
	}
	return left
}
