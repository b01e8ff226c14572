//go:build unix

package testutil

import (
	"syscall"
	"time"
)

// processTime is the time that processors have spent on this process.
func processTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // only a wrong argument is refused
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
