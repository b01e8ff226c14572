package reading

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// assignByNumber finds the epics of stories that stand in no epic's section, by
// their IDs: "US-3.2" and "E3-S2" are of epic 3, "A-01" is of epic A, "CHART-1"
// of CHART.
func (f *Result) assignByNumber() {
	var epics map[string]*Epic
	for _, s := range f.Stories {
		if s.Epic != "" || s.DerivedID {
			continue
		}
		if epics == nil {
			epics = make(map[string]*Epic, 2*len(f.Epics))
			for _, e := range f.Epics {
				epics[e.Key] = e
				for _, word := range []string{"epic-", "ep-", "e-"} {
					if number, ok := strings.CutPrefix(e.Key, word); ok && epics[number] == nil {
						epics[number] = e
					}
				}
			}
		}
		for key := s.Key; ; {
			i := strings.LastIndexByte(key, '-')
			if i < 0 {
				break
			}
			key = key[:i]
			e := epics[key]
			if e == nil {
				e = epics[cutStoryWord(key)]
			}
			if e != nil {
				s.Epic = e.ID
				break
			}
		}
	}
}

// cutStoryWord takes a word or code for story off the beginning of a key.
func cutStoryWord(key string) string {
	word, rest, ok := strings.Cut(key, "-")
	if ok && (lexicon.StoryCodes[word] || lexicon.StoryWords[word] || word == "s" || word == "f") {
		return rest
	}
	return key
}
