package local

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"go.yaml.in/yaml/v3"
)

// A document is the file of an item: front matter between lines of dashes, a
// blank line, and the text.
type document struct {
	item   *tracker.Item
	matter []byte // the YAML
	rest   []byte // from the closing line of dashes on
}

// header is the front matter as it is read. People may add keys.
type header struct {
	Title     string   `yaml:"title"`
	State     string   `yaml:"state"`
	Reason    string   `yaml:"reason"`
	Milestone scalar   `yaml:"milestone"`
	Labels    []string `yaml:"labels"`
	Assignees []string `yaml:"assignees"`
	Due       scalar   `yaml:"due"`
	Created   scalar   `yaml:"created"`
	Creator   string   `yaml:"creator"`
}

// A scalar is a value as it is written, whatever YAML takes it for: a date
// stays as it stands.
type scalar string

// UnmarshalYAML implements [yaml.Unmarshaler].
func (s *scalar) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.ScalarNode {
		return fmt.Errorf("line %d: one value is expected", n.Line)
	}
	if n.Tag != "!!null" {
		*s = scalar(n.Value)
	}
	return nil
}

// decode reads a file. Errors begin with the number of a line.
func decode(src []byte) (*document, error) {
	first, rest, ok := bytes.Cut(src, []byte{'\n'})
	if !ok || !isFence(first) {
		return nil, errors.New(`1: the front matter is missing: the first line is to be "---"`)
	}
	d := &document{}
	start := len(src) - len(rest)
	for at := start; ; {
		if at >= len(src) {
			return nil, errors.New(`1: the front matter is not closed by a line "---"`)
		}
		line, _, _ := bytes.Cut(src[at:], []byte{'\n'})
		if isFence(line) {
			d.matter, d.rest = src[start:at], src[at:]
			break
		}
		at += len(line) + 1
	}
	var h header
	if err := yaml.Unmarshal(d.matter, &h); err != nil {
		return nil, fmt.Errorf("2: %w", err)
	}
	if strings.TrimSpace(h.Title) == "" {
		return nil, errors.New("2: there is no title")
	}
	d.item = &tracker.Item{
		Content: tracker.Content{
			Title: h.Title, Body: string(textOf(d.rest)), Labels: h.Labels, Assignees: h.Assignees, Milestone: string(h.Milestone), Due: string(h.Due),
		},
		State: tracker.State(h.State), Creator: h.Creator, Trusted: true,
	}
	switch d.item.State {
	case tracker.Open, tracker.Closed:
	case "":
		d.item.State = tracker.Open
	default:
		return nil, fmt.Errorf("2: the state is %q; it is open or closed", h.State)
	}
	if reason := tracker.Reason(h.Reason); d.item.State == tracker.Closed && (reason == tracker.NotPlanned || reason == tracker.Duplicate) {
		d.item.Reason = reason // people may write others, which say nothing here
	}
	if h.Created != "" {
		created, err := time.Parse(time.RFC3339, string(h.Created))
		if err != nil {
			return nil, fmt.Errorf("2: created is %q; the form is 2026-02-15T19:53:36Z", h.Created)
		}
		d.item.CreatedAt = created
	}
	sum := sha256.Sum256(src)
	d.item.Version = hex.EncodeToString(sum[:])
	return d, nil
}

func isFence(line []byte) bool { return string(bytes.TrimRight(line, " \t\r")) == "---" }

// textOf returns what follows the closing line and the blank line below it.
func textOf(rest []byte) []byte {
	_, text, _ := bytes.Cut(rest, []byte{'\n'})
	if line, below, ok := bytes.Cut(text, []byte{'\n'}); ok && (len(line) == 0 || string(line) == "\r") {
		return below
	}
	return text
}

