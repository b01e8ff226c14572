package tracker

import (
	"cmp"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
)

// evidenceOf returns what the ledger is to say of an item.
func evidenceOf(d *desired, item *Item, o *Observed, opts *Options) backlog.Evidence {
	return backlog.Evidence{
		Kind: d.kind, ID: d.id,
		URL:         o.link(item, d.file.Name()),
		CreatedAt:   timestamp(item.CreatedAt),
		Responsible: responsible(item, o, opts),
		Status:      backlog.StatusCreated,
	}
}

// timestamp prints a time as ledgers hold it; a service that gave none has "".
func timestamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Truncate(time.Second).Format(time.RFC3339)
}

func responsible(item *Item, o *Observed, opts *Options) string {
	creator := cmp.Or(item.Creator, o.project.Login)
	switch opts.Responsible {
	case "", "creator":
		return creator
	case "assignee":
		return cmp.Or(strings.Join(sortedSet(item.Assignees, nil), ", "), creator)
	case "actor":
		return cmp.Or(opts.Actor, creator)
	default:
		return opts.Responsible
	}
}

// recorded reports whether the ledger has an address for d.
func (d *desired) recorded() bool { return d.evidence != nil && d.evidence.URL != "" }

// A recorder tells what the files lack about items that exist.
type recorder struct {
	sp        *scopePlan
	relations map[*match]Field // milestones whose line in the relation list is wrong
}

// missing returns what the file lacks about an item that exists.
func (r *recorder) missing(m *match) []Field {
	if r.sp.opts.NoWrite {
		return nil
	}
	var fields []Field
	var have backlog.Evidence
	if m.evidence != nil {
		have = *m.evidence
	}
	if m.follow || have.URL == "" || have.CreatedAt == "" || have.Responsible == "" {
		want := evidenceOf(m.desired, &m.item.Item, r.sp.o, r.sp.opts)
		add := func(column backlog.LedgerColumn, before, after string) {
			fills := before == "" || m.follow && before != after
			if fills && after != "" && (m.evidence == nil || m.evidence.Has(column)) {
				fields = append(fields, Field{string(column), before, after})
			}
		}
		add(backlog.LedgerURL, have.URL, want.URL)
		add(backlog.LedgerCreatedAt, have.CreatedAt, want.CreatedAt)
		add(backlog.LedgerResponsible, have.Responsible, want.Responsible)
	}
	if m.evidence != nil && have.Status == backlog.StatusPending || m.ticked != nil && !*m.ticked {
		fields = append(fields, Field{"status", string(backlog.StatusPending), string(backlog.StatusCreated)})
	}
	if f, ok := r.relations[m]; ok {
		fields = append(fields, f)
	}
	return fields
}
