package tracker

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/backlogsync/backlogsync/backlog"
)

// checkForeign refuses a ledger that names another project.
func checkForeign(o *Observed, opts *Options) error {
	if opts.Retarget {
		return nil
	}
	if len(o.foreign) == 0 {
		return nil
	}
	first := o.foreign[0]
	return &Refusal{"foreign-ledger", fmt.Sprintf(
		"%s: %s is recorded at %s, which is no %s of %s (%d such rows); correct --to, or, if the backlog is to be registered here or its file was moved, overwrite these rows with --retarget",
		first.Pos, first.ID, first.URL, first.Kind, o.project.Target, len(o.foreign))}
}

// checkOnly refuses IDs that the backlog does not have.
func checkOnly(b *backlog.Backlog, opts *Options) error {
	if len(opts.Only)+len(opts.Recreate) == 0 {
		return nil
	}
	known := make(map[string]bool)
	for _, f := range b.Files() {
		for _, e := range f.Epics() {
			known[e.ID.Key()] = true
		}
		for _, s := range f.Stories() {
			known[s.ID.Key()] = true
		}
	}
	for _, id := range slices.Concat(opts.Only, opts.Recreate) {
		if !known[id.Key()] {
			return fmt.Errorf("the backlog has no item %s; correct --only or --recreate", id)
		}
	}
	return nil
}

// checkLabels refuses names that labels of the target cannot have: they would
// come out as others.
func checkLabels(b *backlog.Backlog, o *Observed, opts *Options) error {
	forbidden := o.project.Limits.LabelForbids
	if forbidden == "" {
		return nil
	}
	var findings backlog.Findings
	check := func(pos backlog.Position, of string, labels []string) {
		for _, name := range labels {
			if i := strings.IndexAny(name, forbidden); i >= 0 {
				findings = append(findings, backlog.Finding{
					Pos: pos, Severity: backlog.SeverityError, Code: "bad-label",
					Message: fmt.Sprintf("%s: the label %q has a %q, which names of labels in %s cannot have; rename it", of, name, name[i:i+1], o.project.Target),
				})
			}
		}
	}
	for _, f := range b.Files() {
		check(backlog.Position{File: f.Name()}, "the labels for every issue", opts.allLabels())
		for _, s := range f.Stories() {
			check(s.Pos, string(s.ID), s.Labels)
		}
	}
	return findings.Err()
}

// checkMilestone makes sure that an issue which is to be created has a
// milestone, or gets one by the same plan. Milestones come first in matches.
func (sp *scopePlan) checkMilestone(m, epic *match) error {
	if m.item != nil || m.blocked != nil || epic == nil || epic.item != nil {
		return nil
	}
	if !sp.wanted(epic.id) {
		return &Refusal{"only", fmt.Sprintf("%s needs the milestone %s, which does not exist yet; add it: --only %s,%s", m.id, epic.id, epic.id, m.id)}
	}
	if epic.blocked != nil {
		m.block(ActionConflict, "no-milestone", fmt.Sprintf("its milestone %s cannot be used: %s", epic.id, epic.blocked.Reason))
	}
	return nil
}

// checkMoves makes sure that an epic's issue which takes a story from another
// one does so in the same plan: an issue belongs to one other at most.
func (sp *scopePlan) checkMoves(m *match) error {
	if len(sp.opts.Only) == 0 || sp.linker == nil || m.blocked != nil || m.bare {
		return nil
	}
	for _, key := range m.stories {
		from := sp.linker.taken(m, key)
		if from != nil && !sp.wanted(from.id) {
			return &Refusal{"only", fmt.Sprintf("%s takes %s from %s; add it: --only %s,%s", m.id, sp.linker.nodes[sp.linker.names[key]].id, from.id, from.id, m.id)}
		}
	}
	return nil
}

// checkMoved refuses to register a scope of which the tracker holds nothing,
// while another scope there holds the same items: the file has very likely
// been moved.
func (sp *scopePlan) checkMoved() error {
	if sp.opts.MovedFrom != "" {
		return sp.checkMovedFrom()
	}
	if sp.opts.Dedupe || sp.matcher.markedItems() > 0 || len(sp.items) == 0 {
		return nil
	}
	names := make(map[itemKey]string, len(sp.items))
	for _, d := range sp.items {
		names[itemKey{d.kind, d.key}] = d.nameDigest
	}
	same := make(map[string]map[itemKey]bool) // by scope: an item with a copy counts once
	for _, x := range sp.o.order {
		mk := x.body.marker
		if mk == nil || !x.Trusted {
			continue
		}
		k := itemKey{x.Kind, mk.key}
		if name, ok := names[k]; ok && mk.base.value(fieldName).file == name {
			if same[mk.scope] == nil {
				same[mk.scope] = make(map[itemKey]bool)
			}
			same[mk.scope][k] = true
		}
	}
	for _, scope := range slices.Sorted(maps.Keys(same)) {
		if 2*len(same[scope]) > len(sp.items) {
			return &Refusal{"moved-scope", fmt.Sprintf(
				"%d of these %d items exist in %s for another backlog, %s; if it is this one under its old name, say --moved-from %s",
				len(same[scope]), len(sp.items), sp.o.project.Target, scope, shellWord(scope))}
		}
	}
	return nil
}

