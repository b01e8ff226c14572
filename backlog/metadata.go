package backlog

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Metadata is what the leading HTML comment or the YAML front matter of a file
// says. Keys are in lower case.
type Metadata map[string]string

var byteOrderMark = []byte("\ufeff")

// frontMatter returns the YAML at the beginning of src and the number of bytes
// that are no Markdown: a byte order mark, and the front matter with its lines
// of dashes.
func frontMatter(src []byte) (yaml Span, skip int) {
	if bytes.HasPrefix(src, byteOrderMark) {
		skip = len(byteOrderMark)
	}
	rest := src[skip:]
	first, _, ok := bytes.Cut(rest, []byte{'\n'})
	if !ok || string(bytes.TrimRight(first, " \t\r")) != "---" {
		return Span{}, skip
	}
	start := skip + len(first) + 1
	for at := start; at < len(src); {
		end := len(src)
		if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		if line := string(bytes.TrimRight(src[at:end], " \t\r\n")); line == "---" || line == "..." {
			return Span{start, at}, end
		}
		at = end
	}
	return Span{}, skip
}

// readFrontMatter takes the scalar values and lists of the front matter into
// the metadata. Front matter that is no mapping is no concern of ours.
func (f *File) readFrontMatter(at Span) {
	if at.Start == at.End {
		return
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(f.src[at.Start:at.End], &doc); err != nil {
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
		switch value.Kind {
		case yaml.ScalarNode:
			f.metadata[name] = value.Value
			f.syntax.metadata[name] = f.yamlValue(at, value)
		case yaml.SequenceNode:
			f.metadata[name] = yamlList(value)
		default: // no metadata of ours
		}
	}
}

// readBrokenFrontMatter takes the lines "key: value" of front matter that is no
// YAML, such as one with "owner: @ana" in it: what another line says, perhaps of
// the boxes, counts all the same.
func (f *File) readBrokenFrontMatter(at Span) {
	for lineAt := at.Start; lineAt < at.End; {
		stop := at.End
		if i := bytes.IndexByte(f.src[lineAt:at.End], '\n'); i >= 0 {
			stop = lineAt + i
		}
		key, value, ok := bytes.Cut(f.src[lineAt:stop], []byte(": "))
		name := strings.ToLower(string(key))
		if text := bytes.Trim(value, " \t\r"); ok && len(text) > 0 && name != "" && !strings.ContainsAny(name, " \t#\"'[]{}") {
			from := stop - len(value) + bytes.Index(value, text)
			if q := text[0]; len(text) > 1 && (q == '"' || q == '\'') && text[len(text)-1] == q {
				text, from = text[1:len(text)-1], from+1
			}
			f.metadata[name] = string(text)
			f.syntax.metadata[name] = Span{from, from + len(text)}
		}
		lineAt = stop + 1
	}
}

// yamlList returns the scalars of a list with commas between them.
func yamlList(list *yaml.Node) string {
	var words []string
	for _, n := range list.Content {
		if n.Kind == yaml.ScalarNode {
			words = append(words, n.Value)
		}
	}
	return strings.Join(words, ", ")
}

// yamlValue returns where a scalar stands, if it stands there as it reads.
func (f *File) yamlValue(at Span, value *yaml.Node) Span {
	line := f.Position(at.Start).Line + value.Line - 2
	if line < 0 || line >= len(f.lines) {
		return Span{}
	}
	start := f.lines[line] + value.Column - 1
	if value.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		start++
	}
	s := Span{start, start + len(value.Value)}
	if s.End > at.End || string(f.src[s.Start:s.End]) != value.Value {
		return Span{}
	}
	return s
}

// readComment takes the lines "Key: value" of an HTML comment into the
// metadata, if each of its lines is one.
func (f *File) readComment(at Span) {
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
		value Span
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
			pairs = append(pairs, pair{strings.ToLower(name), Span{from, from + len(trimmed)}})
		}
		lineAt = stop + 1
	}
	for _, p := range pairs {
		if _, ok := f.metadata[p.key]; ok {
			continue // front matter says so already
		}
		f.metadata[p.key] = string(f.src[p.value.Start:p.value.End])
		f.syntax.metadata[p.key] = p.value
	}
}

// declaredCheckbox returns the meaning that the metadata gives to boxes.
func (f *File) declaredCheckbox() Checkbox {
	switch c := Checkbox(strings.ToLower(f.metadata["checkbox"])); c {
	case CheckboxDone, CheckboxRegistered:
		return c
	default:
		return ""
	}
}
