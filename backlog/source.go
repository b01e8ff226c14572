package backlog

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// sourceKey is the metadata that names the file which the texts come from.
const sourceKey = "source-of-truth"

// ownScope returns the scope as far as the file alone tells it.
func (p *parsing) ownScope() string {
	return cmp.Or(p.metadata["scope"], p.scopeOf(p.opts.Path))
}

// scopeOf returns the scope that a path in the file system gives.
func (p *parsing) scopeOf(name string) string {
	if p.opts.Rooted {
		return path.Clean(name)
	}
	return path.Base(name)
}

// readSource reads the Source-of-truth, if one is declared: it gives the scope
// and the texts.
func (p *parsing) readSource() {
	declared := strings.Trim(p.metadata[sourceKey], "`<>\"' ")
	if declared == "" || strings.Contains(declared, "://") {
		return
	}
	at := p.syntax.Metadata[sourceKey]
	name, src, err := p.openSource(declared)
	if err == nil && name == path.Clean(p.opts.Path) {
		return // the file itself
	}
	if p.metadata["scope"] == "" {
		p.scope = p.scopeOf(name)
	}
	if err == nil && firstInvalid(src) >= 0 {
		err = errors.New("it is not UTF-8")
	}
	shown := name
	if prefix, ok := strings.CutSuffix(p.name, p.opts.Path); ok {
		shown = prefix + name
	}
	opts := Options{Path: name, Rooted: p.opts.Rooted, Assignees: p.opts.Assignees}
	if err == nil && p.opts.SourceRead != nil {
		opts.DefaultRead, err = p.opts.SourceRead(name)
	}
	var source *File
	if err == nil {
		source = parse(shown, src, &opts, false)
		for _, x := range source.findings {
			if x.Code == CodeTooDeep || x.Code == CodeTooComplex {
				err = errors.New(x.String())
			}
		}
	}
	if err != nil {
		p.sourceMissing = true
		p.unsource()
		p.find(at, SeverityWarning, CodeSourceMissing, "",
			"the Source-of-truth %s cannot be read (%v); texts in the tracker are left as they are", declared, err)
		return
	}
	p.source = source
	p.fillFromSource(at)
}

// unsource notes that no item is in the source.
func (p *parsing) unsource() {
	for _, e := range p.epics {
		e.Unsourced = true
	}
	for _, s := range p.stories {
		s.Unsourced = true
	}
}

// openSource reads a declared path: from the root, else from beside the file.
// If neither can be read, name is where it is expected.
func (p *parsing) openSource(declared string) (name string, src []byte, err error) {
	clean := path.Clean(strings.TrimPrefix(declared, "/"))
	beside := path.Join(path.Dir(p.opts.Path), clean)
	if p.opts.FS == nil {
		err = errors.New("no file system was given")
	} else {
		for _, name := range []string{clean, beside} {
			src, nameErr := readIn(p.opts.FS, name)
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

// fillFromSource takes the text of each item from the source, and notes where the
// two files differ; at is where the source is declared.
func (p *parsing) fillFromSource(at Span) {
	src := p.source
	if len(src.epics)+len(src.stories) == 0 {
		p.unsource()
		p.find(at, SeverityWarning, CodeSourceDiffers, "", "the Source-of-truth %s has no epics or stories; texts in the tracker are left as they are", src.name)
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
	for _, e := range p.epics {
		if t := inSource(epics, e.key, e.Title, e.DerivedID); t == nil {
			e.Unsourced = true
			p.notInSource(e.syntax.Heading, e.ID, e.Title, false)
		} else {
			p.sameTitle(e.syntax.Heading, e.ID, e.Title, t.Title, t.Pos)
			e.Text, e.Due = cmp.Or(t.Text, e.Text), cmp.Or(e.Due, t.Due)
			delete(epics, t.key)
		}
	}
	for _, s := range p.stories {
		if t := inSource(stories, s.key, s.Title, s.DerivedID); t == nil {
			s.Unsourced = true
			p.notInSource(s.syntax.Line, s.ID, s.Title, false)
		} else {
			if t.Dropped && !s.Dropped {
				p.notInSource(s.syntax.Line, s.ID, s.Title, true)
			}
			p.sameTitle(s.syntax.Line, s.ID, s.Title, t.Title, t.Pos)
			s.fillFrom(t)
			delete(stories, t.key)
		}
	}
	for _, e := range src.epics {
		p.onlyInSource(at, epics[e.key] != nil, e.ID, e.Pos)
	}
	for _, s := range src.stories {
		p.onlyInSource(at, stories[s.key] != nil && !s.Dropped, s.ID, s.Pos)
	}
}

// inSource returns an item of the source. One whose ID comes from its title has
// the ID of its row here, and after a retitle another one there.
func inSource[T any](items map[string]*T, key, title string, derived bool) *T {
	if t := items[key]; t != nil || !derived {
		return t
	}
	return items[ID(reading.Slug(title)).Key()]
}

// fillFrom fills what s lacks from its definition in the source.
func (s *Story) fillFrom(t *Story) {
	s.Text = cmp.Or(t.Text, s.Text)
	s.Priority = cmp.Or(s.Priority, t.Priority)
	s.Due = cmp.Or(s.Due, t.Due)
	if s.Points == nil {
		s.Points, s.pointsLine = t.Points, t.pointsLine
	}
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

func (p *parsing) notInSource(at Span, id ID, title string, dropped bool) {
	p.find(at, SeverityWarning, CodeSourceDiffers, id, "%s", notInSource(p.source, id, title, dropped))
}

// notInSource words that a source does not have an item, or drops it.
func notInSource(source *File, id ID, title string, dropped bool) string {
	is, mend := "is not in", "add it there or correct the ID: until then what came from there is left as it is in the tracker"
	if dropped {
		is, mend = "is dropped in", "take it up again there"
	}
	return fmt.Sprintf("%s %q %s the Source-of-truth %s; if it is no longer wanted, remove its line here, and its row if that has no address: "+
		"--prune closes what was registered; else %s", id, title, is, source.name, mend)
}

func (p *parsing) onlyInSource(at Span, only bool, id ID, pos Position) {
	if !only {
		return
	}
	p.find(at, SeverityWarning, CodeSourceDiffers, id, "%s is in the Source-of-truth (%s) but not here, so it is not registered", id, pos)
	p.relate(pos, "%s in the Source-of-truth", id)
}

func (p *parsing) sameTitle(at Span, id ID, title, other string, pos Position) {
	if title == other {
		return
	}
	p.find(at, SeverityWarning, CodeSourceDiffers, id, "%s is titled %q here and %q in the Source-of-truth (%s); the title here is used", id, title, other, pos)
	p.relate(pos, "%s in the Source-of-truth", id)
}

// relate adds another place to the last finding.
func (p *parsing) relate(pos Position, format string, args ...any) {
	last := &p.findings[len(p.findings)-1]
	last.Related = append(last.Related, Related{pos, fmt.Sprintf(format, args...)})
}
