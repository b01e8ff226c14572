package reading

import "github.com/backlogsync/backlogsync/backlog/internal/markdown"

// The records are the tables and lists in which a file keeps what is registered:
// ledgers, tables of milestones, the relation list. They are read before lines
// are looked for that may be items.
type records struct {
	f          *Result
	d          *document
	skip       []bool        // blocks that hold no items
	milestones []int         // tables of milestones, in Result.Tables
	ledgers    []int         // blocks
	within     markdown.Span // where they are looked for
}

func readRecords(f *Result, d *document) *records {
	r := &records{f: f, d: d, skip: make([]bool, len(d.Blocks)), within: markdown.Span{End: len(d.Src)}}
	r.readTables()
	r.readRelations()
	return r
}
