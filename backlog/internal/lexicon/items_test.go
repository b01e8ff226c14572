package lexicon

import "testing"

func TestIsKindWord(t *testing.T) {
	t.Parallel()
	titlesAre(t, IsKindWord,
		[]string{"story", "tarea", "bug", "user story", "feature", "spike"},
		[]string{"epic", "item", "initiative", "stories and tasks", ""})
}
