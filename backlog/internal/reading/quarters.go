package reading

import "github.com/backlogsync/backlogsync/backlog/internal/lexicon"

// quarters returns the lines that begin with a quarter rather than an ID: "Q1 Login". In
// a file with codes such as "Q7" or "Q-1" all of them are codes. What is recorded or
// declared stays an ID.
func (m *memory) quarters() []*candidate {
	var lines []*candidate
	for _, c := range m.lines.found {
		switch {
		case c.Class != lexicon.ClassKey || c.Word != "q":
		case !lexicon.IsQuarter(c.Id):
			return nil
		case m.given[c] != nil:
			if m.given[c].derived {
				lines = append(lines, c)
			}
		case !m.declared.isID(c.Id) && !m.has(c.Id.Key()) && !c.Many && c.Title != "":
			lines = append(lines, c)
		}
	}
	return lines
}
