package testutil

import (
	"runtime"
	"runtime/metrics"
	"testing"
	"time"
)

// PeakHeap returns how many bytes of objects the heap held at most, while work was
// done, beyond those that it held before. What nothing refers to any more counts
// until it is collected, since it takes memory until then.
func PeakHeap(work func()) int64 {
	runtime.GC()
	before := heapBytes()
	stop, peak := make(chan struct{}), make(chan int64)
	go func() {
		most := before
		tick := time.NewTicker(500 * time.Microsecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				peak <- max(most, heapBytes())
				return
			case <-tick.C:
				most = max(most, heapBytes())
			}
		}
	}()
	work()
	close(stop)
	return <-peak - before
}

func heapBytes() int64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64())
}

// MemoryBudget reports how many times the size of files the memory is that peak
// returns, and fails if the least of some turns is over the limit: when garbage is
// collected is left to chance.
func MemoryBudget(b *testing.B, limit float64, files [][]byte, peak func() int64) {
	b.Helper()
	size := 0
	for _, src := range files {
		size += len(src)
	}
	var ratio float64
	for b.Loop() {
		for turn := range fewTurns {
			if r := float64(peak()) / float64(size); turn == 0 || r < ratio {
				ratio = r
			}
			if ratio <= limit {
				break
			}
		}
	}
	b.ReportMetric(ratio, "x-size")
	if ratio > limit {
		b.Errorf("%.1f times the size of the files; the budget is %.1f", ratio, limit)
	}
}
