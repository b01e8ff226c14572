// Command teamsync is backlogsync with one more kind of target: "team:NAME" is a
// local tracker below the directory that TEAM_TRACKERS names.
package main

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/backlogsync/backlogsync/cmd/cli"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/local"
)

func main() { os.Exit(cli.Main(cli.Adapter{Prefix: "team", Open: open})) }

func open(_ context.Context, env *cli.Env, name string) (tracker.Tracker, error) {
	dir := env.Getenv("TEAM_TRACKERS")
	if dir == "" || !filepath.IsLocal(name) {
		return nil, errors.New("set TEAM_TRACKERS to the directory of the trackers, and name one in it: team:shop")
	}
	return local.Open(filepath.Join(dir, name), &local.Options{Name: "team:" + name, User: cmp.Or(env.Getenv("USER"), "nobody")}), nil
}
