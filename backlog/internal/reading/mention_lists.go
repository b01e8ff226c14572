package reading

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// dropMentionLists drops the bullets and rows whose titles are nothing but IDs that the
// file defines elsewhere: "- **M1**: US-1..US-4", "| R2 | US-5, US-6 |". An epic may
// say so which stories it has.
func (l *candidates) dropMentionLists() {
	var named map[string]bool
	for _, c := range l.found {
		if c.declared || !c.found || c.Epic || c.heading >= 0 {
			continue
		}
		ids := idsOf(c.Title)
		if len(ids) == 0 {
			continue
		}
		if named == nil {
			named = l.named()
		}
		all := true
		for _, id := range ids {
			all = all && named[id]
		}
		if all {
			c.drop(notMention)
		}
	}
}

// named returns the IDs of lines that have titles of their own.
func (l *candidates) named() map[string]bool {
	named := make(map[string]bool)
	for _, c := range l.found {
		if c.found && c.Title != "" && len(idsOf(c.Title)) == 0 {
			named[c.idKey()] = true
		}
	}
	return named
}

// idsOf returns the keys of the IDs in a title that is a list or a range of them; none
// of one that is anything else.
func idsOf(title string) []string {
	if len(title) > longestMentions || !beginsNumbered(title) { // as nearly all
		return nil
	}
	var keys []string
	for part := range strings.SplitSeq(betweenIDs.Replace(title), ",") {
		l := lexicon.ScanLead(strings.TrimSpace(part))
		if l.Title != "" {
			return nil
		}
		keys = append(keys, l.Id.Key())
	}
	return keys
}

// beginsNumbered reports whether one of the first two words of a title has a number.
func beginsNumbered(title string) bool {
	first, rest, _ := strings.Cut(title, " ")
	second, _, _ := strings.Cut(rest, " ")
	return strings.ContainsAny(first, digits) || strings.ContainsAny(second, digits)
}

const digits = "0123456789"

// longestMentions is how many bytes a title may have that only names others.
const longestMentions = 120

// betweenIDs turns what stands between two IDs into a comma.
var betweenIDs = strings.NewReplacer(";", ",", "+", ",", "&", ",", "..", ",", "…", ",", " – ", ",", " — ", ",", " - ", ",", "→", ",", " to ", ",", " and ", ",")