// encode writes a new file.
func encode(item *tracker.Item) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("---\n")
	for _, f := range []struct {
		key   string
		value any
		write bool
	}{
		{"title", item.Title, true},
		{"state", string(item.State), true},
		{"milestone", rawScalar(item.Milestone), item.Milestone != ""},
		{"labels", flow(item.Labels), len(item.Labels) > 0},
		{"assignees", flow(item.Assignees), len(item.Assignees) > 0},
		{"due", rawScalar(item.Due), item.Due != ""},
		{"created", rawScalar(item.CreatedAt.Format(time.RFC3339)), true},
		{"creator", item.Creator, item.Creator != ""},
	} {
		if !f.write {
			continue
		}
		line, err := entry(f.key, f.value)
		if err != nil {
			return nil, err
		}
		b.Write(line)
	}
	b.Write(closing(item.Body))
	return b.Bytes(), nil
}

func closing(text string) []byte {
	if text == "" {
		return []byte("---\n")
	}
	return []byte("---\n\n" + text)
}

// entry encodes one key with its value.
func entry(key string, value any) ([]byte, error) { return yaml.Marshal(map[string]any{key: value}) }

// rawScalar is written without quotes: a number or a date.
func rawScalar(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: s} }

// flow is a list on one line.
func flow(values []string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, v := range values {
		item := &yaml.Node{}
		item.SetString(v)
		n.Content = append(n.Content, item)
	}
	return n
}

// patched returns the file with p made. Lines of the front matter that p does
// not set stay as they are.
func (d *document) patched(p *tracker.Patch) ([]byte, error) {
	matter := d.matter
	var err error
	set := func(key string, value any, keep bool) {
		if err == nil {
			matter, err = setKey(matter, key, value, keep)
		}
	}
	if p.Title != nil {
		set("title", *p.Title, true)
	}
	if p.State != nil {
		set("state", string(*p.State), true)
		set("reason", string(p.Reason), *p.State == tracker.Closed && p.Reason != "")
	}
	if p.Milestone != nil {
		set("milestone", rawScalar(*p.Milestone), *p.Milestone != "")
	}
	if p.Labels != nil {
		set("labels", flow(*p.Labels), len(*p.Labels) > 0)
	}
	if p.Assignees != nil {
		set("assignees", flow(*p.Assignees), len(*p.Assignees) > 0)
	}
	if p.Due != nil {
		set("due", rawScalar(*p.Due), *p.Due != "")
	}
	if err != nil {
		return nil, err
	}
	rest := d.rest
	if p.Body != nil && *p.Body != d.item.Body {
		rest = closing(*p.Body)
	}
	return append(append([]byte("---\n"), matter...), rest...), nil
}

// setKey replaces the lines of one key, or removes them unless keep is set.
func setKey(matter []byte, key string, value any, keep bool) ([]byte, error) {
	var entryLines []byte
	if keep {
		var err error
		if entryLines, err = entry(key, value); err != nil {
			return nil, err
		}
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(matter, &doc); err != nil {
		return nil, err
	}
	lines := bytes.SplitAfter(matter, []byte{'\n'})
	first, last := len(lines)-1, len(lines)-1 // a new key goes to the end, behind the last line ending
	if len(doc.Content) > 0 && doc.Content[0].Kind == yaml.MappingNode {
		pairs := doc.Content[0].Content
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i].Value != key {
				continue
			}
			first = pairs[i].Line - 1
			last = min(last, max(first+1, lastLine(pairs[i+1])))
			if c := pairs[i+1].LineComment; c != "" && keep {
				entryLines = append(bytes.TrimRight(entryLines, "\n"), []byte(" "+c+"\n")...)
			}
		}
	}
	out := bytes.Join(lines[:first], nil)
	out = append(out, entryLines...)
	return append(out, bytes.Join(lines[last:], nil)...), nil
}

// lastLine returns the number of the last line of a value.
func lastLine(n *yaml.Node) int {
	last := n.Line
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		last += strings.Count(strings.TrimRight(n.Value, "\n"), "\n") + 1
	}
	for _, c := range n.Content {
		last = max(last, lastLine(c))
	}
	return last
}
