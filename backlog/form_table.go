package backlog

// findEpicRows finds epics that are rows of a milestone table:
// "| EPIC-1 Foundation | Epic 1 | Pending |".
func findEpicRows(r *recognition) {
	for _, t := range r.milestones {
		cols := r.f.tables[t].columns
		row := rowReader{d: r.d}
		for i, line := range r.f.tables[t].rows {
			if i < 2 {
				continue
			}
			row.read(line)
			milestone, epic := row.text(cols.milestone), row.text(cols.epic)
			m, ok := scanID(epic)
			named, okNamed := scanID(milestone)
			if !ok || !m.epic {
				m, ok = named, okNamed
			}
			if !ok || !m.epic {
				continue
			}
			if m.title == "" && okNamed && named.id.Key() == m.id.Key() {
				m.title = named.title
			}
			c := candidate{
				idMatch: m, form: r.form, line: line, block: -1,
				epicRow: &epicRow{row: rowSyntax{t, i}, milestone: milestone},
			}
			c.epicRow.status, _ = readStatus(row.text(cols.status))
			c.setTitle()
			r.add(c)
		}
	}
}
