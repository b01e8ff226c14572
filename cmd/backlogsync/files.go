package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/backlogsync/backlogsync/backlog"
)

// An input is a backlog file on the disk.
type input struct {
	name string // as the user gave it
	path string // absolute
	root string // of the repository, else the directory of the file
	opts backlog.Options
	file *backlog.File
}

// A readOptions is what reading depends on beside the files themselves.
type readOptions struct {
	checkbox string            // of the flag
	level    string            // of the flag
	planned  map[string]string // meaning of boxes by name, from a saved plan
}

// load reads and parses the files, each with its configuration.
func (a *app) load(names []string, ro readOptions) ([]*input, *config, error) {
	var inputs []*input
	conf := &config{}
	seen := make(map[string]string)
	for _, name := range names {
		in, err := newInput(name)
		if err != nil {
			return nil, nil, err
		}
		real := in.path
		if resolved, err := filepath.EvalSymlinks(in.path); err == nil { // else reading says what is wrong
			real = resolved
		}
		if other, ok := seen[real]; ok {
			return nil, nil, fmt.Errorf("%s and %s are the same file; name it once", other, name)
		}
		seen[real] = name
		inputs = append(inputs, in)
	}
	for _, in := range inputs {
		c, err := findConfig(filepath.Dir(in.path), in.root)
		if err != nil {
			return nil, nil, err
		}
		if err := conf.join(c); err != nil {
			return nil, nil, err
		}
		in.opts.DefaultCheckbox = c.Checkbox
		in.opts.Checkbox = backlog.Checkbox(ro.checkbox)
		in.opts.Level = backlog.Level(ro.level)
		if meaning := ro.planned[in.name]; meaning != "" {
			in.opts.Checkbox = backlog.Checkbox(meaning)
		}
	}
	shareRoot(inputs)
	for _, in := range inputs {
		if err := in.read(); err != nil {
			return nil, nil, err
		}
	}
	a.milestones = conf.Milestones
	return inputs, conf, nil
}

func newInput(name string) (*input, error) {
	if name == "" {
		return nil, withHint(errors.New("the name of a file is empty"), "a variable in the command may not be set")
	}
	path, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	in := &input{name: name, path: path, root: filepath.Dir(path)}
	if root, ok := repositoryRoot(in.root); ok {
		in.root, in.opts.Rooted = root, true
	}
	return in, nil
}

// shareRoot gives the files that are in no repository the nearest directory that
// all of them are below, so that a source that is named together with the file
// that it belongs to is known by its path.
func shareRoot(inputs []*input) {
	var root string
	for _, in := range inputs {
		switch {
		case in.opts.Rooted:
		case root == "":
			root = in.root
		default:
			for rel, err := filepath.Rel(root, in.path); err == nil && !filepath.IsLocal(rel) && filepath.Dir(root) != root; rel, err = filepath.Rel(root, in.path) {
				root = filepath.Dir(root)
			}
		}
	}
	for _, in := range inputs {
		if !in.opts.Rooted {
			in.root = root
		}
	}
}

// repositoryRoot returns the nearest directory that holds .git, a directory or
// a file.
func repositoryRoot(dir string) (string, bool) {
	for {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return dir, true
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", false
		}
		dir = parent
	}
}

// read reads the file anew from the disk.
func (in *input) read() error {
	rel, err := filepath.Rel(in.root, in.path)
	if err != nil {
		return err
	}
	f, err := backlog.Read(os.DirFS(in.root), filepath.ToSlash(rel), filepath.ToSlash(in.name), &in.opts)
	if err != nil {
		return in.readError(err)
	}
	in.file = f
	return nil
}

func (in *input) readError(err error) error {
	if info, statErr := os.Stat(in.path); statErr == nil && info.IsDir() {
		return withHint(fmt.Errorf("%s is a directory", in.name), "name the Markdown files in it")
	}
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("%s: %w", in.name, p.Err)
	}
	return fmt.Errorf("%s: %w", in.name, err)
}

// newBacklog makes a backlog of the inputs, and drops those that are only the
// source of another one.
func newBacklog(inputs []*input) (*backlog.Backlog, []*input) {
	files := make([]*backlog.File, len(inputs))
	for i, in := range inputs {
		files[i] = in.file
	}
	b := backlog.New(files...)
	var kept []*input
	for _, f := range b.Files() {
		for _, in := range inputs {
			if in.file == f {
				kept = append(kept, in)
			}
		}
	}
	return b, kept
}
