package reading

import (
	"bytes"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
	"go.yaml.in/yaml/v3"
)

var ByteOrderMark = []byte("\ufeff")

// FrontMatter returns the YAML at the beginning of src and the number of bytes
// that are not Markdown: a byte order mark, and the front matter with its lines
// of dashes.
func FrontMatter(src []byte) (yaml markdown.Span, skip int) {
	if bytes.HasPrefix(src, ByteOrderMark) {
		skip = len(ByteOrderMark)
	}
	rest := src[skip:]
	first, _, ok := bytes.Cut(rest, []byte{'\n'})
	if !ok || string(bytes.TrimRight(first, " \t\r")) != "---" {
		return markdown.Span{}, skip
	}
	start := skip + len(first) + 1
	for at := start; at < len(src); {
		end := len(src)
		if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		if line := string(bytes.TrimRight(src[at:end], " \t\r\n")); line == "---" || line == "..." {
			return markdown.Span{Start: start, End: at}, end
		}
		at = end
	}
	return markdown.Span{}, skip
}

// readFrontMatter takes the scalar values and lists of the front matter into
// the metadata. Front matter that is not a mapping says nothing.
func (f *Result) readFrontMatter(at markdown.Span) {
	if at.Start == at.End {
		return
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(f.src[at.Start:at.End], &doc); err != nil {
		f.BrokenFrontMatter = err.Error()
		f.readBrokenFrontMatter(at)
		return
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return
	}
	pairs := doc.Content[0].Content
	for i := 0; i+1 < len(pairs); i += 2 {
		key, value := pairs[i], pairs[i+1]
		name := strings.ToLower(key.Value)
		if name == "read" {
			f.readDeclaration(lineOfYAML(f.src, at, key.Line), value)
			continue
		}
		f.noteMisfit(name, lineOfYAML(f.src, at, key.Line), value)
		switch value.Kind {
		case yaml.ScalarNode:
			f.setMetadata(name, value.Value)
			f.Syntax.Metadata[name] = f.yamlValue(at, value)
		case yaml.SequenceNode:
			f.setMetadata(name, yamlList(value))
		default: // no metadata of ours
		}
	}
}

// lineOfYAML returns a line of the front matter, counted from 1.
func lineOfYAML(src []byte, at markdown.Span, line int) markdown.Span {
	start := at.Start
	for range line - 1 {
		i := bytes.IndexByte(src[start:at.End], '\n')
		if i < 0 {
			return at
		}
		start += i + 1
	}
	return markdown.Span{Start: start, End: markdown.LineEndAt(src, start)}
}

// setMetadata notes a key, and in which order keys come.
func (f *Result) setMetadata(key, value string) {
	if _, ok := f.Metadata[key]; !ok {
		f.metadataKeys = append(f.metadataKeys, key)
	}
	f.Metadata[key] = value
}

// readBrokenFrontMatter takes the lines "key: value" of front matter that is no
// YAML, such as one with "owner: @ana" in it: what another line says, perhaps of
// the boxes, counts all the same.
func (f *Result) readBrokenFrontMatter(at markdown.Span) {
	for lineAt := at.Start; lineAt < at.End; {
		stop := at.End
		if i := bytes.IndexByte(f.src[lineAt:at.End], '\n'); i >= 0 {
			stop = lineAt + i
		}
		key, value, ok := bytes.Cut(f.src[lineAt:stop], []byte(": "))
		name := strings.ToLower(string(key))
		if text := bytes.Trim(value, " \t\r"); ok && len(text) > 0 && name != "" && !strings.ContainsAny(name, " \t#\"'[]{}") {
			from := stop - len(value) + bytes.Index(value, text)
			if list, ok := flowList(text); ok {
				f.setMetadata(name, list)
				f.noteBracketed(name, markdown.Span{Start: from, End: from + len(text)})
			} else {
				if q := text[0]; len(text) > 1 && (q == '"' || q == '\'') && text[len(text)-1] == q {
					text, from = text[1:len(text)-1], from+1
				}
				f.setMetadata(name, string(text))
				f.Syntax.Metadata[name] = markdown.Span{Start: from, End: from + len(text)}
			}
		}
		lineAt = stop + 1
	}
}

// flowList returns the members of a list in brackets, with commas between them:
// "[a, b]", and "[@ana]" too, which is not YAML.
func flowList(text []byte) (list string, ok bool) {
	if text[0] != '[' || text[len(text)-1] != ']' {
		return "", false
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err == nil && len(doc.Content) == 1 && doc.Content[0].Kind == yaml.SequenceNode {
		return yamlList(doc.Content[0]), true
	}
	return string(bytes.TrimSpace(text[1 : len(text)-1])), true
}

// yamlList returns the scalars of a list with commas between them, as [listed]
// reads it.
func yamlList(list *yaml.Node) string {
	var words []string
	for _, n := range list.Content {
		if n.Kind == yaml.ScalarNode {
			words = append(words, quoted(n.Value))
		}
	}
	return strings.Join(words, ", ")
}

// yamlValue returns where a scalar stands, if it stands there as it reads.
func (f *Result) yamlValue(at markdown.Span, value *yaml.Node) markdown.Span {
	start := at.Start
	for range value.Line - 1 {
		i := bytes.IndexByte(f.src[start:at.End], '\n')
		if i < 0 {
			return markdown.Span{}
		}
		start += i + 1
	}
	start += value.Column - 1
	if value.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		start++
	}
	s := markdown.Span{Start: start, End: start + len(value.Value)}
	if s.End > at.End || string(f.src[s.Start:s.End]) != value.Value {
		return markdown.Span{}
	}
	return s
}

// readComment takes the lines "Key: value" of an HTML comment into the
// metadata, if each of its lines is one.
func (f *Result) readComment(at markdown.Span) {
	text := f.src[at.Start:at.End]
	open := bytes.Index(text, []byte("<!--"))
	if open < 0 {
		return
	}
	start := at.Start + open + len("<!--")
	end := at.End
	if i := bytes.Index(f.src[start:at.End], []byte("-->")); i >= 0 {
		end = start + i
	}
	type pair struct {
		key   string
		value markdown.Span
	}
	var pairs []pair
	for lineAt := start; lineAt < end; {
		stop := end
		if i := bytes.IndexByte(f.src[lineAt:end], '\n'); i >= 0 {
			stop = lineAt + i
		}
		line := f.src[lineAt:stop]
		if len(bytes.TrimSpace(line)) > 0 {
			key, value, ok := bytes.Cut(line, []byte{':'})
			name := strings.TrimSpace(string(key))
			if !ok || name == "" || strings.ContainsAny(name, " \t<>/") {
				return
			}
			from := stop - len(value)
			trimmed := bytes.TrimSpace(value)
			from += bytes.Index(value, trimmed)
			pairs = append(pairs, pair{strings.ToLower(name), markdown.Span{Start: from, End: from + len(trimmed)}})
		}
		lineAt = stop + 1
	}
	for _, p := range pairs {
		if _, ok := f.Metadata[p.key]; ok {
			continue // front matter says so already
		}
		f.setMetadata(p.key, string(f.src[p.value.Start:p.value.End]))
		f.Syntax.Metadata[p.key] = p.value
		f.noteBracketed(p.key, p.value)
	}
}

// declaredCheckbox returns the meaning that the metadata gives to boxes.
func (f *Result) declaredCheckbox() Checkbox {
	switch c := Checkbox(strings.ToLower(f.Metadata["checkbox"])); c {
	case CheckboxDone, CheckboxRegistered:
		return c
	default:
		return ""
	}
}

// readLeadingComment reads metadata from the first comment above all sections.
func readLeadingComment(f *Result, d *document) {
	for i := range d.Blocks {
		switch b := &d.Blocks[i]; {
		case b.Kind == markdown.BlockHTML:
			f.readComment(d.HTMLText(b))
			return
		case b.Kind == markdown.BlockList, b.Kind == markdown.BlockTable, b.Kind == markdown.BlockHeading && b.Level > 1:
			return
		}
	}
}
