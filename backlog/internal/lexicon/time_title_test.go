package lexicon

import (
	"strings"
	"testing"
)

func TestIsTimeTitle(t *testing.T) {
	for title, want := range map[string]bool{
		"v1.2 (may)": true, "1.4": true, "v2": true, "2.x": true, "q3 2026": true, "2026 q3": true, "2026-q3": true, "h1": true, "t2": true, "2027": true,
		"m1 – prototype": true, "sprint 4": true, "version 1.2 – mai": true, "release 2": true, "phase 1: base": true, "[1.2.0] - 2026-01-31": true, "kw 12": true,
		"april — slots": true, "mai": true, "d0 — monday": true, "day 2": true, "june 2026": true, "may (wood)": true,
		"1.4 (spring)": true, "1.4 – may": true, "[1.4]": true, "1.4 2027": true, "v1.4 harbour": true, "2.1 sensors": false, "2.1 — sensors (sensor.c)": false,
		"may we help": false, "march of the penguins": false, "april slots — wood": false,
		"j0": true, "j+1": true, "t+30 — after": true, "j-7": true, "t-001 login": false, "0.0": true, "0.0, ": true, "1.2 –": true, "d-7": false,
		"w3": true, "kw12": true, "semana 2": true, "mois 3": true, "第1周": true, "第二阶段": true, "3주차": true,
		"第": false, "周": false, "3": false, "m+1": false, "w1234": false, "weeks": false, "jam": false,
		"1. login": false, "12": false, "2026 in numbers": false, "sprint board": false, "release notes": false, "q and a": false, "mp3 player": false,
		"x.1": false, "": false, "booking": false, "v": false, "20th": false,
	} {
		if got := IsTimeTitle(Fold(title)); got != want {
			t.Errorf("%q: %t", title, got)
		}
	}
}

func TestCutTimeWords(t *testing.T) {
	for text, want := range map[string]string{
		"done last quarter": "done", "im letzten quartal erledigt": "erledigt", "fait ce mois": "fait", "done in 2026": "done", "done q3": "done",
		"done": "done", "last quarter": "last", "in progress": "progress", "erledigt": "erledigt",
	} {
		if got := CutTimeWords(strings.Fields(text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
