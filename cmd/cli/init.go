package cli

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/spf13/cobra"
)

//go:embed starter
var starters embed.FS

// starterName is what a first backlog is called.
const starterName = "BACKLOG.md"

// An initCommand is one run of the command init.
type initCommand struct {
	*app

	to, lang string
	readings []int
}

func newInitCommand(a *app) *cobra.Command {
	c := &initCommand{app: a}
	cmd := &cobra.Command{
		Use:   "init [FILE...]",
		Short: "Write a starter backlog, or the configuration for existing ones",
		Long: `Init writes ` + starterName + `, a small starter backlog in your language, and
` + configName + ` with the target: the one you name, or else that of the git
remote. It sends nothing and overwrites nothing.

With files, it shows how each one is read, lists other possible readings, and asks
which is right. It then writes only ` + configName + `, with the target and the
chosen readings under the key read.

Where it cannot ask, choose with --reading: the number of a reading, or 0 to keep
reading the file as it is read without one. The flag is not needed if the file is
already read as the first reading says. For several files, give one number for each,
or one for all.

To make a backlog from an existing project, use import. To make an execution file
from a backlog, use derive.
`,
		Example: `  backlogsync init
  backlogsync init docs/BACKLOG.md
  backlogsync init --reading 2 --to local:tracker TODO.md`,
		ValidArgsFunction: completeFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return c.configure(cmd.Context(), args)
			}
			return c.run()
		},
	}
	cmd.Flags().StringVar(&c.to, "to", "", "the `target` (default: that of the git remote)")
	cmd.Flags().Var(&choice{&c.lang, languages}, "lang", "language of the backlog (default: that of the environment)")
	cmd.Flags().IntSliceVar(&c.readings, "reading", nil, "choose the reading with this `number` instead of being asked")
	cmd.PreRunE = func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) > 0 && c.lang != "":
			return withHint(errors.New("--lang is for the backlog that init writes without files"), "see: "+cmd.CommandPath()+" --help")
		case len(args) == 0 && cmd.Flags().Changed("reading"):
			return withHint(errors.New("--reading is for files, and none was named"), "name it, such as: "+cmd.CommandPath()+" --reading 1 BACKLOG.md")
		}
		return nil
	}
	return cmd
}

func (c *initCommand) run() error {
	for _, name := range append([]string{starterName}, configNames...) {
		if _, err := os.Lstat(name); !errors.Is(err, os.ErrNotExist) {
			hint := "see how it is read: backlogsync show, or backlogsync config"
			if name == starterName {
				hint = "have it configured: backlogsync init " + starterName
			}
			return withHint(fmt.Errorf("init: %s exists already; nothing was written", name), hint)
		}
	}
	here, err := reconcile.NewDiskFile(starterName)
	if err != nil {
		return err
	}
	to, err := c.initialTarget([]*input{here})
	if err != nil {
		return err
	}
	text, err := starters.ReadFile("starter/" + string(c.language(c.lang)) + ".md")
	if err != nil {
		return err
	}
	conf, err := starterConfig(to, nil)
	if err != nil {
		return err
	}
	if err := createFile(starterName, text); err != nil {
		return err
	}
	if err := createFile(configName, conf); err != nil {
		return err
	}
	c.note("%s and %s were written.", starterName, configName)
	c.noteNext(to, starterName)
	c.note("For a backlog that you have already: backlogsync init FILE. From the issues of a project: backlogsync import. " +
		"For an execution file: backlogsync derive.")
	return nil
}

// initialTarget returns the target that is named, else that of the git remote.
func (c *initCommand) initialTarget(inputs []*input) (string, error) {
	to := cmp.Or(c.to, c.suggested(inputs))
	if to != "" {
		if _, err := c.locate(&target{name: to}); err != nil {
			return "", err
		}
	}
	return to, nil
}

// noteNext says how to see what would be registered.
func (c *initCommand) noteNext(to, name string) {
	next := "backlogsync plan " + shellWord(name)
	if to == "" {
		next = "backlogsync plan --to local:tracker " + shellWord(name)
	}
	c.note("Change what you like, and see what would be registered: %s", next)
}

// configure writes the configuration for files that exist.
func (c *initCommand) configure(ctx context.Context, names []string) error {
	inputs, conf, err := c.load(names, readOptions{})
	if err != nil {
		return err
	}
	if conf.file != "" {
		return withHint(fmt.Errorf("init: %s exists already; nothing was written", shortName(conf.file)),
			"what can be added to it: backlogsync show --explain "+shellWord(inputs[0].Name))
	}
	where, err := configPlace(inputs)
	if err != nil {
		return err
	}
	if err := checkNoConfig(filepath.Dir(where)); err != nil {
		return err
	}
	to, err := c.initialTarget(inputs)
	if err != nil {
		return err
	}
	chosen, err := c.chooseReadings(ctx, inputs, c.readings)
	if err != nil {
		return err
	}
	reads, err := declarationNodes(where, inputs, chosen)
	if err != nil {
		return err
	}
	text, err := starterConfig(to, reads)
	if err != nil {
		return err
	}
	if err := checkNoConfig(filepath.Dir(where)); err != nil { // it took a while to choose
		return err
	}
	if err := createFile(where, text); err != nil {
		return err
	}
	c.note("%s was written.", shortName(where))
	c.noteNext(to, inputs[0].Name)
	return nil
}
