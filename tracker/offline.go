package tracker

import "github.com/backlogsync/backlogsync/backlog"

// planOffline plans from the files alone: an item is registered if its ledger
// row holds an address or its box, where that is what boxes mean, is ticked.
func planOffline(p *Plan, b *backlog.Backlog) {
	g := &merger{titles: make(map[string]string)}
	for _, s := range b.Scopes() {
		items := desiredItems(s, &Project{}, &p.Options)
		for i := range items {
			if d := &items[i]; d.kind == KindMilestone {
				g.titles[d.key] = d.title
			}
		}
		for i := range items {
			d := &items[i]
			if len(p.Options.Only) > 0 && !containsID(p.Options.Only, d.id) {
				continue
			}
			if d.saysRegistered() {
				p.Summary.Unchanged++
				continue
			}
			m := match{desired: d}
			if p.Options.leavesOut(&m) {
				continue
			}
			c := m.change(ActionCreate, "", "")
			c.Fields = g.draftFields(d)
			p.Summary.Create++
			p.Changes = append(p.Changes, c)
		}
	}
}

// saysRegistered reports whether the file alone says that d exists.
func (d *desired) saysRegistered() bool {
	if d.evidence != nil && d.evidence.URL != "" {
		return true
	}
	return d.ticked != nil && *d.ticked
}
