// Package cli is the command backlogsync as a package, so that a program can offer
// every command of it with one more kind of tracker in a few lines.
//
// [Main] is all there is to call. An [Adapter] says which targets are of the new
// kind and opens them; what it may know of a run, and the only way for it to get a
// token, is [Env].
package cli

import (
	"context"
	"os"
	"time"

	"github.com/backlogsync/backlogsync/internal/files"
)

// Main runs the command with the arguments, the streams and the environment of
// the process, and returns the code to exit with. Beside the adapters that are
// built in it knows others. It listens to signals, and may end the process itself
// when one comes; call it once, from main.
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
