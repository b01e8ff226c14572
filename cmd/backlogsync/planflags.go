package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/spf13/cobra"
)

// planFlags are the flags that plan and apply share: they say what is to be
// planned.
type planFlags struct {
	to       string
	strict   bool
	checkbox string
	level    string
	openOnly bool

	adopt         bool
	prune         pruneFlag
	prefer        string
	only          idsFlag
	recreate      idsFlag
	retarget      bool
	movedFrom     string
	renumbered    string
	epics         string
	labels        []string
	managedLabel  string
	responsible   string
	mentions      string
	writeInterval string
	settle        string
}

// addTargetFlags adds the flags that say where and how fast.
func (p *planFlags) addTargetFlags(a *app, cmd *cobra.Command) {
	a.addAddressFlags(cmd, &p.to)
	f := cmd.Flags()
	f.StringVar(&p.writeInterval, "write-interval", "", "`duration` between two writes, instead of the target's own (also BACKLOGSYNC_WRITE_INTERVAL)")
	f.StringVar(&p.settle, "settle", "", "`duration` after which an unseen item does not exist, instead of the target's own (also BACKLOGSYNC_SETTLE)")
}

// addAddressFlags adds the flags that say where the tracker is.
func (a *app) addAddressFlags(cmd *cobra.Command, to *string) {
	f := cmd.Flags()
	f.StringVar(to, "to", "", "`target`, such as github:owner/repo, gitlab:group/project or local:tracker (also BACKLOGSYNC_TO)")
	f.StringVar(&a.apiURL, "api-url", "", "`address` of the API, where it does not follow from the target")
	f.BoolVar(&a.insecureHTTP, "insecure-http", false, "allow plain http to other machines")
}

func (p *planFlags) add(a *app, cmd *cobra.Command) {
	p.addTargetFlags(a, cmd)
	f := cmd.Flags()
	f.BoolVar(&p.strict, "strict", false, "take warnings for errors")
	addCheckboxFlag(cmd, &p.checkbox)
	addLevelFlag(cmd, &p.level)
	f.BoolVar(&p.openOnly, "open-only", false, "leave finished stories out that are not registered yet")
	f.BoolVar(&p.adopt, "adopt", false, "take over items without a marker that have the title or the ID of a story")
	f.Var(&p.prune, "prune", "close the items of stories that are gone from the file; `N` names the exact number")
	f.Lookup("prune").NoOptDefVal = pruneAny
	f.Var(&choice{&p.prefer, []string{string(tracker.SideBacklog), string(tracker.SideTracker)}}, "prefer", "the side that wins where both differ")
	f.Var(&p.only, "only", "change nothing but these `IDs`")
	f.Var(&p.recreate, "recreate", "make these `IDs` anew although an item is recorded or looks like them")
	f.BoolVar(&p.retarget, "retarget", false, "overwrite ledger rows that name another project")
	f.StringVar(&p.movedFrom, "moved-from", "", "the `scope` that the items carry so far")
	f.Var(&choice{&p.renumbered, []string{string(tracker.FollowTitles), string(tracker.FollowIDs)}}, "renumbered", "how to read a file whose items have swapped IDs")
	f.Var(&choice{&p.epics, epicsChoices}, "epics", "what an epic becomes")
	f.StringSliceVar(&p.labels, "label", nil, "`label` for every issue (repeatable)")
	f.StringVar(&p.managedLabel, "managed-label", "", "`label` for every issue by which a large project is listed, such as backlogsync")
	f.Var(&choice{&p.mentions, []string{"neutral", "keep"}}, "mentions", "whether @name and #1 in stories notify people and link")
	f.StringVar(&p.responsible, "responsible", "", "who the ledger names: creator, assignee, actor, or a `name`")
}

var epicsChoices = []string{string(tracker.EpicsMilestone), string(tracker.EpicsIssue), string(tracker.EpicsBoth)}

const pruneAny = "guarded"

// A pruneFlag is --prune or --prune=N.
type pruneFlag struct {
	set bool
	n   int
}

