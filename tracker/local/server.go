package local

import (
	"context"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
)

var _ tracker.Server = (*Tracker)(nil)

// Date implements [tracker.Server]: the server is this machine.
func (t *Tracker) Date() time.Time { return t.opts.Now() }

// Quota implements [tracker.Server]: a directory counts no requests.
func (t *Tracker) Quota() (remaining int, resets time.Time, known bool) { return 0, time.Time{}, false }

func (t *Tracker) login(context.Context) (string, error) { return t.opts.User, nil }
