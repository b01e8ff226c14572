package testutil

import (
	"runtime"
	"testing"
	"time"
)

// What the heap held for a while counts, though it is gone in the end.
func TestPeakHeap(t *testing.T) {
	const size = 64 << 20
	peak := PeakHeap(func() {
		held := make([]byte, size)
		time.Sleep(20 * time.Millisecond)
		runtime.KeepAlive(held)
		runtime.GC()
	})
	if peak < size || peak > size*3/2 {
		t.Errorf("the peak of %d bytes is %d", size, peak)
	}
}
