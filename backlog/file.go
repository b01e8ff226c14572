// Package backlog reads, checks and edits a product backlog written in
// Markdown: epics, user stories, and a ledger of evidence for auditors.
//
// A [File] is an immutable parse of one document. The source bytes are
// authoritative: every element has a position in them, and a change is a list
// of [Edit] values for those bytes, so text that no edit covers is kept byte
// for byte. Problems in a file are reported as findings, never as errors; see
// [File.Check].
//
// # From bytes to bytes
//
// [Parse] parses one file, and [Read] also reads the files that it names.
// [File.Epics], [File.Stories] and [File.Evidence] return what the file says,
// and [File.Explain] says why it is read that way. [New] makes a [Backlog] of
// files that are registered together.
//
// [File.Record], [File.Pull] and [File.Anchors] return edits that record
// evidence, take changes from a tracker, and write permanent IDs. [Apply]
// applies edits. [Fixed] applies the fixes of findings, and [Derive] and
// [Update] write the execution file of a backlog. All of these are idempotent.
// [Compose] writes a new backlog.
//
// # Places and time
//
// Offsets and columns count bytes; lines and columns begin at 1. A [File] and a
// [Backlog] are immutable and safe for concurrent use; callers must not modify
// the slices and items that they return. The package does no I/O except through
// [io/fs.FS], and does not read the clock: callers pass the date.
package backlog

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// FileKind is the kind of a backlog file.
type FileKind string

// The kinds of backlog files. An execution file also plans the registration in
// a tracker.
const (
	FileBacklog   FileKind = "backlog"
	FileExecution FileKind = "execution"
)

// Checkbox is the meaning of a story's box; "" if it is not known.
type Checkbox = reading.Checkbox

// The meanings of a ticked box.
const (
	CheckboxDone       = reading.CheckboxDone       // the story is finished
	CheckboxRegistered = reading.CheckboxRegistered // the story exists in the tracker
)

// A Level is a level of items: each may hold those below.
type Level = reading.Level

// The levels, the highest first.
const (
	LevelInitiative = reading.LevelInitiative
	LevelEpic       = reading.LevelEpic
	LevelFeature    = reading.LevelFeature
	LevelStory      = reading.LevelStory
	LevelTask       = reading.LevelTask
)

// Metadata holds the keys and values of the leading HTML comment or the YAML
// front matter of a file. Keys are in lower case.
type Metadata map[string]string

// Options says how to parse a file. A nil *Options means the zero Options.
type Options struct {
	// Path is the slash-separated path of the file in FS. It gives the
	// scope. If empty, the base name of the file's name is used.
	Path string

	// FS is where a Source-of-truth is read from: the root of the repository
	// if there is one, else the directory of the file. If nil, a declared
	// Source-of-truth cannot be read.
	FS fs.FS

	// Rooted says that FS is the root of a repository, so that scopes are
	// paths in it. Otherwise they are base names.
	Rooted bool

	// Read declares which lines are items. It overrides the front matter, key
	// by key.
	Read *Declaration

	// DefaultRead declares the same for the keys that neither Read nor the
	// front matter has.
	DefaultRead *Declaration

	// SourceRead returns the DefaultRead of the Source-of-truth, whose
	// slash-separated path in FS is given. If SourceRead is nil, nothing is
	// declared for it. If SourceRead returns an error, the source is not read.
	SourceRead func(path string) (*Declaration, error)

	// Known lists items of the file that are recorded elsewhere, such as in a
	// tracker. They are items wherever they are in the file. Rows of the ledger
	// and anchors need not be listed.
	Known []Known

	// Checkbox is the meaning of boxes. It overrides the file.
	Checkbox Checkbox

	// Level is the level of the items that become issues. The zero value means
	// stories, or whatever level the file has in their place.
	Level Level

	// DefaultCheckbox is the meaning of boxes if the file neither declares
	// one nor shows that it is an execution file.
	DefaultCheckbox Checkbox

	// DefaultLedger is where the ledger is kept if the file does not say so;
	// see [ParseLedger]. A path is relative to the file, or to FS if it begins
	// with a slash. The zero value means [LedgerFile].
	DefaultLedger string

	// MovedFrom is the former path of the file in FS. A shared ledger may still
	// have the section of the file under that path; the heading is corrected
	// when the next row is written.
	MovedFrom string

	// Assignees maps names of people in the file to logins. Case does not
	// matter.
	Assignees map[string]string
}

