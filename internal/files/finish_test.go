//go:build unix

package files_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/files"
)

// finishing is the environment variable that has this binary replace a file again
// and again and end in the midst of that.
const finishing = "BACKLOGSYNC_TEST_FINISH"

func finish(name string) int {
	data := make([]byte, 1<<20)
	replaced := make(chan struct{}, 1)
	for range 4 {
		go func() {
			for {
				if _, err := files.Replace(name, data, 0o666); err != nil {
					os.Exit(4)
				}
				select {
				case replaced <- struct{}{}:
				default:
				}
			}
		}()
	}
	<-replaced
	files.Finish(time.Minute)
	return 0
}

// A process that calls Finish before it ends leaves no file half replaced.
func TestFinish(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name := filepath.Join(dir, "b.md")
	self, err := os.Executable()
	must(t, err)
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), finishing+"="+name)
	must(t, cmd.Run())
	if now := names(t, dir); !slices.Equal(now, []string{"b.md"}) {
		t.Errorf("there is %q", now)
	}
	if info, err := os.Stat(name); err != nil || info.Size() != 1<<20 {
		t.Errorf("it is %v, %v", info, err)
	}
}
