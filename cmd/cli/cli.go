// Package cli is the command backlogsync as a package: a program with one more
// kind of tracker has every command of it in a few lines.
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
	files.Settle(5 * time.Second)
	os.Exit(int(code))
}
