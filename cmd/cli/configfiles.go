package cli

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/bmatcuk/doublestar/v4"
	"go.yaml.in/yaml/v3"
)

// A fileConfig is what a configuration says of the files that a glob matches.
type fileConfig struct {
	glob string
	read *backlog.Declaration
}

func decodeRead(value *yaml.Node, to **backlog.Declaration) error {
	text, err := yaml.Marshal(value)
	if err != nil {
		return err
	}
	*to, err = backlog.ParseDeclaration(text)
	return err
}

// setFiles reads what is said of single files: globs, and for each of them the
// keys that files may differ in.
func (c *config) setFiles(value *yaml.Node) error {
	if value.Kind != yaml.MappingNode {
		return errors.New("expected patterns of files, each with the key read")
	}
	for i := 0; i+1 < len(value.Content); i += 2 {
		f := fileConfig{glob: value.Content[i].Value}
		if f.glob == "" || !doublestar.ValidatePattern(f.glob) {
			return fmt.Errorf("%q is not a pattern of files", f.glob)
		}
		keys := value.Content[i+1]
		if keys.Kind != yaml.MappingNode {
			return fmt.Errorf("%s: expected the key read", f.glob)
		}
		for j := 0; j+1 < len(keys.Content); j += 2 {
			if key := keys.Content[j].Value; key != "read" {
				return fmt.Errorf("%s: unknown key %q; the key is read", f.glob, key)
			}
			if err := decodeRead(keys.Content[j+1], &f.read); err != nil {
				return fmt.Errorf("%s: read: %w", f.glob, err)
			}
		}
		c.Files = append(c.Files, f)
	}
	return nil
}

// readFor returns what is declared for a file: of the first glob that matches it
// and declares a key, else for all.
func (c *config) readFor(name string) *backlog.Declaration {
	rel, err := filepath.Rel(filepath.Dir(c.file), name)
	if err != nil {
		return c.Read
	}
	var d *backlog.Declaration
	for _, f := range c.Files {
		if matchesGlob(f.glob, filepath.ToSlash(rel)) {
			d = d.Over(f.read)
		}
	}
	return d.Over(c.Read)
}

// ledgerFor returns where the ledger of a file is kept, as the file itself would say
// it: a path in the configuration is relative to that.
func (c *config) ledgerFor(name string) string {
	if c.Ledger == "" || c.Ledger == backlog.LedgerFile || c.Ledger == backlog.LedgerNone || strings.HasPrefix(c.Ledger, "/") {
		return c.Ledger
	}
	rel, err := filepath.Rel(filepath.Dir(name), filepath.Join(filepath.Dir(c.file), filepath.FromSlash(c.Ledger)))
	if err != nil {
		return c.Ledger
	}
	return filepath.ToSlash(rel)
}

// matchesGlob reports whether a path matches a glob; one without a slash is of
// names in any folder, and one that begins with a slash of the folder of the
// configuration.
func matchesGlob(glob, name string) bool {
	here := strings.HasPrefix(glob, "/")
	if !strings.Contains(glob, "/") {
		name = path.Base(name)
	}
	if here {
		glob = glob[1:]
	}
	return doublestar.MatchUnvalidated(glob, name)
}

// declarations are those of configurations, one for all files that share it.
type declarations map[string]*backlog.Declaration

func (d declarations) of(c *config, name string) *backlog.Declaration {
	read := c.readFor(name)
	if read == nil {
		return nil
	}
	key := fmt.Sprintf("%q", *read)
	if d[key] == nil {
		d[key] = read
	}
	return d[key]
}

// below returns what is declared for a file that in names, by its path below the root
// of that.
func (d declarations) below(in *input) func(string) (*backlog.Declaration, error) {
	return func(name string) (*backlog.Declaration, error) {
		name = filepath.Join(in.Root, filepath.FromSlash(name))
		c, err := findConfig(filepath.Dir(name), in.Root)
		if err != nil {
			return nil, err
		}
		return d.of(c, name), nil
	}
}
