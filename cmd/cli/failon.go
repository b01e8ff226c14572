package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
	"github.com/spf13/pflag"
)

// failures are what --fail-on can name, and how many of it a plan holds.
var failures = []struct {
	name  string
	count func(p *reconcile.Plan) int
}{
	{"drift", func(p *reconcile.Plan) int { return p.Summary.Drifted }},
	{"conflict", func(p *reconcile.Plan) int { return p.Summary.Conflicts }},
	{"unmanaged", func(p *reconcile.Plan) int { return p.Summary.Unmanaged }},
	{"gone", goneItems},
	{"pending", func(p *reconcile.Plan) int {
		if p.Summary.Pending() {
			return 1
		}
		return 0
	}},
}

func failureNames() []string {
	var names []string
	for _, f := range failures {
		names = append(names, f.name)
	}
	return names
}

// A failFlag is --fail-on: what ends a command with a code of its own. It may be
// given several times.
type failFlag struct {
	names []string
	set   bool
}

func (f *failFlag) String() string { return strings.Join(f.names, ",") }
func (f *failFlag) Type() string   { return strings.Join(failureNames(), ",") }

// Set implements pflag.Value.
func (f *failFlag) Set(s string) error {
	f.set = true
	return f.add(strings.Split(s, ","))
}

func (f *failFlag) add(names []string) error {
	for _, name := range names {
		name = strings.TrimSpace(name)
		if !slices.Contains(failureNames(), name) {
			return fmt.Errorf("%q is not one of %s", name, strings.Join(failureNames(), ", "))
		}
		f.names = append(f.names, name)
	}
	return nil
}

func (f *failFlag) addTo(flags *pflag.FlagSet) {
	flags.Var(f, "fail-on", "exit with 2 if there is one of these `kinds`: "+strings.Join(failureNames(), ", "))
}

// A detailedFlag is --detailed-exitcode, by which people know --fail-on pending
// from other commands.
type detailedFlag struct{ *failFlag }

func (f detailedFlag) String() string { return "" }
func (f detailedFlag) Type() string   { return "bool" }

// IsBoolFlag has the flag stand without a value.
func (f detailedFlag) IsBoolFlag() bool { return true }

// Set implements pflag.Value.
func (f detailedFlag) Set(s string) error {
	on, err := strconv.ParseBool(s)
	if err != nil || !on {
		return err
	}
	return f.failFlag.Set("pending")
}

// check is the error of a plan that holds what is named, by the flag or else by
// the configuration. What a person has to decide goes first, unless it is named
// itself; whether that ends a command without being named is up to its caller.
func (f *failFlag) check(p *reconcile.Plan, conf *config, conflicts bool) error {
	names := f.names
	if !f.set {
		names = append(names, conf.FailOn...)
	}
	if conflicts && p.Summary.Conflicts > 0 && !slices.Contains(names, "conflict") {
		return &codeError{code: exitConflict}
	}
	for _, x := range failures {
		if slices.Contains(names, x.name) && x.count(p) > 0 {
			return &codeError{code: exitPending}
		}
	}
	return nil
}

// goneItems counts what one side has lost: stories that are gone from the file,
// and recorded items that are gone from the tracker.
func goneItems(p *reconcile.Plan) int {
	n := 0
	lost := []string{reason.Removed{}.Code(), reason.Gone{}.Code(), reason.Moved{}.Code()}
	for i := range p.Changes {
		if slices.Contains(lost, p.Changes[i].Code()) {
			n++
		}
	}
	return n
}
