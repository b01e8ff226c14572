package reading

// The omissions are what looks like an item of the file and is none.
type omissions struct {
	f        *Result
	d        *document
	lines    *candidates
	declared *declared
}
