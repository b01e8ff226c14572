// Package local is a tracker that keeps milestones and issues as Markdown
// files with front matter in a directory: for trying things out, for teams
// without a server, and for tests.
//
// A directory holds milestones/N.md and issues/N.md. People may edit the files
// by hand; the package keeps everything that it does not change. Several
// processes may use one directory at the same time, and a process that is
// killed leaves no half-written item. The number of a deleted item is not used
// again, because a record of it would then lead to another item. [Open] needs
// no network and no account.
package local

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/internal/files"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/gofrs/flock"
)

// Options says how to open a directory. A nil *Options means the zero Options.
type Options struct {
	Name string           // the target as the user wrote it; default "local:" and the directory
	User string           // creator of new items; "" leaves the creator out
	Base string           // directory that names of backlog files are relative to; default: the working directory
	Now  func() time.Time // nil: time.Now
}

// A Tracker keeps items in a directory. It is safe for concurrent use, also by
// several processes.
type Tracker struct {
	dir  string // absolute
	opts Options

	tidied sync.Once // see [Tracker.tidy]

	mu   sync.Mutex
	dirs map[string][]string // directories of backlog files, see [Tracker.Resolve]
}

var (
	_ tracker.Tracker = (*Tracker)(nil)
	_ tracker.Linker  = (*Tracker)(nil)
)

// maxTitle is as much as the hosted services take.
const maxTitle = 255

// Open returns the tracker in dir. It does no I/O: a directory that does not
// exist holds no items, and the first create makes it.
func Open(dir string, opts *Options) *Tracker {
	t := &Tracker{dirs: make(map[string][]string)}
	if opts != nil {
		t.opts = *opts
	}
	t.opts.Name = cmp.Or(t.opts.Name, "local:"+dir)
	t.opts.Base = absolute("", cmp.Or(t.opts.Base, "."))
	t.dir = absolute(t.opts.Base, dir)
	if t.opts.Now == nil {
		t.opts.Now = time.Now
	}
	return t
}

func absolute(base, name string) string {
	if !filepath.IsAbs(name) {
		name = filepath.Join(base, name)
	}
	if abs, err := filepath.Abs(name); err == nil {
		return abs
	}
	return filepath.Clean(name)
}

// Project implements [tracker.Reader]. The identity is the path of the
// directory without symbolic links.
func (t *Tracker) Project(context.Context) (*tracker.Project, error) {
	p := &tracker.Project{
		Target: t.opts.Name, ID: "local:" + filepath.ToSlash(canonical(t.dir)), URL: t.shown(t.dir), Login: t.login,
		Limits: tracker.Limits{TitleRunes: maxTitle}, DueDates: true,
	}
	switch info, err := os.Stat(t.dir); {
	case errors.Is(err, fs.ErrNotExist):
		return p, nil
	case err != nil:
		return nil, t.failed("read", tracker.Ref{}, err)
	case !info.IsDir():
		return nil, &tracker.Error{Target: t.opts.Name, Op: "read", Kind: tracker.ErrNotFound, Err: fmt.Errorf("%s is not a directory", t.shown(t.dir)),
			Hint: "name a directory; one that does not exist yet is made"}
	}
	return p, nil
}

// canonical resolves symbolic links as far as the path exists.
func canonical(dir string) string {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		return real
	}
	parent, name := filepath.Split(filepath.Clean(dir))
	if parent = filepath.Clean(parent); parent == dir || name == "" {
		return dir
	}
	return filepath.Join(canonical(parent), name)
}

// List implements [tracker.Reader], in the order of numbers. A file that cannot
// be read as an item ends the list with an error.
func (t *Tracker) List(ctx context.Context, kind tracker.Kind) iter.Seq2[*tracker.Item, error] {
	return func(yield func(*tracker.Item, error) bool) {
		numbers, err := t.numbers(kind)
		if err != nil {
			yield(nil, t.failed("list", tracker.Ref{Kind: kind}, err))
			return
		}
		for _, n := range numbers {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			item, err := t.Get(ctx, tracker.Ref{Kind: kind, Key: strconv.Itoa(n)})
			if errors.Is(err, tracker.ErrNotFound) {
				continue // removed since the directory was read
			}
			if !yield(item, err) || err != nil {
				return
			}
		}
	}
}

