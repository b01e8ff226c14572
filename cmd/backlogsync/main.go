// Command backlogsync registers a backlog written in Markdown in an issue
// tracker, and records the evidence in that same Markdown.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() { os.Exit(int(run())) }

// run runs the command. The first interrupt ends the run after the request in
// flight, the second one at once.
func run() exitCode {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	a := &app{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv}
	return a.main(ctx, os.Args[1:])
}
