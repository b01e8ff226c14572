package backlog

import "strings"

// epicNumber returns the part of a story's key that names its epic where IDs
// are numbered epic by epic: "1" of "us-1-2".
func epicNumber(key string) string {
	_, rest, ok := strings.Cut(key, "-")
	i := strings.LastIndexByte(rest, '-')
	if !ok || i < 0 {
		return ""
	}
	return rest[:i]
}

// numbered returns the epics by number, and whether the stories of the file
// are numbered by epic: some are, and not fewer than are not.
func (f *File) numbered() (epics map[string]*Epic, ok bool) {
	epics = make(map[string]*Epic, len(f.epics))
	for _, e := range f.epics {
		if number, ok := strings.CutPrefix(e.key, "epic-"); ok {
			epics[number] = e
		}
	}
	agree, differ := 0, 0
	for _, s := range f.stories {
		if s.Epic == "" {
			continue
		}
		if e := epics[epicNumber(s.key)]; e != nil && e.ID == s.Epic {
			agree++
		} else {
			differ++
		}
	}
	return epics, f.kind == FileExecution && agree+differ > 0 || agree > 0 && agree >= differ
}

// assignByNumber finds the epics of stories that stand in no epic's section, by
// their IDs: "US-3.2" and "E3-S2" are of epic 3, "A-01" is of epic A, "CHART-1"
// of CHART.
func (f *File) assignByNumber() {
	var epics map[string]*Epic
	for _, s := range f.stories {
		if s.Epic != "" || s.DerivedID {
			continue
		}
		if epics == nil {
			epics = make(map[string]*Epic, 2*len(f.epics))
			for _, e := range f.epics {
				epics[e.key] = e
				for _, word := range []string{"epic-", "ep-", "e-"} {
					if number, ok := strings.CutPrefix(e.key, word); ok && epics[number] == nil {
						epics[number] = e
					}
				}
			}
		}
		for key := s.key; ; {
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
	if ok && (storyCodes[word] || storyWords[word] || word == "s" || word == "f") {
		return rest
	}
	return key
}
