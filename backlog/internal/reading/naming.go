package reading

// A naming gives each item its ID: it drops what is written a second time, puts
// the name of the parent before numbers that begin anew, and makes IDs of the
// titles of items that have none.
type naming struct {
	f        *Result
	d        *document
	records  *records
	sections *sectionIndex
	own      []int // where ledgers and relation lists begin, see ownStarts

	names []string          // of headings, "" until asked for; see headingName
	first map[string]string // the first name with each key
}
