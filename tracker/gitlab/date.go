package gitlab

import (
	"time"

	"github.com/backlogsync/backlogsync/tracker"
)

var _ tracker.Dater = (*Tracker)(nil)

// Date implements [tracker.Dater] with the header Date of the latest answer.
func (t *Tracker) Date() time.Time { return t.guard.Date() }