// shellWord returns a word as a shell takes it.
func shellWord(word string) string {
	if strings.ContainsFunc(word, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("/._-+@%:,", r)
	}) {
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return word
}

// checkMovedFrom refuses a former scope that the tracker does not know, since
// everything would be made anew, and one that is another backlog's: where both
// scopes have an item, one of the two would be taken for a duplicate.
func (sp *scopePlan) checkMovedFrom() error {
	from := sp.opts.MovedFrom
	var known []string
	own := make(map[itemKey]*observed)
	for _, x := range sp.o.order {
		if mk := x.body.marker; mk != nil && x.Trusted {
			known = append(known, mk.scope)
			if mk.scope == sp.scope.Name {
				own[itemKey{x.Kind, mk.key}] = x
			}
		}
	}
	for _, x := range sp.o.order {
		mk := x.body.marker
		if mk == nil || !x.Trusted || mk.scope != from || from == sp.scope.Name {
			continue
		}
		if other := own[itemKey{x.Kind, mk.key}]; other != nil {
			return &Refusal{"moved-from", fmt.Sprintf(
				"--moved-from %s: %s and %s both have %s in %s (%s and %s), so one is not the former name of the other; leave the flag out, or name the moved file alone",
				from, from, sp.scope.Name, mk.id, sp.o.project.Target, x.URL, other.URL)}
		}
	}
	slices.Sort(known)
	known = slices.Compact(known)
	if len(own) == 0 && len(known) > 0 && !slices.Contains(known, from) {
		return &Refusal{"moved-from", fmt.Sprintf("--moved-from %s: nothing in %s belongs to that backlog; those there are %s",
			from, sp.o.project.Target, strings.Join(known, ", "))}
	}
	return nil
}

// findGone returns the items of the scope that the files do not have any more,
// open and closed.
func (sp *scopePlan) findGone() []*observed {
	// What is marked as an item that the files have is a twin or a copy.
	has := make(map[itemKey]bool, len(sp.items))
	for _, d := range sp.items {
		has[itemKey{d.kind, d.key}] = true
	}
	var gone []*observed
	for _, x := range sp.o.order {
		mk := x.body.marker
		if mk != nil && sp.matcher.ours(mk) && x.Trusted && sp.matcher.claimed[x.index] == nil && !has[itemKey{x.Kind, mk.key}] {
			gone = append(gone, x)
		}
	}
	return gone
}

// planGone reports the items that are gone from the files, and closes them if
// asked to. One that a person opened again after it was closed stays open.
func (sp *scopePlan) planGone() error {
	var open []*observed
	for _, x := range sp.gone {
		if x.State == Open && !sp.contested[x] {
			open = append(open, x)
		}
	}
	copies := func(x *observed) []*observed { return sp.matcher.nonces.several(x.body.marker.nonce) }
	if sp.opts.Prune {
		n := 0
		for _, x := range open {
			if !x.body.marker.base.pruned && len(copies(x)) < 2 {
				n++
			}
		}
		if err := sp.checkPrune(n); err != nil {
			return err
		}
	}
	for _, x := range open {
		c := Change{
			Action: ActionNotice, Kind: x.Kind, ID: x.body.marker.id, Title: x.Title, URL: x.URL, Fields: []Field{},
			Code: "removed", Reason: "it is gone from the file; --prune closes it",
		}
		switch {
		case x.body.marker.base.pruned:
			c.Code, c.Reason = "reopened", "it is gone from the file and was closed, but a person opened it again; left alone"
		case sp.opts.Prune && len(copies(x)) > 1: // a copy is a person's
			c.Action, c.Code, c.Reason = ActionConflict, "copied", copied(copies(x))
			sp.report(c)
			continue
		case sp.opts.Prune:
			c.Action, c.Reason = ActionClose, "it is gone from the file"
			c.Fields = []Field{{fieldState.String(), string(Open), string(Closed)}}
			sp.steps = append(sp.steps, step{Change: c, close: x})
			sp.summary.Close++
		}
		sp.changes = append(sp.changes, c)
	}
	return nil
}

// checkPrune refuses a prune that looks like a mistake.
func (sp *scopePlan) checkPrune(n int) error {
	total := sp.matcher.markedItems()
	limit := max(3, total/10)
	switch {
	case len(sp.opts.Only) > 0:
		return &Refusal{"prune-guard", "--prune looks at the whole backlog, so it does not go with --only"}
	case sp.opts.PruneCount > 0 && sp.opts.PruneCount != n:
		return &Refusal{"prune-guard", fmt.Sprintf("--prune=%d: %d items are gone from the file, not %d", sp.opts.PruneCount, n, sp.opts.PruneCount)}
	case sp.opts.PruneCount == 0 && n > limit:
		return &Refusal{"prune-guard", fmt.Sprintf(
			"--prune would close %d of %d items, more than %d; if that is meant, say --prune=%d", n, total, limit, n)}
	}
	return nil
}
