package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"go.yaml.in/yaml/v3"
)

const configName = ".backlogsync.yaml"

var configKeys = []string{"to", "checkbox", "epics", "milestones", "labels", "managed-label", "responsible", "mentions", "write-interval", "settle"}

// A config is what a configuration file says.
type config struct {
	To            string
	Checkbox      backlog.Checkbox
	Epics         string
	Milestones    string // "", "project" or "group"
	Labels        []string
	LabelStyles   []tracker.Label
	ManagedLabel  string
	Responsible   string
	Mentions      string
	WriteInterval *time.Duration
	Settle        *time.Duration

	file string // "" if there is none
}

// findConfig reads the configuration that is nearest to dir, up to root.
func findConfig(dir, root string) (*config, error) {
	for {
		name := filepath.Join(dir, configName)
		data, err := os.ReadFile(name)
		if err == nil {
			return parseConfig(shortName(name), name, data)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if dir == root || filepath.Dir(dir) == dir {
			return &config{}, nil
		}
		dir = filepath.Dir(dir)
	}
}

// shortName returns a path relative to the working directory if it is below.
func shortName(name string) string {
	if wd, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(wd, name); err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel)
		}
	}
	return filepath.ToSlash(name)
}

// parseConfig reads a configuration. shown is the name for people.
func parseConfig(shown, name string, data []byte) (*config, error) {
	c := &config{file: name}
	var doc yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
		return c, nil
	} else if err != nil {
		return nil, fmt.Errorf("%s: %w", shown, err)
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: one document is expected, and there are several", shown)
	}
	if len(doc.Content) == 0 {
		return c, nil
	}
	if doc.Content[0].Kind != yaml.MappingNode {
		return nil, fmt.Errorf("%s:%d: keys and values are expected, such as \"to: local:tracker\"", shown, doc.Content[0].Line)
	}
	pairs := doc.Content[0].Content
	lines := make(map[string]int)
	for i := 0; i+1 < len(pairs); i += 2 {
		key, value := pairs[i], pairs[i+1]
		if first, ok := lines[key.Value]; ok {
			return nil, fmt.Errorf("%s:%d: %s is set in line %d already", shown, key.Line, key.Value, first)
		}
		lines[key.Value] = key.Line
		if !slices.Contains(configKeys, key.Value) {
			return nil, fmt.Errorf("%s:%d: unknown key %q; the keys are %s", shown, key.Line, key.Value, strings.Join(configKeys, ", "))
		}
		if err := c.set(key.Value, value); err != nil {
			return nil, fmt.Errorf("%s:%d: %s: %w", shown, value.Line, key.Value, err)
		}
	}
	return c, nil
}

func (c *config) set(key string, value *yaml.Node) error {
	var text string
	if key != "labels" {
		if err := value.Decode(&text); err != nil {
			return errors.New("one word is expected")
		}
	}
	switch key {
	case "to":
		c.To = text
	case "checkbox":
		c.Checkbox = backlog.Checkbox(text)
		return checkCheckbox(text)
	case "epics":
		c.Epics = text
		if !slices.Contains(epicsChoices, text) {
			return fmt.Errorf("%q is none of %s", text, strings.Join(epicsChoices, ", "))
		}
	case "milestones":
		c.Milestones = text
		if text != "project" && text != "group" {
			return fmt.Errorf("%q is neither \"project\" nor \"group\"", text)
		}
	case "labels":
		return c.setLabels(value)
	case "managed-label":
		c.ManagedLabel = text
	case "responsible":
		c.Responsible = text
	case "mentions":
		c.Mentions = text
		if text != "keep" && text != "neutral" {
			return fmt.Errorf("%q is neither \"neutral\" nor \"keep\"", text)
		}
	case "write-interval", "settle":
		d, err := parseDuration(text)
		if err != nil {
			return err
		}
		if key == "settle" {
			c.Settle = &d
		} else {
			c.WriteInterval = &d
		}
	}
	return nil
}

func checkCheckbox(s string) error {
	switch backlog.Checkbox(s) {
	case "", backlog.CheckboxDone, backlog.CheckboxRegistered:
		return nil
	}
	return fmt.Errorf("%q is neither \"done\" nor \"registered\"", s)
}

func parseDuration(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("%q is no duration such as 2s or 1m30s", s)
	}
	return d, nil
}

// join takes over the configuration of one more file. Files that are
// registered together need the same one.
func (c *config) join(d *config) error {
	switch {
	case c.file == "":
		*c = *d
	case d.file != "" && d.file != c.file:
		return withHint(fmt.Errorf("the files have different configurations, %s and %s", shortName(c.file), shortName(d.file)), "run the command once for each")
	}
	return nil
}
