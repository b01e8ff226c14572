package reading

import "testing"

func TestSectionRoleOf(t *testing.T) {
	for title, want := range map[string]sectionRole{
		"Epic: Booking": sectionEpic, "Épica 2: Sala": sectionEpic, "Epic – Lend": sectionEpic, "High": sectionPriority, "**Later**": sectionPriority,
		"Doing (2)": sectionState, "Erledigt": sectionState, "Q1": sectionTime, "v1.2 (May)": sectionTime,
		"Booking": sectionPlain, "Open questions": sectionPlain, "Notes": sectionPlain,
	} {
		if got := sectionRoleOf(title); got != want {
			t.Errorf("%q: %d, not %d", title, got, want)
		}
	}
}
