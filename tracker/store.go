package tracker

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// State is what the runs on one machine remember of one project: the journal
// of creates. It is kept under a lock, so that one run at a time writes to a
// project from here. A Store is not safe for concurrent use.
type Store struct {
	dir     string
	lock    *flock.Flock
	journal *journal
}

// OpenStore opens the store of a project, in a directory of its own below dir,
// and waits for its lock; waiting, if not nil, is called once before a wait.
// Directories are made with mode 0700, files with 0600.
func OpenStore(ctx context.Context, dir string, p *Project, waiting func()) (*Store, error) {
	sum := sha256.Sum256([]byte(p.ID))
	dir = filepath.Join(dir, hex.EncodeToString(sum[:8]))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("state of %s: %w", p.Target, err)
	}
	lock := flock.New(filepath.Join(dir, "lock"), flock.SetPermissions(0o600))
	ok, err := lock.TryLock()
	if err == nil && !ok {
		if waiting != nil {
			waiting()
		}
		_, err = lock.TryLockContext(ctx, 100*time.Millisecond)
	}
	if err != nil {
		return nil, fmt.Errorf("lock of %s: %w", p.Target, err)
	}
	j, err := openJournal(filepath.Join(dir, "journal.jsonl"))
	if err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	return &Store{dir: dir, lock: lock, journal: j}, nil
}

// Dir returns the directory that holds the state.
func (s *Store) Dir() string { return s.dir }

// Close gives the lock back.
func (s *Store) Close() error {
	return errors.Join(s.journal.file.Close(), s.lock.Unlock())
}
