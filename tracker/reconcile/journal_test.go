package reconcile

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
)

// A journal forgets what became of creates after a month, and refusals at once. A
// create of which it is not known what became is never forgotten.
func TestJournalForgets(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 2, 15, 12, 0, 0, 0, time.UTC)
	path := filepath.Join(t.TempDir(), "journal.jsonl")
	j, err := openJournal(path, now)
	if err != nil {
		t.Fatal(err)
	}
	for nonce, e := range map[string]entry{
		"intent, long ago":    {Op: opIntent, Time: now.Add(-10 * remembered)},
		"created, a month":    {Op: opCreated, Time: now.Add(-remembered)},
		"created, long ago":   {Op: opCreated, Time: now.Add(-remembered - time.Second)},
		"chosen, long ago":    {Op: opChosen, Time: now.Add(-remembered - time.Second)},
		"refused a while ago": {Op: opRefused, Time: now.Add(-time.Hour)},
	} {
		e.Nonce, e.Kind = nonce, tracker.KindIssue
		if err := j.append(e); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // again: what is left stays
		if j, err = openJournal(path, now); err != nil {
			t.Fatal(err)
		}
		got := slices.Sorted(slices.Values(j.order))
		if want := []string{"created, a month", "intent, long ago"}; !slices.Equal(got, want) {
			t.Errorf("the journal knows %q, want %q", got, want)
		}
	}
}
