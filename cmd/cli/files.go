package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/files"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// An input is a backlog file on the disk.
type input = reconcile.DiskFile

// A readOptions is what reading depends on beside the files themselves.
type readOptions struct {
	checkbox  string               // of the flag
	level     string               // of the flag
	movedFrom string               // of the flag
	planned   map[string]string    // meaning of boxes by name, from a saved plan
	read      *backlog.Declaration // of the flag
}

// load reads and parses the files, each with its configuration.
func (a *app) load(names []string, ro readOptions) ([]*input, *config, error) {
	var inputs []*input
	conf := &config{}
	seen := make(map[string]string)
	names, err := expand(names)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range names {
		if name == "" {
			return nil, nil, withHint(errors.New("the name of a file is empty"), "a variable in the command may not be set")
		}
		in, err := reconcile.NewDiskFile(name)
		if err != nil {
			return nil, nil, err
		}
		real := in.Path
		if resolved, err := filepath.EvalSymlinks(in.Path); err == nil { // else reading says what is wrong
			real = resolved
		}
		if other, ok := seen[real]; ok {
			return nil, nil, fmt.Errorf("%s and %s are the same file; name it once", other, name)
		}
		seen[real] = name
		inputs = append(inputs, in)
	}
	declarations := make(declarations)
	for _, in := range inputs {
		c, err := findConfig(filepath.Dir(in.Path), in.Root)
		if err != nil {
			return nil, nil, err
		}
		if err := conf.join(c); err != nil {
			return nil, nil, err
		}
		in.Options.Read, in.Options.DefaultRead = ro.read, declarations.of(c, in.Path)
		in.Options.DefaultCheckbox, in.Options.DefaultLedger = c.Checkbox, c.ledgerFor(in.Path)
		in.Options.SourceRead = declarations.below(in)
		in.Options.MovedFrom = ro.movedFrom
		in.Options.Assignees = c.Assignees
		in.Options.Checkbox = backlog.Checkbox(ro.checkbox)
		in.Options.Level = backlog.Level(ro.level)
		if meaning := ro.planned[in.Name]; meaning != "" {
			in.Options.Checkbox = backlog.Checkbox(meaning)
		}
	}
	reconcile.ShareRoot(inputs)
	for _, in := range inputs {
		if err := in.Read(); err != nil {
			return nil, nil, readError(in.Name, err)
		}
	}
	return inputs, conf, nil
}

// readError says what is wrong with a file under the name that people know.
func readError(name string, err error) error {
	if kind, ok := errors.AsType[*files.KindError](err); ok && kind.Mode.IsDir() {
		if len(markdownFiles(name)) == 0 {
			return withHint(fmt.Errorf("%s is a directory, and no Markdown file is in it", name),
				"name a Markdown file, or all those further down, if there are any: "+path.Join(filepath.ToSlash(name), "**/*.md"))
		}
		return withHint(fmt.Errorf("%s is a directory", name), "name the Markdown files in it, such as: "+path.Join(filepath.ToSlash(name), "*.md"))
	}
	return withHint(fmt.Errorf("%s: %w", name, withoutPath(err)), missingHint(name, err))
}

// withoutPath takes the name of the file off an error, where people read it
// under the name that they gave.
func withoutPath(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}
