package backlog

import (
	"cmp"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// ownExamples are values of the metadata that says how a file is read.
var ownExamples = map[string]string{
	"scope": "NAME", sourceKey: "docs/backlog.md", "checkbox": "done", "ledger": LedgerFile, "last-updated": "2026-03-31",
}

// takeMisfits words that keys of the metadata have values of another kind. What a file
// is called in the tracker hangs on some of them, so nothing may be done before they
// are mended.
func (p *parsing) takeMisfits(misfits []reading.Misfit) {
	for _, m := range misfits {
		is := "has keys with values"
		if m.List {
			is = "is a list"
		}
		switch {
		case m.Own:
			write, severity := cmp.Or(m.Only, ownExamples[m.Key]), SeverityError
			if m.Key == "last-updated" {
				severity = SeverityWarning
			}
			p.find(m.Line, severity, CodeBrokenMetadata, "", "%q %s, where one word is wanted; write \"%s: %s\"", m.Key, is, m.Key, write)
		case m.Item != "":
			p.find(m.Line, SeverityWarning, CodeUnknownValue, m.Item,
				"%q of %s %s, and what is no word in it is left out; write one value, or a list of words", m.Key, m.Item, is)
		}
	}
}
