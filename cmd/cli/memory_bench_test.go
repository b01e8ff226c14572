//go:build linux

package cli

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil"
	"github.com/backlogsync/backlogsync/internal/testutil/large"
)

// memoryAim is how many times the size of the files of a backlog with 50,000 stories
// the command is to take at most to check it. memoryLimits stand in its place where
// that is not reached yet: what it takes now, and a little more.
const memoryAim = 30

var memoryLimits = map[string]float64{
	"sample": 32, "headings": 61, "table": 31, "table-per-section": 48, "epic-column": 37, "checklist": 72, "sentences": 44, "task-files": 35,
}

// BenchmarkPeakMemory checks backlogs of each kind with the command.
func BenchmarkPeakMemory(b *testing.B) {
	for _, kind := range large.Kinds {
		b.Run(kind.Name, func(b *testing.B) {
			files, dir := kind.Files(50_000), b.TempDir()
			for i, src := range files {
				if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.md", i+1)), src, 0o600); err != nil {
					b.Fatal(err)
				}
			}
			testutil.MemoryBudget(b, cmp.Or(memoryLimits[kind.Name], memoryAim), files, func() int64 {
				return peakOf(b, "validate", filepath.Join(dir, "*.md"))
			})
		})
	}
}

// peakOf returns the most memory that the command had. What the system tells of a
// process that has ended would include what the tests had when they started it.
func peakOf(b *testing.B, args ...string) (peak int64) {
	b.Helper()
	exe, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	var out bytes.Buffer
	c := &exec.Cmd{Path: exe, Args: append([]string{"backlogsync"}, args...), Env: []string{}, Stdout: &out, Stderr: &out}
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	ended := make(chan error)
	go func() { ended <- c.Wait() }()
	status := fmt.Sprintf("/proc/%d/status", c.Process.Pid)
	for {
		select {
		case err := <-ended:
			if err != nil {
				b.Fatalf("%v: %s", err, out.Bytes()[:min(out.Len(), 1000)])
			}
			return peak
		case <-time.After(time.Millisecond):
			text, _ := os.ReadFile(status) // it may have ended meanwhile
			if _, after, ok := strings.Cut(string(text), "VmHWM:"); ok {
				kilobytes, err := strconv.ParseInt(strings.Fields(after)[0], 10, 64)
				if err != nil {
					b.Fatal(err)
				}
				peak = kilobytes * 1024
			}
		}
	}
}
