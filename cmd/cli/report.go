package cli

import (
	"bytes"
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"html/template"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/evidence"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/spf13/cobra"
)

//go:embed page/report.html
var reportTemplate string

// A reportCommand is one run of the command report.
type reportCommand struct {
	*app

	readFlags
	out string
}

func newReportCommand(a *app) *cobra.Command {
	c := &reportCommand{app: a}
	cmd := &cobra.Command{
		Use:   "report FILE...",
		Short: "Write progress and evidence as one HTML page",
		Long: `Report reads the tracker and writes a self-contained HTML page. The page shows the
progress of each epic, every item with its links and evidence, what changed only in
the tracker, and the recorded facts that no longer hold. It is written in the
language of the file.

Without a target, it uses the files alone.
`,
		Example: `  backlogsync report BACKLOG.md --out page.html
  backlogsync report --to gitlab:acme/shop docs/*.md --out page.html`,
		Args:              requireFiles,
		ValidArgsFunction: completeFiles,
		RunE:              func(cmd *cobra.Command, args []string) error { return c.run(cmd.Context(), args) },
	}
	c.add(a, cmd)
	cmd.Flags().StringVar(&c.out, "out", "", "write the page to this `file` instead of standard output")
	return cmd
}

func (c *reportCommand) run(ctx context.Context, names []string) error {
	r, err := c.read(ctx, names, &c.readFlags)
	if err != nil {
		return err
	}
	p, err := newPage(r, c.out)
	if err != nil {
		return err
	}
	page, err := template.New("report").Parse(reportTemplate)
	if err != nil {
		return err
	}
	var data bytes.Buffer
	if err := page.Execute(&data, p); err != nil {
		return err
	}
	// A page that goes to the log of a pipeline is not a command there either.
	text := logCommand.ReplaceAll(bytes.Map(pageRune, data.Bytes()), []byte("$1&#91;"))
	if c.out == "" {
		_, err := c.stdout.Write(text)
		return err
	}
	return saveOutput(c.out, text, r.inputs)
}

// pageRune is [visible] for a page, which has lines, and words that joiners hold
// together. What turns text around would show another text than the files hold.
func pageRune(r rune) rune {
	if r != '\n' && r != '\t' && !strings.ContainsRune(joiners, r) && special(r) {
		return unicode.ReplacementChar
	}
	return r
}

// A page is what the template shows.
type page struct {
	W          *pageWords
	Language   backlog.Language
	Title      string
	Files      []pageFile
	Target     string
	ProjectURL string
	API        string
	At         string // when the tracker was asked, by this machine's clock
	ServerDate string

	Total    evidence.Progress
	Headline string // what the page is about first: what is closed, or registered
	Percent  int    // of that
	Verified bool   // a tracker was asked
	Rows     int    // of the ledgers
	Findings []pageFinding
	Epics    []pageEpic
}

type pageFile struct{ Name, SHA256 string }

type pageFinding struct {
	W                            *pageWords
	ID, Fact, Recorded, Observed string
	Place                        string // "b.md:108"
	Gone                         bool
}

type pageEpic struct {
	pageItem
	File     string // named before its first epic, where there are several
	Alone    bool   // no epic, but the stories that have none
	Anchor   string
	Progress evidence.Progress
	Percent  int
	Items    []pageItem
}

type pageItem struct {
	W               *pageWords
	ID              string // "" where it says no more than the name
	Name            string
	URL             string
	Bucket          string // open, closed, missing
	State           string
	CreatedAt       string
	Responsible     string
	Mark, MarkClass string
	Findings        []pageFinding
	Drift           []reconcile.Field
	Conflict        string            // "" where Disputed says it
	Disputed        []reconcile.Field // in conflict
}

// CreatedOn is the day of CreatedAt.
func (x *pageItem) CreatedOn() string {
	day, _, _ := strings.Cut(x.CreatedAt, "T")
	return day
}

// Remarked reports whether there is something to say of the item.
func (x *pageItem) Remarked() bool {
	return len(x.Findings)+len(x.Drift)+len(x.Disputed) > 0 || x.Conflict != ""
}

// A pageBuilder collects a page.
type pageBuilder struct {
	page
	dir      string // of the page; "" if it goes to standard output
	derived  map[placeOfItem]bool
	items    map[string]*evidence.BundleItem
	findings map[string][]pageFinding
}

func newPage(r *reading, out string) (*page, error) {
	status := evidence.NewStatus(r.backlog, r.plan)
	b := &pageBuilder{items: make(map[string]*evidence.BundleItem), findings: make(map[string][]pageFinding)}
	if out != "" {
		b.dir = filepath.Dir(out)
	}
	b.Language = "en"
	b.derived = derivedIDs(r.backlog)
	if files := r.backlog.Files(); len(files) > 0 {
		b.Language, b.Title = files[0].Language(), titleOfFiles(files)
		for _, f := range files {
			b.Files = append(b.Files, pageFile{printable(b.shown(f.Name())), f.Digest()})
		}
	}
	b.W = wordsOf(b.Language)
	b.Total, b.Target = status.Total, status.Target
	b.addHeadline(r.backlog)
	if r.seen != nil && !slices.ContainsFunc(r.backlog.Files(), keepsNone) {
		if err := b.verify(r); err != nil {
			return nil, err
		}
	}
	file := ""
	for i := range status.Epics {
		b.addEpic(&status.Epics[i], i)
		if at := fileOf(&status.Epics[i]); len(b.Files) > 1 && at != file {
			file, b.Epics[i].File = at, printable(b.shown(at))
		}
	}
	return &b.page, nil
}

