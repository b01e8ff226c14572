// Command backlogsync registers a backlog written in Markdown in an issue
// tracker, and records the evidence in that same Markdown.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() { os.Exit(int(run())) }

// patience is how long a second interrupt is taken for the first: timeout, npm
// and other wrappers pass on what the terminal has sent already.
const patience = time.Second

// run runs the command. The first interrupt ends the run after the request in
// flight, one that comes later at once.
func run() exitCode {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() { // until the process ends
		<-signals
		fmt.Fprintln(os.Stderr, "\nInterrupted: what is in flight is finished and recorded. Once more stops at once.")
		cancel()
		for first := time.Now(); time.Since(first) < patience; {
			<-signals
		}
		fmt.Fprintln(os.Stderr, "backlogsync: stopped; run the same command again: it finds out what was done, and does the rest")
		os.Exit(int(exitInterrupted))
	}()
	a := &app{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv}
	return a.main(ctx, os.Args[1:])
}
