package lexicon

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestScanSentence(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 400)
	for _, test := range []struct {
		text       string
		role, want bool
	}{
		{"As a user, I want to log in, so that I see my orders.", true, true},
		{"as an editor I need a preview", true, true},
		{"As the shop, sales are counted", true, false}, // a role, set apart by a comma
		{"Como usuario, quiero entrar", true, true},
		{"Yo, como usuario, necesito entrar", true, true},
		{"Eu, como cliente, quero entrar", true, true},
		{"En tant que client, je veux entrer", true, true},
		{"En tant qu’admin, je souhaite entrer", true, true},
		{"Als Kundin möchte ich mich anmelden", true, true},
		{"Als klant wil ik inloggen", true, true},
		{"Come utente, voglio entrare", true, true},
		{"Mint vendég szeretnék belépni", true, true},
		{"Vendégként szeretnék belépni", true, true},
		{"Как клиент, я хочу войти", true, true},
		{"作为用户，我想登录", true, true},
		{"Sebagai pengguna, saya ingin masuk", true, true},
		{"Là khách hàng, tôi muốn đăng nhập", true, true},
		{"Jako klient chcę się zalogować", true, true},
		{"Kullanıcı olarak, giriş yapmak istiyorum", true, true},
		{"Kullanıcı olarak giriş", false, false},
		{"(2 pts) As a user, I want to log in", true, true},
		{"(2 pts) – As a user, I want to log in", true, true},
		{"2 pts) As a user, I want to log in", false, false},
		{"(a remark of more than thirty-two bytes) As a user, I want to log in", false, false},

		{"As a user", false, false},
		{"As a result, it fails", true, false},
		{"As a stream that is readable again, it fails", false, false},
		{"As agreed, it fails", false, false},
		{"As a " + strings.Repeat("very ", 10) + "patient user, errors are clear", false, false},
		{"As a user " + long + " I want to log in", false, false}, // out of reach
		{"Log in as a user, I want it", false, false},
		{"Assembly of parts", false, false},
		{"Some text", false, false},
		{"As a", false, false},
		{"", false, false},
	} {
		role, want := ScanSentence(test.text)
		if role != test.role || want != test.want {
			t.Errorf("%.60q: role %t, want %t", test.text, role, want)
		}
		if IsSentence(test.text) != role {
			t.Errorf("%.60q: a sentence: %t", test.text, !role)
		}
	}
}

func TestIsWish(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"I want to log in": true, "Quiero entrar": true, "Ich möchte mich anmelden": true, "Je veux entrer": true, "Voglio entrare": true,
		"Я хочу войти": true, "我想登录系统": true, "Ik wil inloggen": true,
		"Wanted: a login": false, "I wander about": false, "I want": false, "漢字漢字": false, "": false,
	} {
		if got := IsWish(text); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}

// The look at the first letters holds nothing back that the opener begins.
func TestMayOpen(t *testing.T) {
	t.Parallel()
	for _, o := range Openers {
		for _, text := range []string{o, strings.ToUpper(o), strings.ToUpper(o[:1]) + o[1:]} {
			if !MayOpen(text + "someone") {
				t.Errorf("%q does not open a sentence", text)
			}
		}
	}
	for _, text := range []string{"Go", "Ax a user", "Us and them", "1"} {
		if MayOpen(text) {
			t.Errorf("%q may open a sentence", text)
		}
	}
}

// Of a text whole runes are left, as many as fit.
func TestCutRunes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, n := rapid.String().Draw(t, "s"), rapid.IntRange(0, 40).Draw(t, "n")
		cut := CutRunes(s, n)
		_, next := utf8.DecodeRuneInString(s[len(cut):])
		if !strings.HasPrefix(s, cut) || len(cut) > n || !utf8.ValidString(cut) || len(cut) < len(s) && len(cut)+next <= n {
			t.Fatalf("the first %d bytes of %q are %q", n, s, cut)
		}
	})
}
