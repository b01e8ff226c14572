package cli

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// A file that keeps no ledger does not say what is registered: only what the
// tracker holds does.

func keepsNone(f *backlog.File) bool { return f.Ledger() == backlog.LedgerNone }

// noteMemory says which files were read without what is recorded of them.
func (c *console) noteMemory(b *backlog.Backlog) {
	for _, f := range b.Files() {
		if keepsNone(f) {
			c.note("%s keeps no ledger (ledger: none), so it is read without memory: what is registered only the tracker tells.", f.Name())
		}
	}
}

// checkGiven prints the findings before the tracker is asked. Where files keep no
// ledger, warnings wait for what the tracker shows to be recorded.
func (c *console) checkGiven(b *backlog.Backlog, strict bool) error {
	if !slices.ContainsFunc(b.Files(), keepsNone) {
		return c.check(b, strict)
	}
	if c.tellErrors(b) == 0 {
		return nil
	}
	return invalid(b.Check())
}

// checkPlanned prints the findings that waited.
func (c *console) checkPlanned(p *reconcile.Plan, strict bool) error {
	if !slices.ContainsFunc(p.Backlog().Files(), keepsNone) {
		return nil
	}
	return c.check(p.Backlog(), strict)
}