// A File is one parsed document. It is immutable and safe for concurrent use;
// the slices and items that it returns must not be modified.
type File struct {
	name string
	src  []byte
	opts Options

	kind      FileKind
	title     string
	language  Language
	checkbox  Checkbox
	metadata  Metadata
	scope     string
	ledger    string // where it is kept
	ledgerErr error  // why it is kept nowhere
	shared    *File  // the part about this file of a ledger that several share, nil if it is not kept there

	movedSection bool // that part is under the path that the file had

	epics     []*Epic
	stories   []*Story
	evidence  []*Evidence
	relations []Relation
	findings  Findings // of parsing

	brokenMetadata string // why the front matter is not valid YAML

	excluded       map[string]Exclusion
	unread         map[unreadKey]bool
	leftOutIDs     map[string]Position // of lines that the warnings left-out and no-items speak of
	seen           []reading.Seen      // where there are no items
	omitted        []omitted
	declares       bool                    // the front matter says what its items are
	unusedPatterns []reading.UnusedPattern // of Options.DefaultRead

	source        *File // the Source-of-truth, nil if none was read
	sourceMissing bool
	tables        []reading.TableSyntax
	syntax        reading.FileSyntax
	forms         []FormUse
	leftOut       []reading.LeftOut

	lines     []int // offset of each line
	digest    func() string
	check     func() Findings
	study     func() *reading.Study
	proposals func() []Proposal
}

// Parse parses src. It always returns a usable File. name appears in positions;
// no file is opened. The caller must not modify src afterwards. A nil opts
// means the zero [Options].
func Parse(name string, src []byte, opts *Options) *File {
	return parse(name, src, opts, true)
}

// Read reads and parses a file of fsys, together with its Source-of-truth if
// fsys has one. name appears in positions; if empty, filename is used. filename
// and fsys replace Path and FS of opts. The error is not nil if filename could
// not be read.
func Read(fsys fs.FS, filename, name string, opts *Options) (*File, error) {
	src, err := fs.ReadFile(fsys, filename)
	if err != nil {
		return nil, err
	}
	var o Options
	if opts != nil {
		o = *opts
	}
	o.FS, o.Path = fsys, filename
	if name == "" {
		name = filename
	}
	return Parse(name, src, &o), nil
}

// parse parses src, and its Source-of-truth only if follow is set.
func parse(name string, src []byte, opts *Options, follow bool) *File {
	f := &parsing{newFile(name, src, opts)}
	if bad := firstInvalid(src); bad >= 0 {
		encoding := "WINDOWS-1252"
		if bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")) {
			encoding = "UTF-16"
		}
		f.find(Span{Start: bad, End: bad + 1}, SeverityError, CodeNotUTF8, "",
			"the file is not UTF-8; convert it, for example with: iconv -f %s -t UTF-8", encoding)
		f.scope = f.ownScope()
		return f.File
	}
	options := f.readingOptions()
	if follow {
		options.Elsewhere = func(metadata map[string]string) []Known {
			f.metadata = metadata
			f.placeLedger()
			return f.sharedRows()
		}
	}
	f.take(reading.Read(src, options))
	f.takeShared()
	f.scope = f.ownScope()
	f.findLedger()
	if follow {
		f.readSource()
	}
	return f.File
}

// newFile returns a file that is not read yet.
func newFile(name string, src []byte, opts *Options) *File {
	f := &File{name: name, src: src, kind: FileBacklog, language: "en", metadata: Metadata{}, ledger: LedgerFile}
	f.syntax.Ledger = -1
	if opts != nil {
		f.opts = *opts
	}
	if f.opts.Path == "" {
		f.opts.Path = path.Base(name)
	}
	f.digest = sync.OnceValue(func() string {
		sum := sha256.Sum256(src)
		return hex.EncodeToString(sum[:])
	})
	f.check = sync.OnceValue(f.checkAll)
	f.study = sync.OnceValue(func() *reading.Study { return reading.NewStudy(f.src, f.readingOptions()) })
	f.proposals = sync.OnceValue(f.propose)
	indexLines(f)
	return f
}

