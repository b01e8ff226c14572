package reading

import "testing"

// A plan is the less likely the more it shares with those that were made: stories, and
// epics that no word names.
func TestWhatWasMadeSpeaksAgainstItsLike(t *testing.T) {
	s := &survey{}
	for range 8 {
		s.sites = append(s.sites, site{candidate: &candidate{heading: -1}})
	}
	set := func(sites ...int) *siteSet { return &siteSet{sites: sites, forms: 1} }
	made := plan{stories: set(0, 1, 2), epics: set(6)}
	p := &planner{survey: s, made: []plan{made}}
	last := -1
	for _, x := range []plan{
		{stories: set(4), epics: set()},
		{stories: set(4), epics: set(6)},
		{stories: set(0, 4, 5), epics: set(6)},
		{stories: set(0, 1), epics: set(6)},
		{stories: set(0, 1, 2), epics: set(7)},
	} {
		n := p.likeness(&x, &made)
		if n <= last {
			t.Errorf("likeness of stories %v with epics %v is %d, no more than %d", x.stories.sites, x.epics.sites, n, last)
		}
		last = n
	}
	near, far := plan{stories: set(0, 1), epics: set(), score: 25 * unit}, plan{stories: set(5), epics: set(), score: 10 * unit}
	p.plans = []plan{near, far}
	p.made = []plan{{stories: set(0, 1, 2), epics: set()}}
	if roles := p.next(); roles[0] != roleOfStory {
		t.Error("one plan that is like it was made, and a better one is not the next")
	}
	p.plans = []plan{near, far}
	p.made = []plan{{stories: set(0, 1, 2), epics: set()}, {stories: set(0, 1, 3), epics: set()}}
	if roles := p.next(); roles[5] != roleOfStory {
		t.Error("two plans that are like it were made, and something else is not the next")
	}
}
