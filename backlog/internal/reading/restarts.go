package reading

// schemeOf returns the scheme that an accepted item belongs to.
func schemeOf(c *candidate) schemeKey { return schemeKey{form: c.form, level: c.level, class: c.Class} }

// restarts tells the schemes whose numbering begins anew under each epic, or
// under each heading: in most of the places that hold a number which occurs
// again, the first number is the same.
func (n *naming) restarts(items []*candidate, several map[ItemKey][]*candidate, counted sequences) map[schemeKey]bool {
	type place struct {
		scheme schemeKey
		parent string
	}
	twice := make(map[schemeKey]bool)
	for _, same := range several {
		for _, c := range same[1:] {
			if n.parentName(c) == n.parentName(same[0]) {
				continue
			}
			if c.form == same[0].form && !isAgain(n.d, same[0], c) || counted.apart(same[0], c) {
				twice[counted.of(c)] = true
			}
		}
	}
	firsts := make(map[place]string)
	order := make(map[schemeKey][]place)
	for _, c := range items {
		if c.Epic || !c.found || !c.counted() {
			continue // "US-1.2" says itself what it is under
		}
		p := place{counted.of(c), n.parentName(c)}
		if _, ok := firsts[p]; !ok {
			firsts[p] = c.key
			order[p.scheme] = append(order[p.scheme], p)
		}
	}
	restart := make(map[schemeKey]bool)
	for scheme, places := range order {
		if !twice[scheme] || len(places) < 2 {
			continue
		}
		counts, most := make(map[string]int), 0
		for _, p := range places {
			counts[firsts[p]]++
			most = max(most, counts[firsts[p]])
		}
		restart[scheme] = most > 1 && most*2 >= len(places)
	}
	for scheme, first := range counted {
		restart[scheme] = restart[first]
	}
	return restart
}

// sequences names, for schemes of other forms that count anew, the one that stands for
// all of them: a table of bugs and a numbered list of chores, each from 1.
type sequences map[schemeKey]schemeKey

func (s sequences) of(c *candidate) schemeKey {
	k := schemeOf(c)
	if first, ok := s[k]; ok {
		return first
	}
	return k
}

// apart reports whether lines with one number, in two forms that count anew, are of two
// items.
func (s sequences) apart(a, b *candidate) bool {
	return a.form != b.form && s.of(a) == s.of(b) && !SimilarTitles(a.Title, b.Title)
}

// sequences finds the schemes of other forms whose numbers are the same and whose titles
// are not. Where most titles are alike, one form is an index of the other.
func (n *naming) sequences(several map[ItemKey][]*candidate) sequences {
	type pair [2]schemeKey
	apart := make(map[pair]int)
	for _, same := range several {
		for _, c := range same[1:] {
			def := same[0]
			if c.form == def.form || !c.isBareNumber() || !def.isBareNumber() {
				continue
			}
			if SimilarTitles(def.Title, c.Title) {
				apart[pair{schemeOf(def), schemeOf(c)}]--
			} else {
				apart[pair{schemeOf(def), schemeOf(c)}]++
			}
		}
	}
	joined := make(sequences)
	for p, more := range apart {
		if more > 0 {
			joined.join(p[0], p[1])
		}
	}
	return joined
}

// join makes two schemes one sequence.
func (s sequences) join(a, b schemeKey) {
	for _, k := range [...]schemeKey{a, b} {
		if _, ok := s[k]; !ok {
			s[k] = k
		}
	}
	from, to := s[b], s[a]
	for k, first := range s {
		if first == from {
			s[k] = to
		}
	}
}
