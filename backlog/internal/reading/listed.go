package reading

import (
	"iter"
	"strings"
)

// listed returns the members of a list with commas or semicolons between them.
// A member with such a sign in it stands in double quotes.
func listed(list string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for list != "" {
			end := memberEnd(list)
			member := strings.TrimSpace(list[:end])
			if n := len(member); n > 1 && member[0] == '"' && strings.IndexByte(member[1:], '"') == n-2 {
				member = strings.TrimSpace(member[1 : n-1])
			}
			if member != "" && !yield(member) {
				return
			}
			list = list[min(end+1, len(list)):]
		}
	}
}

// memberEnd returns where the first member of a list ends. A quote that is
// never closed is a sign like any other.
func memberEnd(list string) int {
	for i := 0; i < len(list); i++ {
		switch list[i] {
		case ',', ';':
			return i
		case '"':
			if n := strings.IndexByte(list[i+1:], '"'); n >= 0 {
				i += n + 1
			}
		}
	}
	return len(list)
}

// quoted returns a member as a list that [listed] reads has it.
func quoted(member string) string {
	if strings.ContainsAny(member, ",;") && !strings.Contains(member, `"`) {
		return `"` + member + `"`
	}
	return member
}
