package backlog_test

import (
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
)

// What is said of the weights adds up to the scores, and what was decided is said
// beside it.
func TestWeigh(t *testing.T) {
	f := backlog.Parse("b.md", []byte("# Product backlog\n\n## Epic 1: Print\n\n### US-1: Labels\n\nText.\n\n- [ ] done at night\n\n## To do\n\n"+
		"- [ ] Sort the list\n\n- Fold\n"), nil)
	all := f.Weigh()
	stories, epics := 0, 0
	for i, w := range all {
		item, epic := w.ItemBias, w.EpicBias
		for _, s := range w.Signals {
			item += s.Share * s.Weight
			epic += s.Share * s.EpicWeight
			if s.Why == "" || s.Share < 1 || s.Share > 16 {
				t.Errorf("%s: %+v", w.Text, s)
			}
		}
		if w.Story != item-max(0, epic) || w.Epic != item-max(0, -epic) {
			t.Errorf("%s: the scores are %d and %d, but the signals make %d and %d", w.Text, w.Story, w.Epic, item, epic)
		}
		if i > 0 && max(w.PooledStory, w.PooledEpic) > max(all[i-1].PooledStory, all[i-1].PooledEpic) {
			t.Errorf("%s stands behind what is less likely", w.Text)
		}
		stories += w.Stories
		epics += w.Epics
	}
	if stories != len(f.Stories()) || epics != len(f.Epics()) || stories == 0 || epics == 0 {
		t.Errorf("%d stories and %d epics, not %d and %d", stories, epics, len(f.Stories()), len(f.Epics()))
	}
}
