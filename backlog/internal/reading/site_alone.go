package reading

import (
	"bytes"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// kinds are what a file holds beside headings and a line or two of text. What
// backlogsync writes never counts.
type kinds struct{ lists, tables, others bool }

// shortText is how many bytes of text a file may hold between its lists.
const shortText = 240

func (s *survey) kindsOfFile() (k kinds) {
	for i := range s.d.Blocks {
		b := &s.d.Blocks[i]
		if s.isOurs(i) {
			continue
		}
		switch b.Kind {
		case markdown.BlockList:
			k.lists = true
		case markdown.BlockTable:
			k.tables = true
		case markdown.BlockParagraph:
			k.others = k.others || b.End-b.Start > shortText
		case markdown.BlockHTML:
			k.others = k.others || !bytes.HasPrefix(s.d.Src[b.Start:b.End], []byte("<!--"))
		case markdown.BlockOther:
			k.others = k.others || b.Node.Kind() != markdown.KindThematicBreak
		case markdown.BlockHeading:
		}
	}
	return k
}

// isOurs reports whether a block is one that backlogsync writes: of a record, or a
// relation list with its heading.
func (s *survey) isOurs(i int) bool {
	at := s.d.Blocks[i].Start
	if s.lines.skip[i] || s.f.Syntax.Relation.has(at) {
		return true
	}
	if k := s.d.Blocks[i].Kind; k != markdown.BlockHeading && k != markdown.BlockParagraph {
		return false
	}
	h := s.d.sectionOf(at)
	return h >= 0 && s.d.headings[h].block == i && (s.d.headings[h].ours || s.d.headings[h].lists)
}

// onlyLevel returns the level of all headings below the title but those of notes and
// the like, 0 if there are several.
func (s *survey) onlyLevel() (level int) {
	for i := range s.d.headings {
		h := &s.d.headings[i]
		if i == s.d.subject.top || h.ours || h.lists || s.d.noteOf(i).aside {
			continue
		}
		if level != 0 && level != h.level {
			return 0
		}
		level = h.level
	}
	return level
}

// alone says what the file holds beside the lists or tables of a scheme, where no
// line has an ID.
func (s *survey) alone(c *siteScheme, bare bool) {
	k := s.speech.kinds
	titled := s.titledAsWork()
	switch c.form {
	case formList, formOrdered, formChecklist:
		only := bare && c.bare() && c.level == 0 && k.lists && !k.tables && !k.others
		c.set(sigFileOfLists, only)
		c.set(sigFileOfBoxes, only && c.form == formChecklist)
		c.set(sigFileOfWorkLists, only && titled)
	case formTable:
		titled = (titled || s.subject.backlog) && s.sites[c.sites[0]].row.table.beginsWithTitles()
		c.set(sigTableOfFile, titled)
		c.set(sigFileOfTables, titled && k.tables && !k.lists && !k.others)
	}
}

// isOfRequirements reports whether codes are those of what a system must do, rather
// than of how well, or of anything else.
func (s *survey) isOfRequirements(c *siteScheme) bool {
	return lexicon.RequirementCodes[s.sites[c.sites[0]].Word]
}
