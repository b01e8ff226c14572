package backlog

import (
	"fmt"
	"slices"
)

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
// one, or holds its ledger, is part of that other file and is not registered
// itself.
func New(files ...*File) *Backlog {
	b := &Backlog{}
	var named []*File // by others, which are few
	for _, f := range files {
		for _, x := range [...]*File{f.source, f.shared} {
			if x != nil && x != f {
				named = append(named, x)
			}
		}
	}
	for _, f := range files {
		if !isNamed(f, named) {
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

// isNamed reports whether f is one of the files that others take their texts from,
// or keep their ledger in.
func isNamed(f *File, named []*File) bool {
	return slices.ContainsFunc(named, func(x *File) bool { return x.opts.Path == f.opts.Path && x.Digest() == f.Digest() })
}

// Files returns the files that are registered, in the order given to [New].
func (b *Backlog) Files() []*File { return b.files }

// Scopes returns the scopes in the order in which they first appear.
func (b *Backlog) Scopes() []*Scope { return b.scopes }

// Check returns the findings about each file and those that concern several
// files, ordered by file and position.
func (b *Backlog) Check() Findings {
	var all Findings
	for i, f := range b.files {
		all = append(all, f.Check()...)
		if f.shared != nil && !slices.ContainsFunc(b.files[:i], func(g *File) bool { return g.shared != nil && g.shared.name == f.shared.name }) {
			all = append(all, f.shared.checkShared()...)
		}
	}
	for _, s := range b.scopes {
		all = append(all, s.duplicates()...)
	}
	return append(all, b.unusedPatterns()...)
}

// unusedPatterns finds the declared patterns that fit no line of any file that
// they are declared for.
func (b *Backlog) unusedPatterns() Findings {
	var fs Findings
	of := make(map[*Declaration][]*File)
	for _, f := range b.files {
		for _, g := range []*File{f, f.source} {
			if g != nil && g.opts.DefaultRead != nil {
				of[g.opts.DefaultRead] = append(of[g.opts.DefaultRead], g)
			}
		}
	}
	for _, f := range b.files {
		files := of[f.opts.DefaultRead]
		if len(files) == 0 || files[0] != f {
			continue
		}
		for _, p := range f.unusedPatterns {
			unused := func(g *File) bool { return slices.Contains(g.unusedPatterns, p) }
			if !slices.ContainsFunc(files, func(g *File) bool { return !unused(g) }) {
				fs = append(fs, f.finding(Span{}, SeverityWarning, CodeUnusedPattern, "",
					"no line fits %q, which \"read:\" has under %s; correct it or remove it", p.Text, p.Key))
			}
		}
	}
	return fs
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
			note(f, KindMilestone, e.ID, e.key, e.syntax.Heading)
		}
		for _, st := range f.stories {
			note(f, KindIssue, st.ID, st.key, st.syntax.Line)
		}
	}
	return fs
}
