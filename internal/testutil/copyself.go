//go:build unix

package testutil

import (
	"os"
	"syscall"
	"testing"
)

// CopySelf makes name a copy of the running binary that everybody may run.
func CopySelf(t testing.TB, name string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	binary, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	// A process that another test starts meanwhile would hold the file open for
	// writing until it runs its own program, and such a file cannot be run.
	syscall.ForkLock.RLock()
	err = os.WriteFile(name, binary, 0o755)
	syscall.ForkLock.RUnlock()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(name, 0o755); err != nil { // whatever the umask is
		t.Fatal(err)
	}
}
