// Package cli is the command backlogsync as a package. With it, a program of a
// few lines can offer all of its commands with one more kind of tracker.
//
// Call [Main], and give it an [Adapter], which recognises the targets of the
// new kind and opens them. An [Env] tells the adapter about the run and is its
// only way to get a token.
package cli

import (
	"context"
	"os"
	"time"

	"github.com/backlogsync/backlogsync/internal/files"
)

// Main runs the command with the arguments, the streams and the environment of
// the process, and returns the exit code. It offers the adapters in others in
// addition to the built-in ones. It handles signals, and may end the process
// when one arrives. Call it once, from main.
func Main(others ...Adapter) int {
	return int(run((*app).main, others))
}

// run runs main with the environment of the process.
func run(main func(*app, context.Context, []string) exitCode, others []Adapter) exitCode {
	a := &app{targets: targets{
		console: console{environ: os.Getenv, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr},
		others:  others,
	}}
	a.interrupts = interrupts{stderr: os.Stderr, exit: exit, now: time.Now}
	a.interrupts.listen()
	return main(a, context.Background(), os.Args[1:])
}

// exit ends the process, whatever it is doing, with no file half written.
func exit(code exitCode) {
	files.Finish(5 * time.Second)
	os.Exit(int(code))
}
