package reading

// A form is one way in which people write items. It adds what it finds to the
// candidates; which of them are items is decided over the whole file.
type form struct {
	name string
	find func(s *search)
}

// The forms, the fullest definitions first: where one ID is written in several
// forms, the first form defines the item.
const (
	formTask = iota
	formHeading
	formChecklist
	formHTML
	formTable
	formBold
	formOrdered
	formList
	formParagraph
	formEpicTable
	formCount
)

// forms holds the ways to find items. One of them may find several forms.
var forms = [formCount]form{
	formTask:      {"task file", findTaskFile},
	formHeading:   {"heading", findHeadings},
	formChecklist: {"checklist", nil}, // found with the lists
	formHTML:      {"HTML table", findHTMLCells},
	formTable:     {"table", findStoryRows},
	formBold:      {"bold line", findBoldLines},
	formOrdered:   {"numbered list", nil},
	formList:      {"list", findListItems},
	formParagraph: {"paragraph", findParagraphs},
	formEpicTable: {"epic table", findEpicRows},
}

// A search is the work of the forms on one document: each adds the lines that it
// finds to the candidates.
type search struct {
	d       *document
	lines   *candidates
	f       *Result
	records *records
	skip    []bool // blocks that hold no items, of the records
	form    int    // the form at work
}

// findCandidates lets each form look for the lines that may be items.
func findCandidates(f *Result, d *document, r *records) *candidates {
	s := &search{f: f, d: d, records: r, skip: r.skip, lines: newCandidates(d)}
	s.lines.skip = r.skip
	for i, form := range forms {
		if s.form = i; form.find != nil {
			form.find(s)
		}
	}
	return s.lines
}