// numbers returns the numbers of the items of a kind, lowest first. Other files
// in the directory are passed over.
func (t *Tracker) numbers(kind tracker.Kind) ([]int, error) {
	entries, err := os.ReadDir(t.folder(kind))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var numbers []int
	for _, e := range entries {
		if n, ok := numberOf(e.Name()); ok {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return numbers, nil
}

// numberOf returns the number in a file name such as "12.md".
func numberOf(name string) (int, bool) {
	digits, ok := strings.CutSuffix(name, ".md")
	n, err := strconv.Atoi(digits)
	return n, ok && err == nil && n > 0 && strconv.Itoa(n) == digits
}

func (t *Tracker) folder(kind tracker.Kind) string { return filepath.Join(t.dir, string(kind)+"s") }

func (t *Tracker) file(ref tracker.Ref) string {
	return filepath.Join(t.folder(ref.Kind), ref.Key+".md")
}

// Get implements [tracker.Reader].
func (t *Tracker) Get(_ context.Context, ref tracker.Ref) (*tracker.Item, error) {
	d, err := t.read(ref)
	if err != nil {
		return nil, t.failed("read", ref, err)
	}
	return d.item, nil
}

// read reads and decodes the file of an item.
func (t *Tracker) read(ref tracker.Ref) (*document, error) {
	if _, ok := numberOf(ref.Key + ".md"); !ok {
		return nil, fs.ErrNotExist
	}
	src, err := files.Read(t.file(ref))
	if err != nil {
		return nil, t.unreadable(ref, err)
	}
	d, err := decode(src)
	if err != nil {
		return nil, &brokenError{t.shown(t.file(ref)), ":" + err.Error()} // which begins with the line
	}
	d.item.Ref = ref
	d.item.URL = t.shown(t.file(ref))
	return d, nil
}

// unreadable makes a brokenError of what is not a file that holds an item.
func (t *Tracker) unreadable(ref tracker.Ref, err error) error {
	if kind := (*files.KindError)(nil); errors.As(err, &kind) || errors.Is(err, files.ErrTooLarge) {
		return &brokenError{t.shown(t.file(ref)), ": " + err.Error()}
	}
	return err
}

// A brokenError says that a file is not an item any more.
type brokenError struct{ file, why string }

func (e *brokenError) Error() string { return e.file + e.why }

// Create implements [tracker.Tracker]. The new item gets the number after the
// highest one that its kind has or had.
func (t *Tracker) Create(ctx context.Context, kind tracker.Kind, c tracker.Content) (*tracker.Item, error) {
	item, err := t.create(ctx, kind, c)
	if err != nil {
		return nil, t.failed("create", tracker.Ref{Kind: kind}, err)
	}
	return item, nil
}

func (t *Tracker) create(ctx context.Context, kind tracker.Kind, c tracker.Content) (*tracker.Item, error) {
	if err := t.check(&c.Title, &c.Milestone); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(t.folder(kind), 0o755); err != nil {
		return nil, err
	}
	unlock, err := t.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	n, err := t.take(kind)
	if err != nil {
		return nil, err
	}
	item := &tracker.Item{
		Ref: tracker.Ref{Kind: kind, Key: strconv.Itoa(n)}, Content: tracker.Content{Title: c.Title, Body: c.Body, Due: c.Due}, State: tracker.Open,
		CreatedAt: t.opts.Now().UTC().Truncate(time.Second), Creator: t.opts.User,
	}
	if kind == tracker.KindIssue {
		item.Labels, item.Assignees, item.Milestone = c.Labels, c.Assignees, c.Milestone
	}
	src, err := encode(item)
	if err != nil {
		return nil, err
	}
	if err := write(t.file(item.Ref), src); err != nil {
		return nil, err
	}
	return t.stored(item.Ref)
}

// stored reads an item that was just written.
func (t *Tracker) stored(ref tracker.Ref) (*tracker.Item, error) {
	d, err := t.read(ref)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", tracker.ErrUnknown, err)
	}
	return d.item, nil
}

// Update implements [tracker.Tracker]. Changes that a person made in the file
// are kept unless p sets the same field.
func (t *Tracker) Update(ctx context.Context, ref tracker.Ref, p tracker.Patch) (*tracker.Item, error) {
	item, err := t.update(ctx, ref, p)
	if err != nil {
		return nil, t.failed("update", ref, err)
	}
	return item, nil
}

func (t *Tracker) update(ctx context.Context, ref tracker.Ref, p tracker.Patch) (*tracker.Item, error) {
	if err := t.check(p.Title, p.Milestone); err != nil {
		return nil, err
	}
	if _, err := os.Stat(t.file(ref)); err != nil {
		return nil, err
	}
	unlock, err := t.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	d, err := t.read(ref)
	if err != nil {
		return nil, err
	}
	if p.Version != "" && p.Version != d.item.Version {
		return nil, tracker.ErrChanged
	}
	src, err := d.patched(&p)
	if err != nil {
		return nil, err
	}
	if err := write(t.file(ref), src); err != nil {
		return nil, err
	}
	return t.stored(ref)
}

// check refuses what the hosted services refuse.
func (t *Tracker) check(title, milestone *string) error {
	if title != nil {
		switch n := utf8.RuneCountInString(*title); {
		case n > maxTitle:
			return fmt.Errorf("%w: the title has %d characters; %d are allowed", tracker.ErrRejected, n, maxTitle)
		case strings.TrimSpace(*title) == "":
			return fmt.Errorf("%w: the title is empty", tracker.ErrRejected)
		}
	}
	if milestone != nil && *milestone != "" {
		if _, err := os.Stat(t.file(tracker.Ref{Kind: tracker.KindMilestone, Key: *milestone})); err != nil {
			return fmt.Errorf("%w: there is no milestone %s", tracker.ErrRejected, *milestone)
		}
	}
	return nil
}

// lock waits until no other process writes.
func (t *Tracker) lock(ctx context.Context) (unlock func(), err error) {
	l := flock.New(filepath.Join(t.dir, ".lock"))
	if _, err := l.TryLockContext(ctx, 5*time.Millisecond); err != nil {
		return nil, err
	}
	t.tidied.Do(t.tidy)
	return func() { _ = l.Unlock() }, nil // closing the file gives the lock back in any case
}

// tidy removes what a process left behind that was killed while it wrote: under
// the lock nobody else writes. A file that cannot be removed does no harm.
func (t *Tracker) tidy() {
	for _, dir := range []string{t.dir, t.folder(tracker.KindMilestone), t.folder(tracker.KindIssue)} {
		entries, _ := os.ReadDir(dir)
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), files.TempPrefix) {
				_ = os.Remove(filepath.Join(dir, e.Name()))
			}
		}
	}
}