func (p *pruneFlag) String() string { return "" }
func (p *pruneFlag) Type() string   { return "N" }

// Set implements pflag.Value.
func (p *pruneFlag) Set(s string) error {
	p.set = true
	if s == pruneAny {
		return nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return errors.New("it is a number of items, such as --prune=3")
	}
	p.n = n
	return nil
}

// options joins flags, environment and configuration.
func (p *planFlags) options(a *app, conf *config, inputs []*input) (tracker.Options, error) {
	o := tracker.Options{
		Adopt: p.adopt, Prune: p.prune.set, PruneCount: p.prune.n, Prefer: tracker.Side(p.prefer),
		Only: p.only, Recreate: p.recreate, Retarget: p.retarget, OpenOnly: p.openOnly, MovedFrom: p.movedFrom,
		Renumbered: tracker.Renumbering(p.renumbered), Epics: tracker.Epics(cmp.Or(p.epics, conf.Epics)), Labels: append(p.labels, conf.Labels...), LabelStyles: conf.LabelStyles,
		ManagedLabel: cmp.Or(p.managedLabel, conf.ManagedLabel),
		Responsible:  p.responsible, KeepMentions: p.mentions == "keep" || p.mentions == "" && conf.Mentions == "keep",
	}
	if len(inputs) > 0 {
		o.SourceURL = a.sourceURL(inputs[0].root)
	}
	if o.Responsible == "" {
		o.Responsible = conf.Responsible
	}
	if o.Responsible == "actor" {
		o.Actor = a.getenv("GITHUB_ACTOR")
		if o.Actor == "" {
			o.Actor = a.getenv("GITLAB_USER_LOGIN")
		}
	}
	var err error
	if o.WriteInterval, err = a.duration("write-interval", p.writeInterval, conf.WriteInterval); err != nil {
		return o, err
	}
	o.Settle, err = a.duration("settle", p.settle, conf.Settle)
	return o, err
}

// duration returns what the flag of a name says, else its variable, else the
// configuration.
func (a *app) duration(name, flag string, conf *time.Duration) (*time.Duration, error) {
	source, text := "--"+name, flag
	if text == "" {
		source = "BACKLOGSYNC_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
		text = a.getenv(source)
	}
	if text == "" {
		return conf, nil
	}
	d, err := parseDuration(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	return &d, nil
}

// An idsFlag is a flag with a list of IDs, which may be given several times. An
// empty one is an error, not the whole backlog: a variable may not be set.
type idsFlag []backlog.ID

func (f *idsFlag) String() string { return "" }
func (f *idsFlag) Type() string   { return "IDs" }

// Set implements pflag.Value.
func (f *idsFlag) Set(s string) error {
	for word := range strings.SplitSeq(s, ",") {
		if word = strings.TrimSpace(word); word == "" {
			return errors.New("IDs are expected, with commas between them")
		}
		*f = append(*f, backlog.ID(word))
	}
	return nil
}

// check prints the findings for people. Errors end the command.
func (a *app) check(b *backlog.Backlog, strict bool) error {
	findings := b.Check()
	if strict {
		raise(findings)
	}
	err := findings.Err()
	for _, f := range findings {
		if !a.quiet || f.Severity == backlog.SeverityError {
			fmt.Fprintln(a.stderr, printable(f.String()))
		}
	}
	if err == nil {
		return nil
	}
	n := findings.Count(backlog.SeverityError)
	return &codeError{exitInvalid, fmt.Errorf("the backlog has %s; nothing was sent", count(n, "error", "errors"))}
}

// stateDir is where runs on this machine remember what they created.
func (a *app) stateDir() (string, error) {
	dir := a.getenv("XDG_STATE_HOME")
	if dir == "" || !filepath.IsAbs(dir) {
		home := a.getenv("HOME")
		if home == "" {
			home = a.getenv("USERPROFILE")
		}
		if home == "" {
			return "", withHint(errors.New("there is no place for the journal"), "set XDG_STATE_HOME or HOME")
		}
		dir = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(dir, "backlogsync"), nil
}
