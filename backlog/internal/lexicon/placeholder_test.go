package lexicon

import "testing"

func TestIsPlaceholderTitle(t *testing.T) {
	t.Parallel()
	titlesAre(t, IsPlaceholderTitle,
		[]string{"{{title}}", "Title", "Título", "[Title of the story]", "<name> – <role>", "{name}", "…", "___", "..."},
		[]string{"", "[US-1] Login", "<b> is bold", "Title of the book", "Login…", "{a} b"})
}

func TestIsTemplateTitle(t *testing.T) {
	t.Parallel()
	titlesAre(t, IsTemplateTitle,
		[]string{"tasks: [feature name]", "[2026] [project]", "a [titulo]"},
		[]string{"tasks: [project](x.md)", "[project 2]", "[draft]", "[project", "project", ""})
}

func TestIsNothing(t *testing.T) {
	t.Parallel()
	titlesAre(t, IsNothing,
		[]string{"(none)", "None at the moment", "Nothing yet.", "_vuoto_", "Aucune pour le moment", "keine", "なし", "(нет)", "TBD"},
		[]string{"", "Nothing is shown after a search", "None of the buttons work", "Empty the basket", "Yet", "at the moment"})
}
