package reading

import (
	"bytes"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

var strike = []byte("~~")

// isStruck reports whether the title in a line of text is struck out as a whole,
// with its ID or without: "~~US-1 Title~~ see US-2", "US-1 ~~Title~~". A part
// that is struck out, "US-1 ~~Old~~ New", is a correction.
func isStruck(d *markdown.Document, raw []byte, n markdown.Node) bool {
	if !bytes.Contains(raw, strike) {
		return false
	}
	inside, outside := d.Struck(n)
	_, rest, _ := lexicon.CutBox(outside)
	rest = strings.TrimSpace(rest)
	switch l := lexicon.ScanLead(rest); {
	case strings.TrimSpace(inside) == "":
		return false
	case rest == "" || lexicon.ScanLead(inside).Found:
		return true
	default:
		return l.Found && l.Title == ""
	}
}

// isStruckCell reports the same of a cell.
func isStruckCell(row *markdown.RowReader, column int) bool {
	raw := row.Raw(column)
	if !bytes.Contains(raw, strike) {
		return false
	}
	d, n := markdown.ParseInline(raw)
	return isStruck(d, raw, n)
}
