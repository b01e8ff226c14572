package backlog

import (
	"slices"
)

// A Proposal is another way to read a file, ready to be declared.
type Proposal struct {
	Read    Declaration
	Epics   int
	Stories int
	First   []string // titles of the first stories, or of the first epics if there are no stories
}

// Proposals returns other ways to read the file, the likeliest first. It
// returns none if the file declares its reading itself.
func (f *File) Proposals() []Proposal { return slices.Clone(f.proposals()) }

func (f *File) propose() []Proposal {
	if f.isDeclared() {
		return nil
	}
	var out []Proposal
	for _, p := range f.study().Propose() {
		x := Proposal{Read: p.Read, Epics: len(p.Result.Epics), Stories: len(p.Result.Stories)}
		for _, s := range p.Result.Stories {
			x.First = append(x.First, s.Title)
		}
		if len(x.First) == 0 {
			for _, e := range p.Result.Epics {
				x.First = append(x.First, e.Title)
			}
		}
		x.First = x.First[:min(len(x.First), mostTitles)]
		out = append(out, x)
	}
	return out
}

// isDeclared reports whether it is said how the file is read.
func (f *File) isDeclared() bool {
	return f.opts.Read != nil || f.opts.DefaultRead != nil || f.declares
}

// mostTitles is how many titles show what a proposal means.
const mostTitles = 3
