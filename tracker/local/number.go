package local

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/backlogsync/backlogsync/internal/files"
	"github.com/backlogsync/backlogsync/tracker"
)

// take returns the number of a new item, and notes it, in .last-issues or
// .last-milestones, before the item is there: a number that is skipped does no harm.
// A note that cannot be read, as after a merge of branches, counts for nothing.
func (t *Tracker) take(kind tracker.Kind) (int, error) {
	numbers, err := t.numbers(kind)
	if err != nil {
		return 0, err
	}
	highest := 0
	if len(numbers) > 0 {
		highest = numbers[len(numbers)-1]
	}
	if highest+1 < 1 { // the number after the largest that there is
		return 0, fmt.Errorf("%w: %s has the highest number there is; give it a lower one", tracker.ErrRejected,
			t.shown(t.file(tracker.Ref{Kind: kind, Key: strconv.Itoa(highest)})))
	}
	note := filepath.Join(t.dir, ".last-"+filepath.Base(t.folder(kind)))
	if text, err := files.Read(note); err == nil {
		if last, err := strconv.Atoi(strings.TrimSpace(string(text))); err == nil && last+1 > 0 {
			highest = max(highest, last)
		}
	}
	return highest + 1, write(note, []byte(strconv.Itoa(highest+1)+"\n"))
}
