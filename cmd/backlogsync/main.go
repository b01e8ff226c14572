// Command backlogsync registers a backlog written in Markdown in an issue
// tracker, and records the evidence in that same Markdown.
package main

import (
	"os"

	"github.com/backlogsync/backlogsync/cmd/cli"
)

func main() { os.Exit(cli.Main()) }
