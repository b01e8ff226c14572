package reconcile

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/gofrs/flock"
)

// A Store is what the runs on one machine remember about one project: the
// journal of creates and, for a day, who may write to the project. Its lock
// ensures that only one run at a time writes to the project from this machine.
// A Store is not safe for concurrent use.
type Store struct {
	dir         string
	now         func() time.Time
	lock        *flock.Flock
	journal     *journal
	permissions *permissions
	pulled      pullNotes
}

// StoreOptions says how to open a store. A nil *StoreOptions means the zero
// StoreOptions.
type StoreOptions struct {
	Waiting func()           // called once before waiting for the lock
	Now     func() time.Time // nil: time.Now
}

// OpenStore opens the store of a project, which has its own directory below
// dir, and waits for its lock. Directories are created with mode 0700, files
// with 0600.
func OpenStore(ctx context.Context, dir string, p *tracker.Project, opts *StoreOptions) (*Store, error) {
	if opts == nil {
		opts = &StoreOptions{}
	}
	now := opts.Now
	if now == nil {
		now = time.Now
	}
	dir = storeDir(dir, p)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("state of %s: %w", p.Target, err)
	}
	lock := flock.New(filepath.Join(dir, "lock"), flock.SetPermissions(0o600))
	ok, err := lock.TryLock()
	if err == nil && !ok {
		if opts.Waiting != nil {
			opts.Waiting()
		}
		_, err = lock.TryLockContext(ctx, 100*time.Millisecond)
	}
	if err != nil {
		return nil, fmt.Errorf("lock of %s: %w", p.Target, err)
	}
	j, err := openJournal(filepath.Join(dir, journalName), now())
	if err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	notes, err := readPullNotes(dir)
	if err != nil {
		return nil, errors.Join(err, j.file.Close(), lock.Unlock())
	}
	return &Store{dir: dir, now: now, lock: lock, journal: j, permissions: readPermissions(dir, now), pulled: notes}, nil
}

// ReadStore reads the store of a project for planning: without its lock, and
// without changing the journal. It cannot be used to apply.
func ReadStore(dir string, p *tracker.Project) (*Store, error) {
	dir = storeDir(dir, p)
	j, err := readJournal(filepath.Join(dir, journalName))
	if err != nil {
		return nil, err
	}
	notes, err := readPullNotes(dir)
	if err != nil {
		return nil, err
	}
	return &Store{dir: dir, now: time.Now, journal: j, permissions: readPermissions(dir, time.Now), pulled: notes}, nil
}

const journalName = "journal.jsonl"

func storeDir(dir string, p *tracker.Project) string {
	sum := sha256.Sum256([]byte(p.ID))
	return filepath.Join(dir, hex.EncodeToString(sum[:8]))
}

// creates returns when creates of the last hour were sent, oldest first.
func (s *Store) creates(now time.Time) []time.Time {
	var times []time.Time
	for _, nonce := range s.journal.order {
		if e := s.journal.entries[nonce]; e.Op != opRefused && e.Op != opChosen && now.Sub(e.sent()) < time.Hour {
			times = append(times, e.sent())
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	return times
}

// Dir returns the directory that holds the state.
func (s *Store) Dir() string { return s.dir }

// Close releases the lock.
func (s *Store) Close() error {
	if s.lock == nil {
		return nil
	}
	return errors.Join(s.journal.file.Close(), s.lock.Unlock())
}
