package reading

import (
	"cmp"
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// A role is what the sites of a scheme are.
type role uint8

const (
	roleOfNone role = iota
	roleOfStory
	roleOfEpic
	roleCount
)

// A Weight is what a signal adds to the score of a scheme, in tenths, if all of
// its sites show it: for being an item, of sites with an ID and without one, and
// for being an epic rather than a story.
type Weight struct{ Coded, Bare, Epic int8 }

// Weights turn signals into scores. A scheme with more than nothing is one of
// items.
type Weights struct {
	Bias    Weight
	Signals [signalCount]Weight
}

// weights returns those that are used.
func (o *Options) weights() *Weights {
	if o.Weights != nil {
		return o.Weights
	}
	return &weights
}

// A score says how much speaks for each role, against none of them.
type score [roleCount]int

// unit is what a score of one tenth is, in sixteenths of a weight.
const unit = full

func (t *Weights) score(c *siteScheme) score {
	item, epic := int(t.Bias.Coded), int(t.Bias.Epic)*unit
	if c.bare() {
		item = int(t.Bias.Bare)
	}
	item *= unit
	for sig, n := range c.shows {
		w := &t.Signals[sig]
		if c.bare() {
			item += int(w.Bare) * int(n)
		} else {
			item += int(w.Coded) * int(n)
		}
		epic += int(w.Epic) * int(n)
	}
	return score{roleOfStory: item - max(0, epic), roleOfEpic: item - max(0, -epic)}
}

func (s *score) best() role {
	switch {
	case s[roleOfStory] > 0 && s[roleOfStory] >= s[roleOfEpic]:
		return roleOfStory
	case s[roleOfEpic] > 0:
		return roleOfEpic
	}
	return roleOfNone
}

// lead says how far the best role is ahead of the next one.
func (s *score) lead() int {
	sorted := *s
	slices.Sort(sorted[:])
	return sorted[roleCount-1] - sorted[roleCount-2]
}

// A pool is the schemes of a family that speak for each other: sentences do not
// speak for other lines, nor titles for labels, nor notes for what is none.
type pool struct {
	family
	sentences, labels, aside bool
}

// pooled returns the scores of all schemes: those of a family speak for each
// other, each with the same voice, but for boxes, where the surest speaks for all.
func (s *survey) pooled(t *Weights) []score {
	scores := make([]score, len(s.schemes))
	families := make(map[pool][]int)
	var order []pool
	for i, c := range s.schemes {
		scores[i] = t.score(c)
		if s.isSpan(c) {
			scores[i][roleOfStory] -= s.lead(sureLead)
		}
		k := pool{c.family, c.isSentence(), int(c.shows[sigLabel])*2 > full, c.below(sigInAside)}
		if families[k] == nil {
			order = append(order, k)
		}
		families[k] = append(families[k], i)
	}
	for _, k := range order {
		sum, best := score{}, scores[families[k][0]]
		for _, i := range families[k] {
			for r := range sum {
				sum[r] += scores[i][r]
				best[r] = max(best[r], scores[i][r])
			}
		}
		for _, i := range families[k] {
			for r := range sum {
				common := sum[r] / len(families[k])
				if k.form == formChecklist { // boxes are all work, or none are
					common = best[r]
				}
				scores[i][r] = (3*scores[i][r] + 2*common) / 5
			}
		}
	}
	return scores
}

// isSpan reports whether most sites of a scheme are items of lists that name a stretch of
// time, with what is in it below: "- [ ] Release 1".
func (s *survey) isSpan(c *siteScheme) bool {
	n := 0
	for _, i := range c.judged {
		if x := &s.sites[i]; x.lists() && x.holdsListOnly() && sectionRoleOf(x.Title) == sectionTime {
			n++
		}
	}
	return n*2 > len(c.judged)
}

// assign gives each scheme the role that fits best together with the others:
// nothing is an item in the text of another one, and epics stand above stories.
func (s *survey) assign(scores []score) []role {
	roles := make([]role, len(scores))
	order := make([]int, len(scores))
	for i := range scores {
		roles[i], order[i] = scores[i].best(), i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[b].lead(), scores[a].lead()) })
	surrounds := s.surrounds()
	for range 4 {
		changed := false
		for _, i := range order {
			if roles[i] == roleOfNone {
				continue
			}
			for _, h := range surrounds[i] {
				if roles[h.scheme] != roleOfStory || h.sites*2 <= len(s.schemes[i].judged) {
					continue
				}
				inner, outer := scores[i][roles[i]]-s.step(i, h.scheme), scores[h.scheme][roleOfStory]
				changed = true
				if roles[i] == roleOfEpic || outer >= inner {
					roles[i] = roleOfNone
					break
				}
				roles[h.scheme] = roleOfNone
				if scores[h.scheme][roleOfEpic] > 0 {
					roles[h.scheme] = roleOfEpic
				}
			}
		}
		if !changed {
			break
		}
	}
	return roles
}

// step is how much surer lines without IDs must be than the items with IDs that
// they stand in, whose steps they may be.
func (s *survey) step(inner, outer int) int {
	if s.schemes[inner].bare() && !s.schemes[outer].bare() {
		if x := s.schemes[outer]; s.schemes[inner].isSentence() {
			if x.class == lexicon.ClassDotted && x.below(sigBelowSentences) {
				return 0 // "### 3.1 Calendar" with several sentences below it groups them
			}
			return proven * unit // the sentence of what has an ID says what that is
		}
		return s.lead(stepLead)
	}
	return 0
}

// A surround is a scheme that so many sites of another one stand in.
type surround struct{ scheme, sites int }

func (s *survey) surrounds() [][]surround {
	all := make([][]surround, len(s.schemes))
	for i, c := range s.schemes {
		at := make(map[int]int)
		for _, n := range c.judged {
			x := &s.sites[n]
			seen := -1
			for up := range s.around(x) {
				if x.beside(up) {
					continue
				}
				if up.scheme == i || up.scheme == seen || up.heading < 0 && !up.flows() && up.form != formList && up.form != formChecklist && up.form != formOrdered {
					continue
				}
				seen = up.scheme
				k, ok := at[up.scheme]
				if !ok {
					k = len(all[i])
					at[up.scheme] = k
					all[i] = append(all[i], surround{scheme: up.scheme})
				}
				all[i][k].sites++
			}
		}
	}
	return all
}

// rolesOfSites returns the role of each site. What stands in the text of a story is
// none, whatever its like are.
func (s *survey) rolesOfSites(roles []role) []role {
	out := make([]role, len(s.sites))
	for i := range s.sites {
		x := &s.sites[i]
		out[i] = roles[x.scheme]
		for up := range s.around(x) {
			if x.beside(up) {
				continue
			}
			if roles[up.scheme] == roleOfStory && (up.heading >= 0 || up.flows() || up.depth < x.depth) {
				out[i] = roleOfNone
			}
		}
	}
	return out
}
