package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/files"
	"github.com/backlogsync/backlogsync/tracker"
	"go.yaml.in/yaml/v3"
)

const configName = ".backlogsync.yaml"

// configNames are what a configuration may be called.
var configNames = []string{configName, ".backlogsync.yml"}

// A config is what a configuration file says.
type config struct {
	To            string
	Read          *backlog.Declaration
	Files         []fileConfig // in the order of the configuration
	Checkbox      backlog.Checkbox
	Ledger        string
	Prefer        string
	Strict        bool
	FailOn        []string
	Epics         string
	Milestones    string // "", "project" or "group"
	Labels        []string
	LabelStyles   []tracker.Label
	ManagedLabel  string
	Assignees     map[string]string // logins by the names that the files have
	Responsible   string
	Mentions      string
	WriteInterval *time.Duration
	Settle        *time.Duration

	file string             // "" if there is none
	set  map[string]setting // what is said, by key
}

// A setting is what a configuration says of one key.
type setting struct {
	line  int // of the key
	value *yaml.Node
}

// findConfig reads the configuration that is nearest to dir, up to root. It
// comes with the checkout, so a link may not lead out of that.
func findConfig(dir, root string) (*config, error) {
	tree, err := files.OpenRoot(root)
	if err != nil {
		return nil, readError(shortName(root), err)
	}
	defer tree.Close()
	for {
		c, err := readConfig(tree, root, dir)
		if c != nil || err != nil {
			return c, err
		}
		if dir == root || filepath.Dir(dir) == dir {
			return &config{}, nil
		}
		dir = filepath.Dir(dir)
	}
}

// strayConfig says of a configuration in the working directory that it does not hold
// for files below: without a repository, only one beside them does.
func strayConfig(inputs []*input) string {
	for _, base := range configNames {
		name, err := filepath.Abs(base)
		if _, err2 := os.Lstat(name); err != nil || err2 != nil {
			continue
		}
		for _, in := range inputs {
			if !isBelow(in.Root, name) && isBelow(filepath.Dir(name), in.Path) {
				return base + " here does not hold for " + in.Name + ": without a repository, only one beside the file does."
			}
		}
	}
	return ""
}

// readConfig reads the configuration in a directory; nil without an error if
// there is none.
func readConfig(tree *files.Root, root, dir string) (found *config, err error) {
	for _, base := range configNames {
		name := filepath.Join(dir, base)
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return nil, err
		}
		data, err := tree.ReadFile(filepath.ToSlash(rel))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return nil, readError(shortName(name), err)
		case found != nil:
			return nil, withHint(fmt.Errorf("there are two configurations, %s and %s", shortName(found.file), shortName(name)), "keep one of them")
		}
		if found, err = parseConfig(shortName(name), name, data); err != nil {
			return nil, err
		}
	}
	return found, nil
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
	c := &config{file: name, set: make(map[string]setting)}
	var doc yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
		return c, nil
	} else if err != nil {
		return nil, fmt.Errorf("%s: %w", shown, err)
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: expected one document, and there are several", shown)
	}
	if len(doc.Content) == 0 {
		return c, nil
	}
	if doc.Content[0].Kind != yaml.MappingNode {
		return nil, fmt.Errorf("%s:%d: expected keys and values, such as \"to: local:tracker\"", shown, doc.Content[0].Line)
	}
	pairs := doc.Content[0].Content
	for i := 0; i+1 < len(pairs); i += 2 {
		key, value := pairs[i], pairs[i+1]
		if first, ok := c.set[key.Value]; ok {
			return nil, fmt.Errorf("%s:%d: %s is set in line %d already", shown, key.Line, key.Value, first.line)
		}
		c.set[key.Value] = setting{key.Line, value}
		known := configKeyOf(key.Value)
		if known == nil {
			return nil, fmt.Errorf("%s:%d: unknown key %q; the keys are %s", shown, key.Line, key.Value, strings.Join(configKeyNames(), ", "))
		}
		if err := known.read(c, value); err != nil {
			return nil, fmt.Errorf("%s:%d: %s: %w", shown, value.Line, key.Value, err)
		}
	}
	return c, nil
}

func parseDuration(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("%q is not a duration such as 2s or 1m30s", s)
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
