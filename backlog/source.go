package backlog

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// sourceKey is the metadata that names the file which the texts come from.
const sourceKey = "source-of-truth"

// ownScope returns the scope as far as the file alone tells it.
func (f *File) ownScope() string {
	return cmp.Or(f.metadata["scope"], f.scopeOf(f.opts.Path))
}

// scopeOf returns the scope that a path in the file system gives.
func (f *File) scopeOf(name string) string {
	if f.opts.Rooted {
		return path.Clean(name)
	}
	return path.Base(name)
}

// readSource reads the Source-of-truth, if one is declared: it gives the scope
// and the texts.
func (f *File) readSource() {
	declared := strings.Trim(f.metadata[sourceKey], "`<>\"' ")
	if declared == "" || strings.Contains(declared, "://") {
		return
	}
	at := f.syntax.metadata[sourceKey]
	name, src, err := f.openSource(declared)
	if err == nil && name == path.Clean(f.opts.Path) {
		return // the file itself
	}
	if f.metadata["scope"] == "" {
		f.scope = f.scopeOf(name)
	}
	if err == nil && firstInvalid(src) >= 0 {
		err = errors.New("it is not UTF-8")
	}
	if err != nil {
		f.sourceMissing = true
		f.find(at, SeverityWarning, CodeSourceMissing, "",
			"the Source-of-truth %s cannot be read (%v); texts in the tracker are left as they are", declared, err)
		return
	}
	shown := name
	if prefix, ok := strings.CutSuffix(f.name, f.opts.Path); ok {
		shown = prefix + name
	}
	f.source = parse(shown, src, &Options{Path: name, Rooted: f.opts.Rooted}, false)
	f.takeTexts(at)
}

// openSource reads a declared path: from the root, else from beside the file.
// If neither can be read, name is where it is expected.
func (f *File) openSource(declared string) (name string, src []byte, err error) {
	clean := path.Clean(strings.TrimPrefix(declared, "/"))
	beside := path.Join(path.Dir(f.opts.Path), clean)
	if f.opts.FS == nil {
		err = errors.New("no file system was given")
	} else {
		for _, name := range []string{clean, beside} {
			src, nameErr := readIn(f.opts.FS, name)
			if nameErr == nil {
				return name, src, nil
			}
			err = cmp.Or(err, nameErr)
		}
	}
	if strings.Contains(declared, "/") && !strings.HasPrefix(declared, ".") {
		return clean, nil, err
	}
	return beside, nil, err
}

func readIn(fsys fs.FS, name string) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, errors.New("it is outside the repository")
	}
	src, err := fs.ReadFile(fsys, name)
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		err = p.Err
	}
	return src, err
}

// takeTexts takes the text of each item from the source, and notes where the
// two files differ; at is where the source is declared.
func (f *File) takeTexts(at Span) {
	src := f.source
	if len(src.epics)+len(src.stories) == 0 {
		f.find(at, SeverityWarning, CodeSourceDiffers, "", "the Source-of-truth %s has no epics or stories", src.name)
		return
	}
	epics := make(map[string]*Epic, len(src.epics))
	for _, e := range src.epics {
		epics[e.key] = e
	}
	stories := make(map[string]*Story, len(src.stories))
	for _, s := range src.stories {
		stories[s.key] = s
	}
	for _, e := range f.epics {
		if t := epics[e.key]; t == nil {
			f.notInSource(e.syntax.heading, e.ID)
		} else {
			f.sameTitle(e.syntax.heading, e.ID, e.Title, t.Title, t.Pos)
			e.Text, e.Due = cmp.Or(t.Text, e.Text), cmp.Or(e.Due, t.Due)
			delete(epics, e.key)
		}
	}
	for _, s := range f.stories {
		if t := stories[s.key]; t == nil {
			f.notInSource(s.syntax.line, s.ID)
		} else {
			f.sameTitle(s.syntax.line, s.ID, s.Title, t.Title, t.Pos)
			s.take(t)
			delete(stories, s.key)
		}
	}
	for _, e := range src.epics {
		f.onlyInSource(at, epics[e.key] != nil, e.ID, e.Pos)
	}
	for _, s := range src.stories {
		f.onlyInSource(at, stories[s.key] != nil, s.ID, s.Pos)
	}
}

// take fills what s lacks from its definition in the source.
func (s *Story) take(t *Story) {
	s.Text = cmp.Or(t.Text, s.Text)
	s.Priority = cmp.Or(s.Priority, t.Priority)
	s.Due = cmp.Or(s.Due, t.Due)
	s.Points = cmp.Or(s.Points, t.Points)
	s.Labels = orSlice(s.Labels, t.Labels)
	s.Assignees = orSlice(s.Assignees, t.Assignees)
	s.DependsOn = orSlice(s.DependsOn, t.DependsOn)
	s.Criteria = orSlice(s.Criteria, t.Criteria)
}

func orSlice[T any](a, b []T) []T {
	if len(a) > 0 {
		return a
	}
	return b
}

func (f *File) notInSource(at Span, id ID) {
	f.find(at, SeverityWarning, CodeSourceDiffers, id, "%s is not in the Source-of-truth %s; add it there or correct the ID", id, f.source.name)
}

func (f *File) onlyInSource(at Span, only bool, id ID, pos Position) {
	if !only {
		return
	}
	f.find(at, SeverityWarning, CodeSourceDiffers, id, "%s is in the Source-of-truth (%s) but not here, so it is not registered", id, pos)
	f.relate(pos, "%s in the Source-of-truth", id)
}

func (f *File) sameTitle(at Span, id ID, title, other string, pos Position) {
	if title == other {
		return
	}
	f.find(at, SeverityWarning, CodeSourceDiffers, id, "%s is titled %q here and %q in the Source-of-truth (%s); the title here is used", id, title, other, pos)
	f.relate(pos, "%s in the Source-of-truth", id)
}

// relate adds another place to the last finding.
func (f *File) relate(pos Position, format string, args ...any) {
	last := &f.findings[len(f.findings)-1]
	last.Related = append(last.Related, Related{pos, fmt.Sprintf(format, args...)})
}
