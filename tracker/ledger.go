package tracker

import (
	"cmp"
	"slices"
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

// A recorder tells what the files lack about items that exist.
type recorder struct {
	sp        *scopePlan
	relations map[*match]Field // milestones whose line in the relation list is not as it should be
}

func (sp *scopePlan) newRecorder() *recorder {
	r := &recorder{sp: sp, relations: make(map[*match]Field)}
	if sp.opts.NoWrite {
		return r
	}
	held := sp.held(sp.merger.after)
	for _, f := range sp.scope.Files {
		written := make(map[string][]backlog.ID)
		for _, rel := range f.Relations() {
			written[rel.Milestone.Key()] = rel.Issues
		}
		for i := range sp.matches {
			m := &sp.matches[i]
			if m.kind != KindMilestone || m.file != f || m.item == nil {
				continue
			}
			before, ok := written[m.key]
			if !ok || !slices.EqualFunc(before, held[m.key], sameID) {
				r.relations[m] = Field{"relation", joinIDs(before), joinIDs(held[m.key])}
			}
		}
	}
	return r
}

// held returns which stories each epic's milestone holds, in the order of the
// files, by the key of the epic's ID; where gives a story's epic.
func (sp *scopePlan) held(where func(*match) string) map[string][]backlog.ID {
	held := make(map[string][]backlog.ID)
	for i := range sp.matches {
		m := &sp.matches[i]
		if m.kind == KindIssue {
			if epic := where(m); epic != "" {
				held[epic] = append(held[epic], m.id)
			}
		}
	}
	return held
}

// after returns the epic whose milestone holds an issue once the plan is
// applied.
func (g *merger) after(m *match) string {
	switch {
	case m.item == nil && m.blocked != nil:
		return ""
	case m.item == nil:
		return m.milestone
	}
	have := g.epicOf(m.item.Milestone)
	if m.blocked != nil || m.bare || m.milestone == "" || have == m.milestone {
		return have
	}
	var b agreed
	if mk := m.item.body.marker; mk != nil {
		b = mk.base.value(fieldMilestone)
	}
	if decide(m.milestone, have, "", b, g.prefer) == verdictUpdate {
		return m.milestone
	}
	return have
}

// missing returns what the file lacks about an item that exists.
func (r *recorder) missing(m *match) []Field {
	if r.sp.opts.NoWrite {
		return nil
	}
	var fields []Field
	want := evidenceOf(m.desired, &m.item.Item, r.sp.o, r.sp.opts)
	var have backlog.Evidence
	if m.evidence != nil {
		have = *m.evidence
	}
	add := func(column backlog.LedgerColumn, before, after string) {
		fills := before == "" || m.follow && before != after
		if fills && after != "" && (m.evidence == nil || m.file.LedgerHas(column)) {
			fields = append(fields, Field{string(column), before, after})
		}
	}
	add(backlog.LedgerURL, have.URL, want.URL)
	add(backlog.LedgerCreatedAt, have.CreatedAt, want.CreatedAt)
	add(backlog.LedgerResponsible, have.Responsible, want.Responsible)
	if m.evidence != nil && have.Status == backlog.StatusPending || m.ticked != nil && !*m.ticked {
		fields = append(fields, Field{"status", string(backlog.StatusPending), string(backlog.StatusCreated)})
	}
	if f, ok := r.relations[m]; ok {
		fields = append(fields, f)
	}
	return fields
}

func sameID(a, b backlog.ID) bool { return a.Key() == b.Key() }

func joinIDs(ids []backlog.ID) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = string(id)
	}
	return strings.Join(words, ", ")
}
