package reading

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// akin reports whether two forms look like parts of one list: entries that begin in
// bold, boxes with numbers, tables that name their titles alike.
func (p *planner) akin(a, b *group) bool {
	c, d := p.schemes[a.schemes[0]], p.schemes[b.schemes[0]]
	x, y := &p.sites[c.sites[0]], &p.sites[d.sites[0]]
	switch {
	case x.row != nil && y.row != nil && !x.board && !y.board:
		return p.titleHeader(x) == p.titleHeader(y) || x.row.table.namesItems() && y.row.table.namesItems()
	case c.form == formChecklist || d.form == formChecklist:
		return c.form == d.form && (c.numbered() && d.numbered() || c.bare() && d.bare() && x.depth == y.depth)
	}
	return x.lists() && y.lists() && x.depth == y.depth && c.bare() && d.bare() && c.shows[sigEntry] == full && d.shows[sigEntry] == full
}

// namesItems reports whether the header of a table names both the IDs and the titles.
func (t *storyTable) namesItems() bool {
	return t.ids >= 0 && t.titles >= 0 && (t.titles == t.column(lexicon.ColumnStory) || t.titles == t.column(lexicon.ColumnTitle))
}

// numbered reports whether nothing but numbers tell the sites apart.
func (c *siteScheme) numbered() bool {
	return c.class == lexicon.ClassOrdinal || c.class == lexicon.ClassDotted
}

// titleHeader returns the header of the column with the titles.
func (p *planner) titleHeader(x *site) string {
	row := markdown.RowReader{D: p.d.Document}
	row.Read(x.row.table.header)
	return lexicon.Fold(row.Text(max(x.row.table.titles, 0)))
}

// kinOf puts a form together with all that are akin to it, nil if none is or one of
// those has a better score: of each what its sections announce.
func (p *planner) kinOf(groups []group, order []int, n int) *siteSet {
	out := p.announcedOf(&groups[order[n]])
	kin := 0
	for m, k := range order {
		if m == n || !p.akin(&groups[order[n]], &groups[k]) {
			continue
		}
		if m < n {
			return nil
		}
		kin++
		out = union(out, p.announcedOf(&groups[k]))
	}
	if kin == 0 {
		return nil
	}
	out.score, out.forms = groups[order[n]].score[roleOfStory], 1
	if p.schemes[groups[order[n]].schemes[0]].form != formChecklist { // boxes are all work, or none are
		out.score -= costOfKin * unit
	}
	return out
}

// allKinOf puts a form together with all that are akin to it, nil if none is.
func (p *planner) allKinOf(groups []group, n int) *siteSet {
	out, kin := p.announcedOf(&groups[n]), 0
	for k := range groups {
		if k != n && p.akin(&groups[n], &groups[k]) {
			out = union(out, p.announcedOf(&groups[k]))
			kin++
		}
	}
	if kin == 0 {
		return nil
	}
	out.forms = 1
	return out
}

// announcedOf returns the lines of a form that stand where work is announced, and boxes
// wherever they stand, else those that are likely meant.
func (p *planner) announcedOf(g *group) *siteSet {
	var sites []int
	for _, i := range g.schemes {
		if c := p.schemes[i]; (p.announced(c) || c.form == formChecklist) && !c.aside() {
			sites = append(sites, c.sites...)
		}
	}
	if len(sites) == 0 {
		if v := p.variants(g, roleOfStory); len(v) > 0 {
			return v[0]
		}
		return &siteSet{}
	}
	slices.Sort(sites)
	return &siteSet{sites: sites}
}
