package backlog

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// statusWord returns the word for a state: the one that the file has most often
// for it, else that of the file's language. Words for dropped work give a reason,
// such as that it is a duplicate, which may be another one here.
func (p *puller) statusWord(s Status) string {
	if word, ok := p.words()[s]; ok && s != StatusDropped {
		return word
	}
	return lexicon.StatusWord(p.f.language, s)
}

// readWords returns the words that the stories of the file have most often for each
// state, the first of those that it has equally often.
func (p *puller) readWords() map[Status]string {
	count := make(map[string]int)
	words := make(map[Status]string)
	note := func(text string) {
		_, word := lexicon.CutMark(strings.TrimSpace(text))
		s, ok := lexicon.StatusWords[lexicon.Fold(word)]
		if !ok {
			return
		}
		if count[word]++; count[word] > count[words[s]] {
			words[s] = word
		}
	}
	row := markdown.RowReader{D: p.d}
	rows := p.rows()
	for _, s := range p.f.stories {
		for _, at := range rows[s.key] {
			row.Read(at.rows[at.row])
			for c, heading := range at.header {
				if isStatusColumn(heading) {
					note(row.Text(c))
				}
			}
		}
		p.fieldPlaces(s.syntax.Line, lexicon.FieldStatus, func(now string) string {
			note(now)
			return now
		})
	}
	return words
}
