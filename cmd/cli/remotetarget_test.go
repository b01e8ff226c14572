package cli

import "testing"

// An address of ssh becomes the web address of the project; others stay.
func TestWebAddress(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"git@github.com:acme/shop.git":               "https://github.com/acme/shop",
		"git@GitHub.com:/acme/shop.git":              "https://github.com/acme/shop",
		"org-7@lab.example:group/sub/shop":           "https://lab.example/group/sub/shop",
		"ssh://git@github.com/acme/shop.git":         "https://github.com/acme/shop",
		"ssh://git@lab.example:2222/group/shop.git":  "https://lab.example/group/shop",
		"ssh://git@ssh.github.com:443/acme/shop.git": "https://github.com/acme/shop",
		"git@altssh.gitlab.com:group/shop.git":       "https://gitlab.com/group/shop",
		"ssh://git:s3cret@lab.example/a/b":           "ssh://git:s3cret@lab.example/a/b",
		"u5er:s3cret@github.com/acme/shop":           "u5er:s3cret@github.com/acme/shop",
		"https://github.com/acme/shop.git":           "https://github.com/acme/shop.git",
		"github:acme/shop":                           "github:acme/shop",
		"local:/home/ana@work:a/b":                   "local:/home/ana@work:a/b",
		"":                                           "",
	} {
		if got := webAddress(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}
