package reading

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
	"github.com/backlogsync/backlogsync/backlog/internal/pattern"
	"go.yaml.in/yaml/v3"
)

// A Declaration says which lines of a file are items, as people write it under
// "read:". Nothing is guessed for a role that it names; a list that is empty but
// not nil says that there are none.
type Declaration struct {
	Epics   []string `json:"epics,omitzero" yaml:"epics,omitempty,flow"`     // lines of Markdown, such as "## {title}"
	Stories []string `json:"stories,omitzero" yaml:"stories,omitempty,flow"` // the same: "- [ ] {title}", "| Code {id} | What {title} |"
	IDs     []string `json:"ids,omitzero" yaml:"ids,omitempty,flow"`         // codes that are IDs of stories: "REQ-*"
	Ignore  []string `json:"ignore,omitzero" yaml:"ignore,omitempty,flow"`   // headings of sections that hold no items, lines above lists that are none
}

// lists yields the lists of a declaration by their keys.
func (d *Declaration) list(key string) *[]string {
	switch key {
	case "epics":
		return &d.Epics
	case "stories":
		return &d.Stories
	case "ids":
		return &d.IDs
	case "ignore":
		return &d.Ignore
	}
	return nil
}

var declarationKeys = []string{"epics", "stories", "ids", "ignore"}

// ParseDeclaration reads a declaration from YAML. Its error says what is wrong
// with which key.
func ParseDeclaration(n *yaml.Node) (*Declaration, error) {
	if n.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("the keys %s are expected, each with a list", strings.Join(declarationKeys, ", "))
	}
	d := &Declaration{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i].Value, n.Content[i+1]
		list := d.list(key)
		if list == nil {
			return nil, fmt.Errorf("unknown key %q; the keys are %s", key, strings.Join(declarationKeys, ", "))
		}
		words := []string{}
		switch value.Kind {
		case yaml.ScalarNode:
			words = append(words, value.Value)
		case yaml.SequenceNode:
			for _, word := range value.Content {
				if word.Kind != yaml.ScalarNode {
					return nil, fmt.Errorf("%s: expected a list of patterns in quotes", key)
				}
				words = append(words, word.Value)
			}
		default:
			return nil, fmt.Errorf("%s: expected a list of patterns in quotes", key)
		}
		*list = words
	}
	if _, err := d.parse(); err != nil {
		return nil, err
	}
	return d, nil
}

// Check reports the first pattern that is not one.
func (d *Declaration) Check() error {
	_, err := d.parse()
	return err
}

// String returns the declaration as YAML on one line, to be put behind "read:".
func (d *Declaration) String() string {
	var parts []string
	for _, key := range declarationKeys {
		list := *d.list(key)
		if list == nil {
			continue
		}
		var b strings.Builder
		b.WriteString(key + ": [")
		for i, text := range list {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(inQuotes(text))
		}
		parts = append(parts, b.String()+"]")
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// inQuotes returns a text in single quotes, as YAML has them.
func inQuotes(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// declares reports whether a declaration has a key.
func (d *Declaration) declares(key string) bool {
	return d != nil && d.list(key) != nil && *d.list(key) != nil
}

// Over returns d, with what it does not declare as e declares it. Both may be
// nil.
func (d *Declaration) Over(e *Declaration) *Declaration {
	if d == nil || e == nil {
		if d == nil {
			return e
		}
		return d
	}
	both := *d
	for _, key := range declarationKeys {
		if list := both.list(key); *list == nil {
			*list = *e.list(key)
		}
	}
	return &both
}

// A declared is a declaration that was read.
type declared struct {
	f     *Result
	d     *document
	lines *candidates

	patterns [2][]*linePattern // of epics, and of stories
	ignore   []*linePattern
	ids      []*linePattern
	closed   [2]bool   // the role is declared: nothing else is of it
	ignored  ranges    // what holds no items
	directed [2]ranges // what comments say to hold epics, and stories
	part     holding   // of these, the last one that a line was looked for in
	unknown  []UnknownWord

	lineRoles [2]map[int]bool // by role: where the lines and cells begin that a comment in them makes items
}

// A linePattern is a pattern, and whether a line fitted it.
type linePattern struct {
	*pattern.Pattern
	key, text string
	used      bool
}

// The roles of items.
const (
	roleEpic = iota
	roleStory
)

func (d *Declaration) parse() (*declared, error) {
	if d == nil {
		return &declared{}, nil
	}
	x := &declared{closed: [2]bool{d.Epics != nil, d.Stories != nil}}
	for _, part := range []struct {
		key string
		to  *[]*linePattern
	}{{"epics", &x.patterns[roleEpic]}, {"stories", &x.patterns[roleStory]}, {"ignore", &x.ignore}} {
		for _, text := range *d.list(part.key) {
			p, err := pattern.Parse(text)
			switch {
			case err != nil:
				return nil, fmt.Errorf("%s: the pattern %q: %w", part.key, text, err)
			case part.key == "ignore" && p.Kind != pattern.Heading && p.Kind != pattern.Paragraph:
				return nil, fmt.Errorf("%s: the pattern %q is neither a heading such as \"## Ideas\" nor a line of text above a list", part.key, text)
			case part.key != "ignore" && !p.ID && !p.Title:
				return nil, fmt.Errorf("%s: the pattern %q has no place for {title} or {id}", part.key, text)
			}
			*part.to = append(*part.to, &linePattern{Pattern: p, key: part.key, text: text})
		}
	}
	for _, glob := range d.IDs {
		if _, err := path.Match(glob, ""); err != nil {
			return nil, fmt.Errorf("ids: the pattern %q: %w", glob, err)
		}
		x.ids = append(x.ids, &linePattern{key: "ids", text: glob})
	}
	return x, nil
}

// isID reports whether an ID is declared to be one of stories.
func (d *declared) isID(id lexicon.ID) bool {
	for _, p := range d.ids {
		if ok, _ := path.Match(strings.ToUpper(p.text), strings.ToUpper(string(id))); ok {
			p.used = true
			return true
		}
	}
	return false
}

// unused returns the patterns that no line fitted.
func (d *declared) unused() []UnusedPattern {
	var unused []UnusedPattern
	for _, p := range slices.Concat(d.patterns[roleEpic], d.patterns[roleStory], d.ids, d.ignore) {
		if !p.used {
			unused = append(unused, UnusedPattern{Key: p.key, Text: p.text})
		}
	}
	return unused
}

// An UnusedPattern is a pattern of a declaration that fits no line.
type UnusedPattern struct {
	Key, Text string
	Default   bool // of Options.DefaultRead
}

// readDeclaration takes the declaration of the front matter.
func (f *Result) readDeclaration(at markdown.Span, value *yaml.Node) {
	f.Read.At = at
	if f.Read.Own, f.Read.Err = ParseDeclaration(value); f.Read.Err != nil {
		f.Read.Own = nil
	}
}

// A ReadKey is what the key "read" declares of a file.
type ReadKey struct {
	Own    *Declaration // of the front matter
	At     markdown.Span
	Err    error // Own cannot be read
	Unused []UnusedPattern

	UnknownWords []UnknownWord // of comments
}

// An Exclusion says why a line that has an ID is not an item.
type Exclusion string

// The reasons that people give.
const (
	ExcludedIgnored    Exclusion = "ignored"    // it stands where no items are, as they say
	ExcludedUndeclared Exclusion = "undeclared" // it is outside of what they declare
)