// firstInvalid returns the offset of the first byte that is not UTF-8, or -1.
func firstInvalid(src []byte) int {
	if utf8.Valid(src) {
		return -1
	}
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

func indexLines(f *File) {
	f.lines = make([]int, 1, bytes.Count(f.src, []byte{'\n'})+1)
	for at := 0; ; {
		i := bytes.IndexByte(f.src[at:], '\n')
		if i < 0 {
			return
		}
		at += i + 1
		f.lines = append(f.lines, at)
	}
}

// Position returns the position of a byte offset.
func (f *File) Position(offset int) Position {
	line, exact := slices.BinarySearch(f.lines, offset)
	if !exact {
		line--
	}
	return Position{File: f.name, Line: line + 1, Column: offset - f.lines[line] + 1}
}

// find adds a finding of parsing.
func (p *parsing) find(at Span, s Severity, c Code, id ID, format string, args ...any) {
	p.findings = append(p.findings, p.finding(at, s, c, id, format, args...))
}

func (f *File) finding(at Span, s Severity, c Code, id ID, format string, args ...any) Finding {
	return Finding{Pos: f.Position(at.Start), Span: at, Severity: s, Code: c, ID: id, Message: fmt.Sprintf(format, args...)}
}

// Name returns the name that the file was parsed under.
func (f *File) Name() string { return f.name }

// Source returns the bytes of the file.
func (f *File) Source() []byte { return f.src }

// Digest returns the SHA-256 of the source in hexadecimal digits.
func (f *File) Digest() string { return f.digest() }

// Kind returns whether f is a backlog file or an execution file.
func (f *File) Kind() FileKind { return f.kind }

// Title returns the first heading of level 1 as plain text, "" if there is none.
func (f *File) Title() string { return f.title }

// Language returns the language of the file's headings and text.
func (f *File) Language() Language { return f.language }

// Checkbox returns what a ticked box of a story means. It is "" if that is not
// known, which [File.Check] reports as an error if the file has boxes.
func (f *File) Checkbox() Checkbox { return f.checkbox }

// Level returns the level given in [Options].
func (f *File) Level() Level { return f.opts.Level }

// Metadata returns the metadata of the leading comment or the front matter.
func (f *File) Metadata() Metadata { return f.metadata }

// Scope returns the name that makes the file's IDs unique in a tracker: "scope"
// of the metadata, or else the path of the Source-of-truth, or else the path of
// the file. Outside of a repository, the base name takes the place of the path.
func (f *File) Scope() string { return f.scope }

// SourceOfTruth returns the file that the texts of stories come from. It
// returns nil if none is declared or if it could not be read.
func (f *File) SourceOfTruth() *File { return f.source }

// TextPath returns the path in the repository of the file that the texts of
// stories come from. Relative links in the texts are relative to that file. It
// returns "" if f is not in a repository.
func (f *File) TextPath() string {
	switch {
	case !f.opts.Rooted:
		return ""
	case f.source != nil:
		return f.source.opts.Path
	default:
		return f.opts.Path
	}
}

// SourceMissing reports whether the declared Source-of-truth could not be read.
// The texts of stories are then not known.
func (f *File) SourceMissing() bool { return f.sourceMissing }

// Epics returns the epics in the order of the file.
func (f *File) Epics() []*Epic { return f.epics }

// Stories returns the stories in the order of the file.
func (f *File) Stories() []*Story { return f.stories }

// Evidence returns the rows of the ledger.
func (f *File) Evidence() []*Evidence { return f.evidence }

// Relations returns the content of the relation list, nil if there is none.
func (f *File) Relations() []Relation { return f.relations }

// readingOptions returns what of the options reading depends on.
func (f *File) readingOptions() reading.Options {
	return reading.Options{
		Checkbox: f.opts.Checkbox, DefaultCheckbox: f.opts.DefaultCheckbox, Level: f.opts.Level, Assignees: f.opts.Assignees,
		Read: f.opts.Read, DefaultRead: f.opts.DefaultRead, Known: f.opts.Known, Name: path.Base(filepath.ToSlash(f.name)),
	}
}
