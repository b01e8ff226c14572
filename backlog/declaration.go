package backlog

import (
	"errors"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
	"go.yaml.in/yaml/v3"
)

// A Declaration says which lines of a file are items, as people write it under
// "read:". Nothing is guessed for a role that it names; a list that is empty but
// not nil says that there are none.
//
//	Epics   []string // lines of Markdown: "## {title}"
//	Stories []string // the same: "- [ ] {title}", "| Code {id} | What {title} |"
//	IDs     []string // codes that are IDs of stories: "REQ-*"
//	Ignore  []string // headings of sections that hold no items
//
//	Check() error                     // the first pattern that is not one
//	Over(e *Declaration) *Declaration // with what it does not declare as e does; both may be nil
//	String() string                   // YAML on one line, to be put behind "read:"
type Declaration = reading.Declaration

// ParseDeclaration reads a declaration from YAML:
//
//	epics: ["## {title}"]
//	stories: ["- [ ] {title}", "| Code {id} | What {title} |"]
//	ids: ["REQ-*"]
//	ignore: ["## Ideas"]
func ParseDeclaration(text []byte) (*Declaration, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, err
	}
	if len(doc.Content) == 0 {
		return nil, errors.New("it is empty")
	}
	return reading.ParseDeclaration(doc.Content[0])
}

// Known is an item that is recorded, wherever that is.
//
//	Kind   Kind
//	ID     ID
//	Title  string // "" if it is not known
//	Parent ID     // that of its epic, "" if it is not known
type Known = reading.Known

// An Exclusion says why a line that has an ID, or a title that gives one, is no
// item.
type Exclusion = reading.Exclusion

// Why a line is not an item. Both are what people declare.
const (
	ExcludedIgnored    = reading.ExcludedIgnored    // it stands where no items are, as they say
	ExcludedUndeclared = reading.ExcludedUndeclared // it is outside of what they declare
)

// Excluded returns why the line of an ID is not an item of f though it stands there;
// "" if it does not stand there, or is an item.
func (f *File) Excluded(id ID) Exclusion { return f.excluded[id.Key()] }
