package reading

import (
	"bytes"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// AnchorMark begins the comment that names an item: "<!-- id: … -->".
const AnchorMark = "<!-- id:"

// readAnchors takes the IDs of lines without one from the anchors on them, and
// reports whether there are any.
func readAnchors(d *document, lines *candidates) (any bool) {
	if !bytes.Contains(d.Src, []byte(AnchorMark)) {
		return false
	}
	for _, c := range lines.all() {
		if c.found && !c.weak {
			continue
		}
		line := string(d.Src[c.line.Start:c.line.End])
		_, rest, ok := strings.Cut(line, AnchorMark)
		if !ok {
			continue
		}
		text, _, closed := strings.Cut(rest, "-->")
		if id, ok := lexicon.NewID(text); ok && closed {
			c.Id, c.Class, c.found, c.anchored = id, lexicon.ClassNone, true, true
			any = true
		}
	}
	return any
}
