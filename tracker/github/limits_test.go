package github

import (
	"testing"
	"time"
)

// GitHub's own hosts are paced from the start, however their address was found;
// other servers are not.
func TestHostedLimits(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		target, apiURL, base string
		paced                bool
	}{
		{"acme/shop", "", "https://api.github.com/", true},
		{"acme/shop", "https://api.github.com", "https://api.github.com/", true},
		{"https://acme.ghe.com/acme/shop", "", "https://api.acme.ghe.com/", true},
		{"https://acme.ghe.com/acme/shop", "https://api.acme.ghe.com", "https://api.acme.ghe.com/", true},
		{"https://ghe.example/acme/shop", "", "https://ghe.example/api/v3/", false},
		{"https://ghe.example/acme/shop", "https://ghe.example/api/v3", "https://ghe.example/api/v3/", false},
		{"acme/shop", "http://127.0.0.1:4000", "http://127.0.0.1:4000/", false},
	} {
		tr, err := New(nil, test.target, &Options{APIURL: test.apiURL})
		if err != nil {
			t.Fatal(err)
		}
		if got := tr.client.Base().String(); got != test.base {
			t.Errorf("%s with %q: the API is at %s, want %s", test.target, test.apiURL, got, test.base)
		}
		l := tr.limits()
		if bytes, runes := l.BodyBytes == 262_144 && l.BodyRunes == 0, l.BodyBytes == 0 && l.BodyRunes == 65_536; test.paced && !bytes || !test.paced && !runes {
			t.Errorf("%s with %q: texts of %d bytes, %d characters", test.target, test.apiURL, l.BodyBytes, l.BodyRunes)
		}
		if paced := l.WriteInterval == time.Second && l.CreatesPerMinute == 80 && l.CreatesPerHour == 500; paced != test.paced {
			t.Errorf("%s with %q: limits %+v", test.target, test.apiURL, l)
		}
	}
	for _, bad := range []string{"ftp://x", "api.github.com", "://", "https:///api/v3"} {
		if _, err := New(nil, "acme/shop", &Options{APIURL: bad}); err == nil {
			t.Errorf("%q is taken for an address of an API", bad)
		}
	}
}
