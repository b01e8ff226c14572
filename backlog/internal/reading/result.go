package reading

import (
	"bytes"
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// Checkbox is the meaning of a story's box; "" if it cannot be told.
type Checkbox string

// The meanings of a ticked box.
const (
	CheckboxDone       Checkbox = "done"       // the story is finished
	CheckboxRegistered Checkbox = "registered" // the story exists in the tracker
)

// A Level is a level of items: each may hold those below.
type Level string

// The levels, the highest first.
const (
	LevelInitiative Level = "initiative"
	LevelEpic       Level = "epic"
	LevelFeature    Level = "feature"
	LevelStory      Level = "story"
	LevelTask       Level = "task"
)

// Options say how to read a file.
type Options struct {
	Checkbox        Checkbox     // the meaning of boxes, whatever the file itself says
	DefaultCheckbox Checkbox     // the same, if the file neither declares nor shows it
	Read            *Declaration // goes before what the file declares, key by key
	DefaultRead     *Declaration // for what neither declares
	Known           []Known      // items that are recorded elsewhere than in the file
	Elsewhere       Elsewhere    // what more is recorded, by the metadata
	Weights         *Weights     // that guess what no rule knows
	Leads           *Leads       // the same
	Name            string       // of the file, without its directory: its title, where it has none
	Level           Level        // of the items that become issues; "" means stories, or what takes their place

	Assignees map[string]string // logins of people by the names that the file has for them

	judged   int  // see maxJudged, which it is if 0
	weighAll bool // also where everything is settled
}

// Elsewhere returns what is recorded where the metadata of a file says. nil stands
// for nothing.
type Elsewhere func(metadata map[string]string) []Known

// A Result is what a file is taken to say. All offsets are into its source.
type Result struct {
	opts Options
	src  []byte

	Title        string
	Language     lexicon.Language
	Metadata     map[string]string
	metadataKeys []string // in the order of the file
	unaided      *unaided // nil while nothing is remembered
	Checkbox     Checkbox
	Execution    bool // the file also plans its registration
	Read         ReadKey
	Epics        []*Epic
	Stories      []*Story
	Evidence     []*Row
	Relations    []Relation
	Tables       []TableSyntax
	Syntax       FileSyntax

	Uses    []Use     // in the order in which they were decided
	LeftOut []LeftOut // in the order of the file

	Omissions []*Omission
	Excluded  map[string]Exclusion // by key
	Seen      []Seen               // where there are no items

	Err               error // the Markdown cannot be parsed; there are no items then
	Duplicates        []Duplicate
	UnknownEpics      []UnknownEpic
	WrongCounts       []WrongCount
	UnknownStatuses   []UnknownStatus
	UnknownValues     []UnknownValue
	Cards             []Cards
	BrokenFrontMatter string        // why the front matter is not valid YAML
	Misfits           []Misfit      // in the order of the file
	BadCheckbox       bool          // the metadata gives boxes a meaning that there is not
	Ambiguous         markdown.Span // words of registration without a ledger that people made, where there are boxes
}

// A Epic is a group of stories.
type Epic struct {
	ID        lexicon.ID
	DerivedID bool // the file gives no ID; ID is a slug of the title
	Title     string
	Milestone string
	Due       string // YYYY-MM-DD, or ""
	Status    lexicon.Status
	Text      string
	Key       string
	Syntax    EpicSyntax
}

// A Story is one unit of work.
type Story struct {
	ID        lexicon.ID
	DerivedID bool // the file gives no ID; ID is a slug of the title
	Anchored  bool // the ID stands in an anchor
	Title     string
	Epic      lexicon.ID
	Sentence  string
	Checked   *bool
	Dropped   bool
	Priority  string
	Text      string
	Key       string
	Syntax    StorySyntax
	*StoryFields
}

// StoryFields are the fields of a story that most have none of: these share them.
type StoryFields struct {
	Labels    []string
	Assignees []string
	Points    *float64
	// PointsLine is the line that carries a cell with points where nothing else does.
	PointsLine string
	Due        string
	DependsOn  []lexicon.ID
	Criteria   []Criterion
}

var noFields StoryFields // is never written to

// fields returns the fields of a story, to set some.
func (s *Story) fields() *StoryFields {
	if s.StoryFields == &noFields {
		s.StoryFields = &StoryFields{}
	}
	return s.StoryFields
}

// A Criterion is one acceptance criterion.
type Criterion struct {
	Text string `json:"text"`
	Done *bool  `json:"done"` // nil if it has no box
}

// A Row is one row of a ledger.
type Row struct {
	Kind        lexicon.Kind
	ID          lexicon.ID
	URL         string
	CreatedAt   string
	Responsible string
	Status      lexicon.Status
	Key         string
	Syntax      RowSyntax
	Columns     *Columns // of the table that it stands in
}

// A Relation says which issues a milestone holds.
type Relation struct {
	Milestone lexicon.ID
	Issues    []lexicon.ID
	At        int
}

// A Use is a form in which a file writes items.
type Use struct {
	Form    string
	Kind    lexicon.Kind
	Example lexicon.ID
	Items   int
	Why     string
	At      int // of the first item
}

// A LeftOut is a place that looked like an item and is not one.
type LeftOut struct {
	Text string // the ID and the title
	Why  string
	At   int
}

// A Duplicate is an ID that is defined twice.
type Duplicate struct {
	Line  markdown.Span // of the second definition
	First int           // where the first one stands
	Id    lexicon.ID    // as the second one writes it
	Was   lexicon.ID    // as the first one does
}

// An UnknownEpic is an epic that a story names and the file does not have.
type UnknownEpic struct {
	Line markdown.Span // of the story
	Id   lexicon.ID    // of the story
	Epic lexicon.ID
}

// A WrongCount is a heading that gives another total than what stands below it.
type WrongCount struct {
	Heading    markdown.Span
	Want, Have int
}

// An ItemKey names an item of a file.
type ItemKey struct {
	Kind lexicon.Kind
	Key  string
}

// HasLedger reports whether the file has a ledger.
func (f *Result) HasLedger() bool { return f.Syntax.Ledger >= 0 }

// hasOthersLedger reports whether people gave the file a ledger. One that backlogsync
// added says nothing of the lines around it that was not known before.
func (f *Result) hasOthersLedger() bool { return f.Syntax.Ledger >= 0 && !f.Syntax.ownLedger }

// findLeftOut collects what looked like an item and is none.
func findLeftOut(f *Result, lines *candidates) {
	leftOut := func(c *candidate) bool {
		return !c.accepted && c.dropped != notDropped && (c.found || c.dropped != notProven && c.heading < 0)
	}
	n := 0
	for _, c := range lines.found {
		if leftOut(c) {
			n++
		}
	}
	f.LeftOut = slices.Grow(f.LeftOut, n)
	for _, c := range lines.found {
		if !leftOut(c) {
			continue
		}
		text := string(c.Id)
		if c.Title != "" && text != "" {
			text += " "
		}
		if text += c.Title; text == "" {
			text = string(bytes.TrimSpace(lines.d.Src[c.line.Start:c.line.End]))
		}
		f.LeftOut = append(f.LeftOut, LeftOut{text, c.dropped.String(), c.line.Start})
	}
	f.LeftOut = sortRuns(f.LeftOut, func(a, b LeftOut) int { return a.At - b.At })
}
