package reading

// sortRuns sorts stably what consists of a few sorted runs, as the lines do that the
// forms find one form after the other: each run is merged with the next one, until
// one is left. The elements of s are moved or copied; only what is returned counts.
func sortRuns[T any](s []T, compare func(a, b T) int) []T {
	ends := runsOf(s, compare)
	if len(ends) < 2 {
		return s
	}
	for other := make([]T, len(s)); len(ends) > 1; s, other = other, s {
		merged := ends[:0]
		start := 0
		for i := 0; i < len(ends); i += 2 {
			mid, end := ends[i], ends[min(i+1, len(ends)-1)]
			merge(other[start:end], s[start:mid], s[mid:end], compare)
			merged = append(merged, end)
			start = end
		}
		ends = merged
	}
	return s
}

// runsOf returns where the sorted runs end that s consists of.
func runsOf[T any](s []T, compare func(a, b T) int) []int {
	var ends []int
	for i := 1; i <= len(s); i++ {
		if i == len(s) || compare(s[i-1], s[i]) > 0 {
			ends = append(ends, i)
		}
	}
	return ends
}

// merge merges two sorted runs. What is equal in both is taken from the first one
// first.
func merge[T any](to, a, b []T, compare func(a, b T) int) {
	for i := range to {
		switch {
		case len(a) == 0:
			copy(to[i:], b)
			return
		case len(b) == 0:
			copy(to[i:], a)
			return
		case compare(a[0], b[0]) <= 0:
			to[i], a = a[0], a[1:]
		default:
			to[i], b = b[0], b[1:]
		}
	}
}

// byLine sorts lines in the order of the file.
func byLine(lines []*candidate) []*candidate {
	return sortRuns(lines, func(a, b *candidate) int { return a.line.Start - b.line.Start })
}
