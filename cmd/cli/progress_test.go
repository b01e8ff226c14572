package cli

import (
	"bytes"
	"testing"
	"testing/synctest"
	"time"
)

// Of a long wait for something that is read people are told, as of one between
// writes.
func TestSleepSaysSo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var errs bytes.Buffer
		a := &console{stderr: &errs}
		a.progress.c = a
		start := time.Now()
		for _, d := range []time.Duration{time.Second, time.Minute} {
			if err := a.sleep(t.Context(), d); err != nil {
				t.Fatal(err)
			}
		}
		if want := "waiting 1m0s: the service answers no more requests for now\n"; errs.String() != want || time.Since(start) != 61*time.Second {
			t.Errorf("after %s: %q, want %q", time.Since(start), errs.String(), want)
		}
		a.quiet = true
		if err := a.sleep(t.Context(), time.Minute); err != nil || bytes.Count(errs.Bytes(), []byte("\n")) != 1 {
			t.Errorf("%v: quiet, but it says %q", err, errs.String())
		}
	})
}
