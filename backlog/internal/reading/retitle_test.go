package reading_test

import (
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

func TestAlikeTitles(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Dark mode", "Quarterly tax statement", false},
		{"Dark mode", "Dark mode for tables", true},
		{"Dark mode", "A dark mode for all tables", false},
		{"Contraseña nueva", "CONTRASENA olvidada", true},
		{"Login, now", "Now: login", true},
		{"予約の変更", "予約の取消", true},
		{"予約の変更", "支払い", false},
		{"", "", false},
		{"-", "–", false},
	} {
		if got := reading.AlikeTitles(c.a, c.b); got != c.want {
			t.Errorf("reading.AlikeTitles(%q, %q) = %t", c.a, c.b, got)
		}
		if got := reading.AlikeTitles(c.b, c.a); got != c.want {
			t.Errorf("reading.AlikeTitles(%q, %q) = %t", c.b, c.a, got)
		}
	}
}