// write replaces a file as a whole. What it may lose of an old one, such as a
// hard link, is not part of the item.
func write(name string, data []byte) error {
	_, err := files.Replace(name, data, 0o666)
	return err
}

// failed says what an error means for the caller.
func (t *Tracker) failed(op string, ref tracker.Ref, err error) error {
	e := &tracker.Error{Target: t.opts.Name, Op: op, Ref: ref, Err: err}
	broken := (*brokenError)(nil)
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, tracker.ErrUnknown):
		e.Kind = tracker.ErrUnknown
	case errors.Is(err, tracker.ErrChanged):
		e.Kind, e.Err = tracker.ErrChanged, nil
	case errors.Is(err, tracker.ErrRejected):
		e.Kind, e.Err = tracker.ErrRejected, errors.New(strings.TrimPrefix(err.Error(), tracker.ErrRejected.Error()+": "))
	case errors.As(err, &broken):
		e.Kind, e.Hint = tracker.ErrRejected, "correct "+broken.file+" by hand"
	case errors.Is(err, fs.ErrNotExist) && ref.Key != "":
		e.Kind, e.Err = tracker.ErrNotFound, nil
	case errors.Is(err, fs.ErrPermission):
		e.Kind, e.Hint = tracker.ErrUnauthorized, "let the user of this run write into "+filepath.ToSlash(t.dir)+", or name another directory"
	default:
		e.Kind = tracker.ErrUnavailable
	}
	return e
}
