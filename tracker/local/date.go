package local

import (
	"time"

	"github.com/backlogsync/backlogsync/tracker"
)

var _ tracker.Dater = (*Tracker)(nil)

// Date implements [tracker.Dater]: the server is this machine.
func (t *Tracker) Date() time.Time { return t.opts.Now() }
