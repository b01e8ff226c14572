package reading

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

const (
	mostProposals = 5
	fewStories    = 20 // of which one more or less makes no other reading
)

// A Proposal is a reading that may be meant, ready to be declared.
type Proposal struct {
	Read   Declaration
	Result *Result // of reading so
}

// propose ranks whole readings, the best first: what is read without help, then
// what may be meant instead. Two declarations that read the same are one.
func (s *survey) propose(src []byte, opts Options) []Proposal {
	p := &proposer{declarer: newDeclarer(s), src: src, opts: opts, seen: make(map[string]bool)}
	return p.run(&planner{survey: s, scores: s.pooled(opts.weights())}, mostProposals)
}

// run tries the plans until there are as many proposals as are wanted.
func (p *proposer) run(plans *planner, most int) []Proposal {
	plans.begin(p.unaided())
	for len(p.out) < most {
		roles := plans.next()
		if roles == nil {
			break
		}
		d := p.declare(roles)
		if p.guessed && slices.Equal(d.Epics, p.base.Epics) {
			d.Epics = nil
		}
		p.try(d)
	}
	return p.out
}

// A proposer collects proposals that read different things.
type proposer struct {
	*declarer
	src  []byte
	opts Options
	out  []Proposal
	seen map[string]bool

	base    Declaration // of what is read without help
	guessed bool        // its patterns cannot say which its epics are
}

// try adds a declaration if it reads something new, and no pattern finds both epics and
// stories.
func (p *proposer) try(d Declaration) {
	if slices.ContainsFunc(d.Epics, func(text string) bool { return slices.Contains(d.Stories, text) }) {
		return
	}
	key := p.keyOf(p.reads(&d))
	if key == "" || p.seen[key] {
		return
	}
	p.seen[key] = true
	p.add(d, p.read(&d))
}

// hasUntitled reports whether an item has neither a title nor a number.
func (f *Result) hasUntitled() bool {
	untitled := func(id lexicon.ID, title string) bool {
		return title == "" && !strings.ContainsFunc(string(id), unicode.IsDigit)
	}
	return slices.ContainsFunc(f.Epics, func(e *Epic) bool { return untitled(e.ID, e.Title) }) ||
		slices.ContainsFunc(f.Stories, func(s *Story) bool { return untitled(s.ID, s.Title) })
}

func (p *proposer) read(d *Declaration) *Result {
	opts := p.opts
	opts.Read = d
	return Read(p.src, opts)
}

// add adds a reading that is new. Nobody wants items without titles and numbers.
func (p *proposer) add(d Declaration, f *Result) {
	if name := f.places(); name != "" && !p.seen[name] && !f.hasUntitled() {
		p.seen[name] = true
		p.out = append(p.out, Proposal{d, f})
	}
}

// places names the lines that are items, "" where none is.
func (f *Result) places() string {
	var b strings.Builder
	b.WriteString(f.epicPlaces())
	for _, s := range f.Stories {
		fmt.Fprint(&b, "s", s.Syntax.Line.Start)
	}
	return b.String()
}

func (f *Result) epicPlaces() string {
	var b strings.Builder
	for _, e := range f.Epics {
		fmt.Fprint(&b, "e", e.Syntax.Heading.Start)
	}
	return b.String()
}

// keyOf names the items that sites with these roles are, "" if there are none.
func (p *proposer) keyOf(roles []role) string {
	var b strings.Builder
	named := make(map[string]bool)
	for i, r := range roles {
		if r == roleOfNone {
			continue
		}
		if x := &p.sites[i]; x.coded() {
			key := fmt.Sprint(r, x.Id.Key())
			if named[key] {
				continue
			}
			named[key] = true
		}
		fmt.Fprint(&b, r, ":", i, " ")
	}
	return b.String()
}

// unaided proposes what is read without help, and returns what that makes of each
// site. What patterns cannot say is left to the guess. What they make of it beside
// it is proposed only if its stories are others: nobody looks for the same once more.
func (p *proposer) unaided() []role {
	want := p.taken()
	if !slices.ContainsFunc(want, func(r role) bool { return r != roleOfNone }) {
		return want
	}
	guess, d := p.read(nil), p.declare(want)
	name := guess.places()
	p.base = d
	for _, e := range []Declaration{d, {Epics: d.Epics, Ignore: d.Ignore}, {Stories: d.Stories, Ignore: d.Ignore}} {
		x := p.read(&e)
		if x.places() == name {
			p.add(e, x)
			if guess.tellsAs(p.read(&d)) {
				return want
			}
			break
		}
		p.guessed = p.guessed || e.Epics != nil && x.epicPlaces() != guess.epicPlaces()
	}
	p.try(d)
	return want
}

// tellsAs reports whether the stories of two readings are the same but for a few.
func (f *Result) tellsAs(other *Result) bool {
	here := make(map[int]bool, len(f.Stories))
	for _, s := range f.Stories {
		here[s.Syntax.Line.Start] = true
	}
	both := 0
	for _, s := range other.Stories {
		if here[s.Syntax.Line.Start] {
			both++
		}
	}
	all := len(f.Stories) + len(other.Stories) - both
	return (all-both)*fewStories <= all
}
