package testutil

import (
	"flag"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/large"
)

var busy = flag.Bool("busy", false, "keep a processor and its memory busy until the input ends")

func TestMain(m *testing.M) {
	flag.Parse()
	if *busy {
		beBusy()
		return
	}
	os.Exit(m.Run())
}

func beBusy() {
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // ends with the test, however that ends
		os.Exit(0)
	}()
	memory := make([]uint64, 4<<20)
	for {
		memory[rand.IntN(len(memory))]++
	}
}

// Work that takes twice as long as goldmark's parse is measured as such on a
// machine that has more to do than it has processors.
func TestRatiosOnABusyMachine(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for range 4 {
		cmd := exec.CommandContext(t.Context(), exe, "-busy")
		input, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		defer func() {
			_ = input.Close() // which ends it
			_ = cmd.Wait()
		}()
	}
	files := [][]byte{large.Execution(20, 2000)}
	parse := librariesParse(files)
	once := Load{files, parse}
	twice := Load{files, func() { parse(); parse() }}
	near := func(x, want float64) bool { return x > want/1.25 && x < want*1.25 }
	ratios := Ratios(func(r []float64) bool { return near(r[0], 1) && near(r[1], 2) }, once, twice)
	if !near(ratios[0], 1) || !near(ratios[1], 2) {
		t.Errorf("ratios %.2f; 1 and 2 are right", ratios)
	}
}

// It is believed after a few turns that a budget is kept, after many that it
// is not.
func TestTurns(t *testing.T) {
	for _, kept := range []bool{true, false} {
		n := 0
		LeastTimes(func([]time.Duration) bool { return kept }, func() { n++ })
		if want := map[bool]int{true: fewTurns, false: manyTurns}[kept]; n != want {
			t.Errorf("%d turns where the budget is kept: %t; %d are right", n, kept, want)
		}
	}
}
