// Command backlogsync registers a backlog written in Markdown in an issue
// tracker, and records the evidence in that same Markdown.
package main

import (
	"context"
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
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, func() { time.AfterFunc(patience, stop) })
	a := &app{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv}
	return a.main(ctx, os.Args[1:])
}
