package body

import (
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// Close returns text with everything closed that would otherwise swallow
// Markdown written below it: fenced code, HTML comments and other open HTML
// blocks, and <details>. If nothing is open, text is returned as it is.
func Close(text string) string { return markdown.Close(text) }

// OwnDefinitions returns a text that needs nothing from the document that it is taken
// out of: the definitions of links and footnotes that it uses stand at its end, and
// others are left out. Doing so again changes nothing.
func OwnDefinitions(text string) string { return markdown.OwnDefinitions(text) }
