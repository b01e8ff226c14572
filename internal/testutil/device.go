//go:build unix

package testutil

import (
	"errors"
	"os"
	"syscall"
	"testing"
)

// Device makes a device at name that a mistake in what is tested cannot harm, and
// reports whether it could. Who may replace or write to those of the system, root,
// gets one of its own, with the number of no driver; to anybody else a link to the
// null device is as safe. Where not even root may make one there is none.
func Device(t testing.TB, name string) bool {
	t.Helper()
	if os.Getuid() != 0 {
		if err := os.Symlink(os.DevNull, name); err != nil {
			t.Fatal(err)
		}
		return true
	}
	err := syscall.Mknod(name, syscall.S_IFCHR|0o600, noDriver)
	if errors.Is(err, syscall.EPERM) {
		return false
	}
	if err != nil {
		t.Fatal(err)
	}
	return true
}

// noDriver is major 60, which Linux keeps for experiments ("Linux allocated
// devices"): whoever opens it gets an error.
const noDriver = 60 << 8
