package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// patience is how long a second signal is taken for the first: timeout, npm and
// other wrappers pass on what the terminal has sent already.
const patience = time.Second

// Interrupts end a run by the signals of a terminal, of a service manager and of
// a connection that is lost. Where nothing is in flight the first one ends it at
// once, whatever it is doing; else it is told to finish, and the next one ends it.
type interrupts struct {
	stderr io.Writer
	exit   func(exitCode) // does not return
	now    func() time.Time

	mu     sync.Mutex
	finish context.CancelFunc // of what is in flight; nil if nothing is
	first  time.Time          // when the first signal came that was to finish; zero before
}

// listen waits for signals until the process ends. One that was ignored when it
// began stays ignored, as nohup and shells want it.
func (i *interrupts) listen() {
	signals := make(chan os.Signal, 2)
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) {
			signal.Notify(signals, s)
		}
	}
	go func() {
		for range signals {
			i.signal()
		}
	}()
}

func (i *interrupts) signal() {
	i.mu.Lock() // nothing gets into flight while the process ends
	defer i.mu.Unlock()
	switch {
	case i.finish == nil:
		fmt.Fprintln(i.stderr, "\nbacklogsync: interrupted")
		i.exit(exitInterrupted)
	case i.first.IsZero():
		fmt.Fprintln(i.stderr, "\nInterrupted: what is in flight is finished and recorded. Press it again to stop at once.")
		i.first = i.now()
		i.finish()
	case i.now().Sub(i.first) >= patience:
		fmt.Fprintln(i.stderr, "backlogsync: stopped; run the same command again: it finds out what was done, and does the rest")
		i.exit(exitInterrupted)
	}
}

// flight returns a context that a signal ends, and marks what is done with it as
// in flight until done is called. Meanwhile whoever reads the output may go away:
// the ledger is what counts.
func (i *interrupts) flight(ctx context.Context) (flying context.Context, done func()) {
	flying, cancel := context.WithCancel(ctx)
	i.mu.Lock()
	i.finish = cancel
	i.mu.Unlock()
	signal.Ignore(syscall.SIGPIPE)
	return flying, func() {
		signal.Reset(syscall.SIGPIPE)
		i.mu.Lock()
		i.finish = nil
		i.mu.Unlock()
		cancel()
	}
}
