package cli

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"go.yaml.in/yaml/v3"
)

var hexColor = regexp.MustCompile(`^#?[0-9A-Fa-f]{6}$`)

// setLabels reads the labels of a configuration: names, or mappings that say
// what a label looks like. Each is for every issue, unless "every-issue: false"
// leaves that to the stories.
func (c *config) setLabels(value *yaml.Node) error {
	if value.Kind != yaml.SequenceNode {
		return errors.New("expected a list, of names or of mappings with name, color and description")
	}
	for _, entry := range value.Content {
		if entry.Kind == yaml.ScalarNode {
			if entry.Value == "" {
				return fmt.Errorf("line %d: a label has no name", entry.Line)
			}
			c.Labels = append(c.Labels, entry.Value)
			continue
		}
		style, every, err := labelStyle(entry)
		if err != nil {
			return fmt.Errorf("line %d: %w", entry.Line, err)
		}
		if every {
			c.Labels = append(c.Labels, style.Name)
		}
		c.LabelStyles = append(c.LabelStyles, style)
	}
	return nil
}

func labelStyle(entry *yaml.Node) (style tracker.Label, every bool, err error) {
	if entry.Kind != yaml.MappingNode {
		return style, false, errors.New("a label is a name, or a mapping with name, color and description")
	}
	every = true
	for i := 0; i+1 < len(entry.Content); i += 2 {
		key, value := entry.Content[i].Value, entry.Content[i+1]
		switch key {
		case "name":
			style.Name = value.Value
		case "description":
			style.Description = value.Value
		case "color":
			if !hexColor.MatchString(value.Value) {
				return style, false, fmt.Errorf("the color %q is not six hexadecimal digits, such as \"d73a4a\" (in quotes)", value.Value)
			}
			style.Color = strings.ToLower(strings.TrimPrefix(value.Value, "#"))
		case "every-issue":
			if value.Decode(&every) != nil {
				return style, false, errors.New("every-issue is neither true nor false")
			}
		default:
			return style, false, fmt.Errorf("unknown key %q; a label has name, color, description and every-issue", key)
		}
	}
	if style.Name == "" {
		return style, false, errors.New("a label has no name")
	}
	return style, every, nil
}
