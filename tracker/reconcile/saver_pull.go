package reconcile

import "github.com/backlogsync/backlogsync/backlog"

// Pull takes into the files what p takes from the tracker. What people changed in
// them since p was made stays as they wrote it.
func (s *Saver) Pull(p *Plan) error {
	return s.edit(partBacklog, func(f *backlog.File) []backlog.Edit {
		edits, _ := f.Pull(p.PullInto(f))
		return edits
	})
}
