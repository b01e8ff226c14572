package backlog

import (
	"errors"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
	"go.yaml.in/yaml/v3"
)

// A Declaration says which lines of a file are items, as written under "read:".
// Nothing is guessed for a role that it names. A list that is empty but not nil
// says that there are none.
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

// An Exclusion says why a line with an ID, or with a title that gives one, is
// not an item.
type Exclusion = reading.Exclusion

// The reasons why a line is not an item. Both follow from a declaration.
const (
	ExcludedIgnored    = reading.ExcludedIgnored    // it is in a part of the file that is declared to hold no items
	ExcludedUndeclared = reading.ExcludedUndeclared // it does not match what is declared
)

// Excluded returns why a line of f with this ID is not an item; "" if there is
// no such line, or if it is an item.
func (f *File) Excluded(id ID) Exclusion { return f.excluded[id.Key()] }
