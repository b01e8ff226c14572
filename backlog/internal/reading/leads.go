package reading

// A lead is how far ahead something must be, or is put.
type lead uint8

const (
	epicLead   lead = iota // epics that no word or code names
	mainLead               // lines in another form than the surest stories
	otherLead              // lines without sentences where the surest stories are some, and IDs in another form
	sureLead               // see [survey.proof]
	mixedLead              // boxes or rows that go on with a list of others
	stepLead               // lines without IDs, in the text of items with IDs
	silentLead             // lines of a file in which nothing speaks of a backlog
	likelyLead             // lines that are named if they are no items
	leadCount
)

// Leads are in tenths. They are set by hand, since they weigh whole schemes against
// each other, which no table does.
type Leads [leadCount]int

var leads = Leads{
	epicLead: 10, mainLead: 5, otherLead: 10, sureLead: 30, mixedLead: 30, stepLead: 10, silentLead: 15, likelyLead: -13,
}

// lead returns one in the units of scores.
func (s *survey) lead(l lead) int {
	if all := s.f.opts.Leads; all != nil {
		return all[l] * unit
	}
	return leads[l] * unit
}
