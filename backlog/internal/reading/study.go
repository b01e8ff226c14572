package reading

import "github.com/backlogsync/backlogsync/backlog/internal/lexicon"

// A Study is what is seen of a file before any table of weights decides: what
// the weights are fitted to.
type Study struct {
	Schemes []Scheme
	survey  *survey // nil if the Markdown cannot be parsed
	src     []byte
	opts    Options
}

// A Scheme is a number of lines that are written alike.
type Scheme struct {
	Sites []Site
	Shows []int8 // each signal, in sixteenths
	Bare  bool   // the lines have no IDs
}

// A Site is a line that may define an item.
type Site struct {
	ID    lexicon.ID
	Title string
	At    int // where the line begins
}

// NewStudy looks at a file.
func NewStudy(src []byte, opts Options) *Study {
	r := look(&Result{opts: opts, src: src})
	if r == nil {
		return &Study{}
	}
	r.decide(r.prepare())
	st := &Study{survey: takeSurvey(r.f, r.lines), src: src, opts: opts}
	for _, c := range st.survey.schemes {
		x := Scheme{Shows: c.shows[:], Bare: c.bare()}
		for _, i := range c.sites {
			s := &st.survey.sites[i]
			x.Sites = append(x.Sites, Site{s.Id, s.Title, s.line.Start})
		}
		st.Schemes = append(st.Schemes, x)
	}
	return st
}

// A Role is what the lines of a scheme are.
type Role = role

// The roles.
const (
	RoleNone  = roleOfNone
	RoleStory = roleOfStory
	RoleEpic  = roleOfEpic
)

// Declare returns the declaration that gives the schemes their roles.
func (st *Study) Declare(roles []Role) Declaration {
	if st.survey == nil {
		return Declaration{Epics: []string{}, Stories: []string{}}
	}
	want := make([]role, len(st.survey.sites))
	for i := range want {
		want[i] = roles[st.survey.sites[i].scheme]
	}
	return newDeclarer(st.survey).declare(want)
}

// Propose ranks whole readings of a file, the best first.
func (st *Study) Propose() []Proposal {
	if st.survey == nil {
		return nil
	}
	return st.survey.propose(st.src, st.opts)
}

// Propose is [Study.Propose] for who asks nothing else.
func Propose(src []byte, opts Options) []Proposal { return NewStudy(src, opts).Propose() }

// SignalWords returns the words that explain each signal, and which way it may
// speak for sites with IDs, for those without, and for epics.
func SignalWords() (words []string, senses [3][]string) {
	for _, w := range signalWords {
		words = append(words, w.words)
		for i, s := range []sense{w.coded, w.bare, w.epic} {
			senses[i] = append(senses[i], string(s))
		}
	}
	return words, senses
}

// SignalName returns the name of a signal in the source.
func SignalName(i int) string { return signal(i).String() }
