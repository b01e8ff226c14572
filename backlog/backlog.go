package backlog

import "fmt"

// A Backlog is a set of files that are registered together.
type Backlog struct {
	files  []*File
	scopes []*Scope
}

// A Scope is the part of a backlog in which IDs are unique.
type Scope struct {
	Name  string
	Files []*File
}

// New makes a backlog of files. A file that is the Source-of-truth of another
// one is part of that one, and not registered itself.
func New(files ...*File) *Backlog {
	b := &Backlog{}
	for _, f := range files {
		if !isSource(f, files) {
			b.files = append(b.files, f)
		}
	}
	byName := make(map[string]*Scope)
	for _, f := range b.files {
		s := byName[f.scope]
		if s == nil {
			s = &Scope{Name: f.scope}
			byName[f.scope] = s
			b.scopes = append(b.scopes, s)
		}
		s.Files = append(s.Files, f)
	}
	return b
}

// isSource reports whether f is the Source-of-truth of another file.
func isSource(f *File, files []*File) bool {
	for _, g := range files {
		if g != f && g.source != nil && g.source.opts.Path == f.opts.Path && g.source.Digest() == f.Digest() {
			return true
		}
	}
	return false
}

// Files returns the files to be registered, in the order given.
func (b *Backlog) Files() []*File { return b.files }

// Scopes returns the scopes in the order in which they first appear.
func (b *Backlog) Scopes() []*Scope { return b.scopes }

// Check returns the findings about every file, and those that only show
// between files, file by file in the order of places.
func (b *Backlog) Check() Findings {
	var all Findings
	for _, f := range b.files {
		all = append(all, f.Check()...)
	}
	for _, s := range b.scopes {
		all = append(all, s.duplicates()...)
	}
	return all
}

// duplicates finds IDs that two files of a scope both define.
func (s *Scope) duplicates() Findings {
	if len(s.Files) < 2 {
		return nil
	}
	type place struct {
		file *File
		pos  Position
	}
	var fs Findings
	seen := make(map[string]place)
	note := func(f *File, kind Kind, id ID, key string, at Span) {
		k := string(kind) + " " + key
		first, ok := seen[k]
		if !ok {
			seen[k] = place{f, f.Position(at.Start)}
			return
		}
		if first.file == f {
			return // a finding of the file itself
		}
		x := f.finding(at, SeverityError, CodeDuplicateID, id,
			"%s is defined in %s too, and both files have the scope %q; rename one or give the files a scope of their own", id, first.pos, s.Name)
		x.Related = []Related{{first.pos, fmt.Sprintf("first definition of %s", id)}}
		fs = append(fs, x)
	}
	for _, f := range s.Files {
		for _, e := range f.epics {
			note(f, KindMilestone, e.ID, e.key, e.syntax.heading)
		}
		for _, st := range f.stories {
			note(f, KindIssue, st.ID, st.key, st.syntax.line)
		}
	}
	return fs
}
