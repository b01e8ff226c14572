package reconcile

import (
	"cmp"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
)

// evidenceOf returns what the ledger is to say of an item.
func evidenceOf(d *desired, item *tracker.Item, o *Observed, opts *Options) backlog.Evidence {
	return backlog.Evidence{
		Kind: d.kind, ID: d.id,
		URL:         o.link(item, d.file.LedgerName()),
		CreatedAt:   backlog.Timestamp(item.CreatedAt),
		Responsible: responsible(item, o, opts),
		Status:      backlog.StatusCreated,
	}
}

func responsible(item *tracker.Item, o *Observed, opts *Options) string {
	if opts.Responsible == "actor" && opts.Actor != "" {
		return opts.Actor
	}
	who, _ := Responsible(item, opts.Responsible)
	return cmp.Or(who, item.Creator, o.identity.login)
}

// Responsible returns the responsible person of an item by a policy (see
// [Options]), and whether the server knows that person. It does not if the
// service stores no author, as GitLab for milestones, and it never knows who
// started a run.
func Responsible(item *tracker.Item, policy string) (string, bool) {
	switch policy {
	case "", "creator":
		return item.Creator, item.Creator != ""
	case "assignee":
		who := cmp.Or(strings.Join(sortedSet(item.Assignees, nil), ", "), item.Creator)
		return who, who != ""
	case "actor":
		return "", false
	default:
		return policy, true
	}
}

// recorded reports whether the ledger has an address for d.
func (d *desired) recorded() bool { return d.evidence != nil && d.evidence.URL != "" }

// fileGaps are what the files lack about items that exist.
type fileGaps struct {
	sp        *scopePlan
	relations map[*match]Field // milestones whose line in the relation list is wrong
}

// missing returns what the file lacks about an item that exists.
func (g *fileGaps) missing(m *match) []Field {
	fields := g.row(m)
	if f, ok := g.relations[m]; ok {
		fields = append(fields, f)
	}
	return fields
}

// row returns what the row of an item that exists lacks. Whatever is done to the
// item fills that in.
func (g *fileGaps) row(m *match) []Field {
	if g.sp.opts.NoWrite {
		return nil
	}
	if m.file.Ledger() == backlog.LedgerNone {
		if m.ticked != nil && !*m.ticked {
			return []Field{{"status", string(backlog.StatusPending), string(backlog.StatusCreated)}}
		}
		return nil
	}
	var fields []Field
	var have backlog.Evidence
	row := g.sp.rowOf(m)
	if row != nil && row.Left() {
		row = nil // it is to be in the ledger
	} else if row != m.evidence {
		fields = append(fields, Field{"identifier", string(row.ID), string(m.id)})
	}
	if row != nil {
		have = *row
	}
	if m.follow || have.URL == "" || have.CreatedAt == "" || have.Responsible == "" {
		want := evidenceOf(m.desired, &m.item.Item, g.sp.o, g.sp.opts)
		add := func(column backlog.LedgerColumn, before, after string) {
			fills := before == "" || m.follow && before != after
			if fills && after != "" && (row == nil || row.Has(column)) {
				fields = append(fields, Field{string(column), before, after})
			}
		}
		add(backlog.LedgerURL, have.URL, want.URL)
		add(backlog.LedgerCreatedAt, have.CreatedAt, want.CreatedAt)
		add(backlog.LedgerResponsible, have.Responsible, want.Responsible)
	}
	switch {
	case row != nil && have.Status == backlog.StatusPending || m.ticked != nil && !*m.ticked:
		fields = append(fields, Field{"status", string(backlog.StatusPending), string(backlog.StatusCreated)})
	case have.Status == backlog.StatusClosed: // its story is back
		fields = append(fields, Field{"status", string(backlog.StatusClosed), string(backlog.StatusCreated)})
	}
	return fields
}

// rowOf returns the row of an item: that of its ID, else the one that has its
// address under an ID that the files do not define any more, since a person or a
// title gave the item another one. nil if there is none.
func (sp *scopePlan) rowOf(m *match) *backlog.Evidence {
	if m.evidence != nil || m.item == nil {
		return m.evidence
	}
	return sp.leftRow(m.item)
}

// leftRow returns the row of an item under an ID that the files do not define, nil
// if there is none.
func (sp *scopePlan) leftRow(x *observed) *backlog.Evidence {
	if sp.leftRows == nil {
		sp.leftRows = make(map[*observed]*backlog.Evidence)
		has := make(map[itemKey]bool, len(sp.items))
		for i := range sp.items {
			has[itemKey{sp.items[i].kind, sp.items[i].key}] = true
		}
		for _, f := range sp.scope.Files {
			if f.Ledger() == backlog.LedgerNone {
				continue
			}
			for _, e := range f.Evidence() {
				if to := sp.o.destinations[e]; to.item != nil && !has[itemKey{e.Kind, idKey(e.Key())}] {
					sp.leftRows[to.item] = e
				}
			}
		}
	}
	return sp.leftRows[x]
}
