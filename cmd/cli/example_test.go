package cli_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/backlogsync/backlogsync/cmd/cli"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// A program with one more kind of target: a project "memory:NAME" is empty, and
// gone when the program ends.
func Example() {
	memory := cli.Adapter{
		Prefix: "memory",
		Open: func(context.Context, *cli.Env, string) (tracker.Tracker, error) {
			return trackertest.NewMemory(nil), nil
		},
	}
	leave, err := enter("# Backlog\n\n## EPIC-1 Users\n\n- [ ] US-1.1 Login\n- [ ] US-1.2 Logout\n")
	if err != nil {
		log.Fatal(err)
	}
	defer leave()
	os.Args = []string{"shopsync", "plan", "--to", "memory:shop", "backlog.md"} // what the program was called with
	fmt.Println("code:", cli.Main(memory))
	// Output:
	// Target: memory:test
	// backlog.md: backlog file. A ticked box means: done.
	//
	// EPIC-1 Users
	//   + milestone EPIC-1 Users
	//   + issue     US-1.1 Login
	//       milestone: EPIC-1 Users
	//   + issue     US-1.2 Logout
	//       milestone: EPIC-1 Users
	//
	// Worth knowing:
	//   · backlog.md
	//       the file has no ledger: one is added as its last section (--no-write leaves the file alone)
	//
	// About 7 requests, under a second.
	// Plan: 3 to create, 0 to update, 0 to record, 0 to close, 0 unchanged.
	// code: 0
}

// enter makes an empty directory the current one, with a backlog in it.
func enter(backlog string) (leave func(), err error) {
	home, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "shop")
	if err != nil {
		return nil, err
	}
	if err = os.Chdir(dir); err == nil {
		err = os.WriteFile("backlog.md", []byte(backlog), 0o600)
	}
	return func() {
		_ = os.Chdir(home)
		_ = os.RemoveAll(dir)
	}, err
}
