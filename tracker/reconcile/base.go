package reconcile

import (
	"maps"
	"slices"
	"strings"
)

// A field is a managed field of an item.
type field uint8

// The managed fields, in the order in which they are shown and stored. Name is
// the title without the ID: it is in the base only, to notice that items have
// swapped their IDs.
const (
	fieldName field = iota
	fieldTitle
	fieldText
	fieldSource // the text before it was written for the service; in the base only
	fieldMilestone
	fieldState
	fieldDue
	fieldPoints
	fieldLabels // from here on sets
	fieldAssignees
	fieldStories  // of the issue of an epic: the issues that belong to it
	fieldBlockers // issues that block this one
	numFields
)

var fieldNames = [numFields]string{"name", "title", "text", "source", "milestone", "state", "due", "points", "labels", "assignees", "stories", "blockedBy"}

func (f field) String() string { return fieldNames[f] }

// A base is what file and tracker last agreed on, as digests. Its maps are
// not modified once made.
type base struct {
	values [fieldLabels]agreed
	sets   [numFields - fieldLabels]agreedSet
	pruned bool // closed because its story was gone from the file
}

// agreed is the base of a field with one value; zero if there is none. The two
// digests differ where file and tracker agreed to differ.
type agreed struct{ file, tracker string }

func (b *base) value(f field) agreed  { return b.values[f] }
func (b *base) set(f field) agreedSet { return b.sets[f-fieldLabels] }

// declared reports whether the file had a value: what it takes back leaves the
// tracker, what it never had is people's.
func (b *base) declared(f field) bool {
	v := b.values[f].file
	return v != "" && v != digest("")
}

func (b *base) agree(f field, file, tracker string) { b.values[f] = agreed{file, tracker} }
func (b *base) agreeSet(f field, s agreedSet)       { b.sets[f-fieldLabels] = s }

// String encodes b as one word: "title:3f…,labels:a1…+!b2…". A second digest
// after "/" is the tracker's side; "!" marks a member that the tracker lacks, "?"
// one that it refuses.
func (b *base) String() string {
	var words []string
	for f := range numFields {
		if w := b.word(f); w != "" {
			words = append(words, fieldNames[f]+":"+w)
		}
	}
	if b.pruned {
		words = append(words, "pruned:1")
	}
	return strings.Join(words, ",")
}

// word encodes what b has of a field, "" if that is nothing.
func (b *base) word(f field) string {
	if f >= fieldLabels {
		set := b.set(f)
		members := slices.Sorted(maps.Keys(set))
		for i, m := range members {
			members[i] = presenceMarks[set[m]] + m
		}
		return strings.Join(members, "+")
	}
	switch v := b.value(f); {
	case v == (agreed{}):
		return ""
	case v.tracker != v.file:
		return v.file + "/" + v.tracker
	default:
		return v.file
	}
}

// parseBase is lenient: a field it cannot read has no base.
func parseBase(s string) base {
	var b base
	for word := range strings.SplitSeq(s, ",") {
		name, value, ok := strings.Cut(word, ":")
		if !ok || value == "" {
			continue
		}
		if name == "pruned" {
			b.pruned = true
			continue
		}
		switch f := field(slices.Index(fieldNames[:], name)); {
		case f >= numFields: // an unknown name: -1 as a uint8
		case f < fieldLabels:
			file, tracker, split := strings.Cut(value, "/")
			if !split {
				tracker = file
			}
			b.agree(f, file, tracker)
		default:
			set := make(agreedSet)
			for member := range strings.SplitSeq(value, "+") {
				name := strings.TrimLeft(member, "!?")
				set[name] = presence(max(0, slices.Index(presenceMarks[:], member[:len(member)-len(name)])))
			}
			b.agreeSet(f, set)
		}
	}
	return b
}
