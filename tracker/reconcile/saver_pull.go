package reconcile

import "github.com/backlogsync/backlogsync/backlog"

// Pull writes the values that p takes from the tracker into the files. What
// people changed in the files since p was made is kept.
func (s *Saver) Pull(p *Plan) error {
	return s.edit(partBacklog, func(f *backlog.File) []backlog.Edit {
		edits, _ := f.Pull(p.PullInto(f))
		return edits
	})
}
