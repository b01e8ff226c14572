package cli

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// planFlags are the flags that plan and apply share: they say what is to be
// planned.
type planFlags struct {
	planned *pflag.FlagSet // those that a saved plan brings along: all but where the tracker is

	to       string
	strict   switchFlag
	checkbox string
	level    string
	openOnly bool

	adopt         bool
	prune         pruneFlag
	prefer        string
	only          idsFlag
	recreate      idsFlag
	create        idsFlag
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
	p.addPaceFlags(cmd.Flags())
}

func (p *planFlags) addPaceFlags(f *pflag.FlagSet) {
	f.StringVar(&p.writeInterval, "write-interval", "", "`duration` between two writes (default: that of the target; also BACKLOGSYNC_WRITE_INTERVAL)")
	f.StringVar(&p.settle, "settle", "", "`duration` after which an unlisted item counts as missing (default: that of the target; also BACKLOGSYNC_SETTLE)")
}

// addAddressFlags adds the flags that say where the tracker is.
func (a *app) addAddressFlags(cmd *cobra.Command, to *string) {
	f := cmd.Flags()
	f.StringVar(to, "to", "", "`target`, such as github:owner/repo, gitlab:group/project or local:tracker (also BACKLOGSYNC_TO)")
	f.StringVar(&a.apiURL, "api-url", "", "`address` of the API, if it cannot be derived from the target")
	f.BoolVar(&a.insecureHTTP, "insecure-http", false, "allow plain http to other machines")
}

// add adds the flags to a command. What is added to the set f goes into a saved
// plan, so it is refused beside one.
func (p *planFlags) add(a *app, cmd *cobra.Command) {
	a.addAddressFlags(cmd, &p.to)
	f := pflag.NewFlagSet(cmd.Name(), pflag.ContinueOnError)
	p.addPaceFlags(f)
	addStrictFlag(f, &p.strict)
	addCheckboxFlag(f, &p.checkbox)
	addLevelFlag(f, &p.level)
	f.BoolVar(&p.openOnly, "open-only", false, "leave out finished stories that are not registered yet")
	f.BoolVar(&p.adopt, "adopt", false, "take over items without a marker whose title is a story's title (with or without its ID) or its ID")
	f.Var(&p.prune, "prune", "close the items of stories that are gone from the file: at most 3 or a tenth of all, or exactly `N`")
	f.Lookup("prune").NoOptDefVal = pruneAny
	f.Var(&choice{&p.prefer, sides}, "prefer", "the side that wins where both differ")
	f.Var(&p.only, "only", "change only the items with these `IDs`")
	f.Var(&p.recreate, "recreate", "create new items for these `IDs`, whose recorded items no longer exist")
	f.Var(&p.create, "create", "create items for these `IDs` even if another issue has the same title")
	f.BoolVar(&p.retarget, "retarget", false, "overwrite ledger rows that name another project")
	f.StringVar(&p.movedFrom, "moved-from", "", "the `scope` that the items have now")
	f.Var(&choice{&p.renumbered, []string{string(reconcile.FollowTitles), string(reconcile.FollowIDs)}},
		"renumbered", "how to read a file whose items have swapped IDs")
	f.Var(&choice{&p.epics, epicsChoices}, "epics", "what an epic becomes")
	f.StringArrayVar(&p.labels, "label", nil, "`label` for every issue (repeatable)")
	f.StringVar(&p.managedLabel, "managed-label", "", "`label` for every issue, used to list large projects, such as backlogsync")
	f.Var(&choice{&p.mentions, mentionWays}, "mentions", "whether @name and #1 in stories notify people and link")
	f.StringVar(&p.responsible, "responsible", "", "who the ledger names: creator, assignee, actor, or a `name`")
	cmd.Flags().AddFlagSet(f)
	p.planned = f
}

// refusePlanned refuses the flags that a saved plan brings along.
func (p *planFlags) refusePlanned() error {
	var err error
	p.planned.VisitAll(func(f *pflag.Flag) {
		if f.Changed && err == nil {
			err = withHint(fmt.Errorf("--%s cannot be used with a saved plan, which has settled it", f.Name), "set it when making the plan")
		}
	})
	return err
}

var epicsChoices = []string{string(reconcile.EpicsMilestone), string(reconcile.EpicsIssue), string(reconcile.EpicsBoth)}

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
func (p *planFlags) options(a *app, t *target, conf *config, inputs []*input) (reconcile.Options, error) {
	if p.prefer == "" && p.planned != nil && p.planned.Lookup("prefer") != nil { // else both sides are shown
		p.prefer = conf.Prefer
	}
	o := reconcile.Options{
		Adopt: p.adopt, Prune: p.prune.set, PruneCount: p.prune.n, Prefer: reconcile.Side(p.prefer),
		Only: p.only, Recreate: p.recreate, Create: p.create, Retarget: p.retarget, OpenOnly: p.openOnly, MovedFrom: p.movedFrom,
		Renumbered: reconcile.Renumbering(p.renumbered), Epics: reconcile.Epics(cmp.Or(p.epics, conf.Epics)),
		Labels: append(p.labels, conf.Labels...), LabelStyles: conf.LabelStyles, ManagedLabel: cmp.Or(p.managedLabel, conf.ManagedLabel),
		Responsible: p.responsible, KeepMentions: p.mentions == "keep" || p.mentions == "" && conf.Mentions == "keep",
	}
	if len(inputs) > 0 {
		source := a.sourceOf(inputs[0].Root, t.name)
		o.SourceURL, o.RawURL = source.page, source.raw
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
func (e environ) duration(name, flag string, conf *time.Duration) (*time.Duration, error) {
	source, text := "--"+name, flag
	if text == "" {
		source = "BACKLOGSYNC_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
		text = e(source)
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
			return errors.New("expected IDs, with commas between them")
		}
		*f = append(*f, backlog.ID(word))
	}
	return nil
}

// check prints the findings for people. Errors end the command.
func (c *console) check(b *backlog.Backlog, strict bool) error {
	findings := b.Check()
	if strict {
		raise(findings)
	}
	err := findings.Err()
	for _, f := range findings {
		if !c.quiet || f.Severity == backlog.SeverityError {
			fmt.Fprintln(c.stderr, printable(f.String()))
		}
	}
	if err == nil {
		return nil
	}
	return invalid(findings)
}

// refusable prints what is wrong with a backlog once its target was asked, where
// err says so, and ends the command as check does.
func (c *console) refusable(err error) error {
	refused, ok := errors.AsType[*backlog.InvalidError](err)
	if !ok {
		return err
	}
	for _, f := range refused.Findings {
		fmt.Fprintln(c.stderr, printable(f.String()))
	}
	return invalid(refused.Findings)
}

func invalid(findings backlog.Findings) error {
	n := findings.Count(backlog.SeverityError)
	return &codeError{exitInvalid, fmt.Errorf("the backlog has %s; nothing was sent", count(n, "error", "errors"))}
}
