package files

import (
	"context"
	"os"
	"time"

	"github.com/gofrs/flock"
)

// lockPatience is how long [LockFolder] waits for another process: longer than
// replacing a file takes, and not forever for one that hangs.
const lockPatience = 10 * time.Second

// LockFolder keeps other processes that lock the folder, too, from replacing what is
// in it between a look at a file and its replacement. Nothing is left behind. Where
// a folder cannot be locked, as on some systems, nothing is.
func LockFolder(dir string) (unlock func()) {
	ctx, cancel := context.WithTimeout(context.Background(), lockPatience)
	defer cancel()
	lock := flock.New(dir, flock.SetFlag(os.O_RDONLY))
	if ok, err := lock.TryLockContext(ctx, 5*time.Millisecond); !ok || err != nil {
		return func() {}
	}
	return func() { _ = lock.Unlock() } // the process gives it back at its end
}
