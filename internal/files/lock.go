package files

import (
	"os"
	"time"

	"github.com/gofrs/flock"
)

// lockPatience is how long [LockFolder] waits for another process: longer than
// replacing a file takes, and not forever for one that hangs.
const lockPatience = 10 * time.Second

// LockFolder keeps other processes that lock the folder, too, from replacing what is
// in it between a look at a file and its replacement. Nothing is left behind. Where
// a folder cannot be locked, as on some systems, nothing is. An interrupt does not end
// the wait, since what was done has to be recorded then, too.
func LockFolder(dir string) (unlock func()) {
	lock := flock.New(dir, flock.SetFlag(os.O_RDONLY))
	for end := time.Now().Add(lockPatience); ; time.Sleep(5 * time.Millisecond) {
		switch ok, err := lock.TryLock(); {
		case ok:
			return func() { _ = lock.Unlock() } // the process gives it back at its end
		case err != nil, time.Now().After(end):
			return func() {}
		}
	}
}