// addHeadline adds how many stories are closed. Files that only register stories
// call none done, so theirs is how many are registered.
func (b *pageBuilder) addHeadline(files *backlog.Backlog) {
	done, of := b.Total, b.W.ClosedOf
	if !slices.ContainsFunc(files.Files(), func(f *backlog.File) bool { return f.Checkbox() != backlog.CheckboxRegistered }) {
		done.Closed, of = done.Stories-done.Missing, b.W.RegisteredOf
	}
	b.Headline, b.Percent = fmt.Sprintf(of, done.Closed, done.Stories), percent(done)
}

// titleOfFiles is the title of a page: those of the first files, or their names.
func titleOfFiles(files []*backlog.File) string {
	const most = 3
	var titles []string
	for _, f := range files[:min(len(files), most)] {
		titles = append(titles, cmp.Or(f.Title(), path.Base(f.Name())))
	}
	if len(files) > most {
		titles = append(titles, "…")
	}
	return strings.Join(titles, " · ")
}

// verify adds what the ledgers record and whether it holds.
func (b *pageBuilder) verify(r *reading) error {
	bundle, err := evidence.Verify(r.backlog, r.seen, &r.options)
	if err != nil {
		return err
	}
	b.Verified, b.API, b.ServerDate = true, bundle.Project.API, bundle.ServerDate
	b.At, _, _ = strings.Cut(bundle.RequestedAt, ".")
	b.At = strings.TrimSuffix(b.At, "Z") + "Z"
	if address := bundle.Project.URL; strings.Contains(address, "://") {
		b.ProjectURL = address
	}
	for i := range bundle.Items {
		x := &bundle.Items[i]
		if x.Recorded != nil {
			b.Rows++
		}
		if k := itemName(x.File, x.Kind, x.ID); b.items[k] == nil {
			b.items[k] = x
		}
	}
	for i := range bundle.Findings {
		d := &bundle.Findings[i]
		f := pageFinding{
			W: b.W, ID: string(d.ID), Fact: b.W.Facts[d.Fact], Recorded: d.Recorded, Observed: d.Observed,
			Place: fmt.Sprintf("%s:%d", b.shown(d.File), d.Line), Gone: d.Fact == evidence.FactExistence,
		}
		b.Findings = append(b.Findings, f)
		k := itemName(d.File, d.Kind, d.ID)
		b.findings[k] = append(b.findings[k], f)
	}
	return nil
}

// shown is the name of a file on the page: relative, since other machines have
// other directories.
func (*pageBuilder) shown(name string) string {
	if path.IsAbs(name) || filepath.IsAbs(filepath.FromSlash(name)) {
		return path.Base(name)
	}
	return name
}

// itemName names an item over all files.
func itemName(file string, kind tracker.Kind, id backlog.ID) string {
	return file + "\n" + string(kind) + "\n" + id.Key()
}

func (b *pageBuilder) addEpic(e *evidence.EpicStatus, n int) {
	x := pageEpic{pageItem: b.item(&e.ItemStatus), Alone: e.ID == "", Anchor: fmt.Sprintf("epic-%d", n+1), Progress: e.Progress, Percent: percent(e.Progress)}
	for i := range e.Stories {
		x.Items = append(x.Items, b.item(&e.Stories[i]))
	}
	b.Epics = append(b.Epics, x)
}

func (b *pageBuilder) item(s *evidence.ItemStatus) pageItem {
	x := pageItem{
		W: b.W, ID: string(s.ID), Name: s.Title, URL: b.link(s.File, s.URL), Bucket: "missing", State: b.W.MissingOne,
		Drift: b.fields(s.Drift), Disputed: b.fields(s.ConflictFields),
	}
	if b.derived[placeOfItem{s.File, s.ID.Key()}] {
		x.ID = ""
	}
	if len(x.Disputed) == 0 {
		x.Conflict = s.Conflict
	}
	switch s.State {
	case tracker.Open:
		x.Bucket, x.State = "open", b.W.OpenOne
	case tracker.Closed:
		x.Bucket, x.State = "closed", b.W.ClosedOne
	}
	k := itemName(s.File, s.Kind, s.ID)
	x.Findings = b.findings[k]
	row := b.items[k]
	if row == nil || s.ID == "" {
		return x
	}
	if row.Recorded != nil {
		x.CreatedAt, x.Responsible = row.Recorded.CreatedAt, row.Recorded.Responsible
	}
	switch {
	case len(x.Findings) > 0:
		x.Mark, x.MarkClass = "✗ "+b.W.DiffersShort, "bad"
	case row.Presence == evidence.Present:
		x.Mark, x.MarkClass = "✓ "+b.W.Verified, "ok"
	}
	return x
}

// fields returns fields in the words of the page, and no longer than it shows them.
func (b *pageBuilder) fields(list []reconcile.Field) []reconcile.Field {
	var shown []reconcile.Field
	for _, f := range list {
		if name := b.W.Fields[f.Name]; name != "" {
			f.Name = name
		}
		f.Before, f.After = shortValue(f.Before), shortValue(f.After)
		shown = append(shown, f)
	}
	return shown
}

// link makes an address that is relative to a backlog file relative to the
// page.
func (b *pageBuilder) link(file, address string) string {
	if address == "" || b.dir == "" || strings.Contains(address, ":") || path.IsAbs(address) {
		return address
	}
	from, errFrom := filepath.Abs(b.dir)
	to, errTo := filepath.Abs(filepath.Dir(filepath.FromSlash(file)))
	rel, err := filepath.Rel(from, to)
	if errFrom != nil || errTo != nil || err != nil {
		return address
	}
	return path.Join(filepath.ToSlash(rel), address)
}

func percent(p evidence.Progress) int { return barOf(p, 100) }

// shortValue keeps long texts out of the page.
func shortValue(s string) string {
	const longest = 160
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}
