package reading

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
	"go.yaml.in/yaml/v3"
)

// A Misfit is a key of the metadata with a value of another kind than it holds.
type Misfit struct {
	Key  string
	Line markdown.Span
	List bool       // it is a list; else keys with values
	Only string     // the word of a list that has no other
	Own  bool       // the key says how the file is read
	Item lexicon.ID // else whose field it is: "" if it is none
}

// ownKeys are the keys that say how a file is read, each by one word or path.
var ownKeys = lexicon.Set("scope|source-of-truth|checkbox|ledger|last-updated")

// noteMisfit notes a value that its key cannot hold. A field may be a list, of words.
func (f *Result) noteMisfit(key string, line markdown.Span, value *yaml.Node) {
	m := Misfit{Key: key, Line: line, Own: ownKeys[key]}
	isOther := func(n *yaml.Node) bool { return n.Kind != yaml.ScalarNode }
	switch {
	case value.Kind == yaml.MappingNode && len(value.Content) > 0:
	case value.Kind == yaml.SequenceNode && (m.Own || slices.ContainsFunc(value.Content, isOther)):
		m.List = true
		if len(value.Content) == 1 && !isOther(value.Content[0]) {
			m.Only = value.Content[0].Value
		}
	default:
		return
	}
	if m.Own || lexicon.FieldOf(key) != lexicon.FieldUnknown {
		f.Misfits = append(f.Misfits, m)
	}
}

// noteBracketed notes a list in brackets where the file has text and no YAML.
func (f *Result) noteBracketed(key string, value markdown.Span) {
	text := f.src[value.Start:value.End]
	if len(text) == 0 || text[0] != '[' || !ownKeys[key] {
		return
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err == nil && len(doc.Content) == 1 {
		f.noteMisfit(key, value, doc.Content[0])
	}
}
