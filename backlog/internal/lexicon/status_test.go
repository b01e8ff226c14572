package lexicon

import "testing"

func TestReadStatus(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		want Status
		word bool
	}{
		// A word in each language.
		{"Done", StatusDone, true}, {"Hecho", StatusDone, true}, {"Concluído", StatusDone, true},
		{"Terminé", StatusDone, true}, {"Erledigt", StatusDone, true}, {"Completata", StatusDone, true}, {"完成", StatusDone, true},
		{"In progress", StatusDoing, true}, {"En curso", StatusDoing, true}, {"Em andamento", StatusDoing, true},
		{"En cours", StatusDoing, true}, {"In Arbeit", StatusDoing, true}, {"In corso", StatusDoing, true},
		{"To do", StatusTodo, true}, {"Por hacer", StatusTodo, true}, {"A fazer", StatusTodo, true},
		{"À faire", StatusTodo, true}, {"Offen", StatusTodo, true}, {"Da fare", StatusTodo, true},
		{"Cancelled", StatusDropped, true}, {"Descartada", StatusDropped, true}, {"Rejeitado", StatusDropped, true},
		{"Annulée", StatusDropped, true}, {"Verworfen", StatusDropped, true}, {"Scartata", StatusDropped, true},
		{"Pendiente", StatusPending, true}, {"Ausstehend", StatusPending, true}, {"Creado", StatusCreated, true}, {"Angelegt", StatusCreated, true},

		// The longest phrase at the beginning counts.
		{"Open since May", StatusTodo, true},
		{"Not started yet", StatusTodo, true},
		{"no longer wanted by anyone", StatusDropped, true},
		{"Maybe done", "", false},

		// A part of it, and its contrary.
		{"Implementado parcialmente", StatusDoing, true},
		{"Done, partly", StatusDoing, true},
		{"Cancelled partly", StatusDropped, true},
		{"Not done", StatusTodo, true},
		{"No hecho", StatusTodo, true},
		{"not cancelled", "", false},

		// Boxes and marks; a word says more.
		{"[x]", StatusDone, false},
		{"[ ]", StatusTodo, false},
		{"[x] cancelled", StatusDropped, true},
		{"✅", StatusCreated, false},
		{"✅ Done", StatusDone, true},
		{"🟢 In progress", StatusDoing, true},
		{"🚧 ???", StatusDoing, false},
		{"🔴", "", false},
		{"", "", false},
	} {
		if got, word := ReadStatus(test.text); got != test.want || word != test.word {
			t.Errorf("%q is %q, a word: %t, want %q, %t", test.text, got, word, test.want, test.word)
		}
	}
}

func TestReadYes(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]*bool{
		"Yes": new(true), "sí, desde mayo": new(true), "Ja": new(true), "是": new(true), "done": new(true), "[x]": new(true), "✅": new(true),
		"No": new(false), "não": new(false), "Nein": new(false), "[ ]": new(false), "In progress": new(false), "⬜": new(false),
		"": nil, "perhaps": nil, "🔴": nil,
	} {
		got := ReadYes(value)
		if (got == nil) != (want == nil) || got != nil && *got != *want {
			t.Errorf("%q is read wrongly", value)
		}
	}
}

func TestCutBox(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		want Status
		rest string
		ok   bool
	}{
		{"[ ] a", StatusTodo, " a", true},
		{"[X]", StatusDone, "", true},
		{"[☑] a", StatusDone, " a", true},
		{"[-] a", StatusDropped, " a", true},
		{"[/] a", StatusDoing, " a", true},
		{"[!] a", StatusDoing, " a", true},
		{"[x](https://x.example)", "", "[x](https://x.example)", false},
		{"[] a", StatusTodo, " a", true},
		{"[  ] a", StatusTodo, " a", true},
		{"[?] a", StatusTodo, " a", true},
		{"[x ] a", StatusDone, " a", true},
		{"[ X] a", StatusDone, " a", true},
		{"[v]", StatusDone, "", true},
		{"[]a", "", "[]a", false},
		{"[v]: a", "", "[v]: a", false},
		{"[](https://x.example)", "", "[](https://x.example)", false},
		{"[xx] a", "", "[xx] a", false},
		{"x] a", "", "x] a", false},
		{"[x", "", "[x", false},
	} {
		if s, rest, ok := CutBox(test.text); s != test.want || rest != test.rest || ok != test.ok {
			t.Errorf("%q: %q, %q, %t", test.text, s, rest, ok)
		}
	}
}

func TestCutMarks(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text   string
		status Status
		rest   string
	}{
		{"✅ a", StatusCreated, "a"},
		{"✔️ a", StatusCreated, "a"}, // with a selector of how it looks
		{"🔴 🚧 a ✅", StatusDoing, "a ✅"},
		{"🚧", StatusDoing, ""},
		{"a", "", "a"},
		{"", "", ""},
	} {
		if s, rest := CutMark(test.text); s != test.status || rest != test.rest {
			t.Errorf("CutMark(%q) = %q, %q", test.text, s, rest)
		}
	}
	for _, test := range []struct {
		text, title string
		status      Status
	}{
		{"a ✅", "a", StatusCreated},
		{"a 🚧 🔥", "a", StatusDoing},
		{"a 🔥", "a", ""},
		{"a", "a", ""},
		{"✅", "✅", ""}, // a title is left
	} {
		if title, s := CutTrailingMarks(test.text); title != test.title || s != test.status {
			t.Errorf("CutTrailingMarks(%q) = %q, %q", test.text, title, s)
		}
	}
}

func TestIsPlaceholder(t *testing.T) {
	t.Parallel()
	titlesAre(t, func(cell string) bool { return IsPlaceholder([]byte(cell)) },
		[]string{"", "-", "—", "_pending_", "**TBD**", " * n/a * ", "PENDIENTE", "En attente", "Ausstehend", "?"},
		[]string{"ana", "2026-02-15", "https://x.example/1", "pending for a very long time", "__x__", "- -"})
}
