package testutil

import (
	"syscall"
	"time"
)

// processTime is the time that processors have spent on this process.
func processTime() time.Duration {
	self, err := syscall.GetCurrentProcess()
	if err != nil {
		panic(err)
	}
	var created, exited, kernel, user syscall.Filetime
	if err := syscall.GetProcessTimes(self, &created, &exited, &kernel, &user); err != nil {
		panic(err) // only a wrong handle is refused
	}
	return 100 * (ticks(kernel) + ticks(user)) * time.Nanosecond
}

// ticks is a span of time in units of 100 ns: [syscall.Filetime.Nanoseconds]
// takes it for a date.
func ticks(t syscall.Filetime) time.Duration {
	return time.Duration(int64(t.HighDateTime)<<32 | int64(t.LowDateTime))
}
