package lexicon

import "testing"

func TestFieldOf(t *testing.T) {
	t.Parallel()
	for label, want := range map[string]FieldRole{
		"Status": FieldStatus, "Estado": FieldStatus, "Priorität": FieldPriority, "Puntos de historia": FieldPoints, "Étiquettes": FieldLabels,
		"Assegnato a": FieldAssignee, "Fällig am": FieldDue, "Date d’échéance": FieldDue, "Depends on": FieldDepends, "Épico": FieldEpic,
		"Critères d'acceptation": FieldCriteria, "验收标准": FieldCriteria, "User story": FieldStory, "Story ID": FieldID, "Titolo": FieldTitle,
		"Completed": FieldDone, "  POINTS ": FieldPoints,
		// A remark behind it and a mark before it do not matter.
		"Estimate (days)": FieldPoints, "Estimate — days": FieldPoints, "✅ Acceptance criteria": FieldCriteria, "📋 Status": FieldStatus,
		"(Status)": FieldUnknown, "Status of": FieldUnknown, "Colour": FieldUnknown, "": FieldUnknown, "📋": FieldUnknown,
	} {
		if got := FieldOf(label); got != want {
			t.Errorf("%q is field %d, want %d", label, got, want)
		}
	}
}

func TestIsPriority(t *testing.T) {
	t.Parallel()
	for w, want := range map[string]bool{
		"P0": true, "p5": true, "P6": false, "P": false, "P10": false, "Q1": false, "Must": true, "won't have": true, "COULD-HAVE": true, "musts": false, "": false,
	} {
		if got := IsPriority(w); got != want {
			t.Errorf("%q: %t", w, got)
		}
	}
}
