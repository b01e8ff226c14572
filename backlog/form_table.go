package backlog

// findEpicRows finds epics that are rows of a milestone table:
// "| EPIC-1 Foundation | Epic 1 | Pending |".
func findEpicRows(r *recognition) {
	for _, t := range r.milestones {
		cols := r.f.tables[t.table].columns
		for i, row := range t.rows {
			if i < 2 {
				continue
			}
			milestone := r.d.cell(row.node, cols.milestone)
			epic := r.d.cell(row.node, cols.epic)
			m, ok := scanID(epic)
			named, okNamed := scanID(milestone)
			if !ok || !m.epic {
				m, ok = named, okNamed
			}
			if !ok || !m.epic {
				continue
			}
			if m.rest == "" && okNamed && named.id.Key() == m.id.Key() {
				m.rest = named.rest
			}
			c := candidate{
				idMatch: m, kind: KindMilestone, form: r.form, line: row.line, block: -1,
				row: rowSyntax{t.table, i}, milestone: milestone,
			}
			c.status, _ = readStatus(r.d.cell(row.node, cols.status))
			c.setTitle(m.rest)
			r.found = append(r.found, c)
		}
	}
}
