package rest

import (
	"encoding/base64"
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
)

// The address of an item is one that a file can hold, and leads to it.
func TestCheckAddress(t *testing.T) {
	t.Parallel()
	item := tracker.Ref{Kind: tracker.KindIssue, Key: "17"}
	of := func(address string) (tracker.Ref, bool) {
		key, ok := strings.CutPrefix(address[strings.Index(address, "://"):], "://host.example/acme/shop/issues/")
		return tracker.Ref{Kind: tracker.KindIssue, Key: key}, ok
	}
	const good = "https://host.example/acme/shop/issues/17"
	for _, address := range []string{good, "http://host.example/acme/shop/issues/17"} {
		if err := CheckAddress(address, item, of); err != nil {
			t.Error(err)
		}
	}
	for _, address := range []string{
		"", "/acme/shop/issues/17", "//host.example/acme/shop/issues/17", "javascript:alert(1)//17", "ftp://host.example/acme/shop/issues/17",
		"https:///acme/shop/issues/17", "https://host.example/acme/shop/issues/18", "https://evil.example/acme/shop/issues/17",
		"http://host.example/x\n| evil |/17", good + "\n", good + "\r", "\t" + good, good + " ", good + "\u2028", good + "\u0085", good + "\u202e", good + "\u00a0",
		good + "\x1b]0;x\x07", good + "?x", good + "#x", good + "](http://evil.example)[",
		good + "|", good + "<script>", good + "`", good + "\\", good + "\"", good + "'",
		"https://u:passw0rd@host.example/acme/shop/issues/17", "https://u@host.example/acme/shop/issues/17",
		"https://host.example:x/acme/shop/issues/17", good + "\xff",
	} {
		err := CheckAddress(address, item, of)
		if good := strings.Contains(address, "shop/issues/18") || strings.Contains(address, "evil.example/acme"); !good && CheckWeb(address) == nil {
			t.Errorf("%q is taken for an address", address)
		}
		if !final(err) || strings.ContainsAny(err.Error(), "\n\r\x1b\u2028\u202e") || strings.Contains(err.Error(), "passw0rd") {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// Addresses are shown without user information, and targets have none.
func TestShown(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://host.example/x":                    "https://host.example/x",
		"https://u:passw0rd@host.example/x?y=1":     "https://host.example/x?y=1",
		"https://passw0rd@host.example":             "https://host.example",
		"https://u:pass/w0rd@host.example/x":        "https://host.example/x",
		"https://u:passw0rd@host.example:x/":        "https://host.example:x/",
		"u:passw0rd@host.example/x":                 "host.example/x",
		"https://u:passw0rd@host.example/a b\x00/c": "https://host.example/a b\x00/c",
		"acme/shop": "acme/shop",
		"":          "",
	} {
		if got := Shown(address); got != want {
			t.Errorf("Shown(%q) = %q", address, got)
		}
	}
	for address, ok := range map[string]bool{
		"acme/shop": true, "https://host.example/acme/shop": true, "ssh://git@host.example/acme/shop": true, "1234": true,
		"https://u:passw0rd@host.example/acme/shop": false, "https://passw0rd@host.example/acme/shop": false, "http://u:@host.example/a/b": false,
		"ssh://git:passw0rd@host.example/acme/shop": false, "u:passw0rd@host.example/acme/shop": false, "https:/passw0rd@host.example/a/b": false,
		"ssh://host.example/~passw0rd@work/shop": false, "https://git@host.example/acme/shop": false,
	} {
		err := CheckTarget(address)
		if (err == nil) != ok || err != nil && strings.Contains(err.Error(), "passw0rd") {
			t.Errorf("CheckTarget(%q) = %v", address, err)
		}
	}
	u := &url.URL{Scheme: "https", User: url.UserPassword("u", "p"), Host: "h"}
	if got := WithoutUser(u).String(); got != "https://h" || u.User == nil {
		t.Errorf("%s of %s", got, u)
	}
}

// User information is in no address of a text, however odd it is; everything
// else stays.
func TestWithoutUsers(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://u5er:s3cret@host.example/a/b":                   "https://host.example/a/b",
		"https://s3cret@host.example":                            "https://host.example",
		"https://u5er:s3c@ret@host.example/a@b":                  "https://host.example/a@b",
		"https://u5er:s3c/ret@host.example/a":                    "https://host.example/a",
		"http://u5er:s3cret@127.0.0.1:80/ and ssh://s3cret@h.x/": "http://127.0.0.1:80/ and ssh://h.x/",
		`Get "http://u5er:s3cret@h.x/?q=1": refused`:             `Get "http://h.x/?q=1": refused`,
		"HTTPS://u5er:s3cret@h.x":                                "HTTPS://h.x",
		"gitlab:https://u5er:s3cret@h.x/a/b":                     "gitlab:https://h.x/a/b",
		"https://h.x/@ana and https://h.x:8443/@ana":             "https://h.x/@ana and https://h.x:8443/@ana",
		"http://[::1]:80/a?b=c@d#e@f":                            "http://[::1]:80/a?b=c@d#e@f",
		"git@host.example:acme/shop.git":                         "git@host.example:acme/shop.git",
		"@ana of https://h.x":                                    "@ana of https://h.x",
		"http:/u5er:s3cret@h.x/a":                                "http:/h.x/a",
		"github:https:/u5er:s3cret@h.x/a":                        "github:https:/h.x/a",
		"local:/home/ana@work/a and file:/ana@work":              "local:/home/ana@work/a and file:/ana@work",
		"https:///u5er:s3cret@h.x":                               "https:///h.x",
		"https://":                                               "https://",
		"https:// @":                                             "https:// @",
		"https://?mail=ana@h.x":                                  "https://?mail=ana@h.x",
	} {
		if got := WithoutUsers(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

// What a server repeats of the credentials is not shown, in whatever form.
func TestClean(t *testing.T) {
	t.Parallel()
	g, _ := newGuard(t, "https://u5er:pass%2Fw0rd@api.example/")
	g.Token = "oauth+0123/456789="
	cause := errors.New("401: you sent Authorization: Bearer oauth+0123/456789=, that is oauth%2B0123%2F456789%3D or " +
		base64.StdEncoding.EncodeToString([]byte(g.Token)) + " or Basic " +
		base64.StdEncoding.EncodeToString([]byte("u5er:pass/w0rd")) + " with pass/w0rd, pass%2Fw0rd")
	e := g.clean(&tracker.Error{Target: "x", Op: "read", Kind: tracker.ErrUnauthorized, Hint: "not sent to oauth+0123/456789=.example", Err: cause})
	const want = "x: read: not authorized: 401: you sent Authorization: Bearer ***, that is *** or *** or Basic *** with ***, ***"
	if e.Error() != want || e.Hint != "not sent to ***.example" || !errors.Is(e, cause) {
		t.Errorf("%s; hint %s", e.Error(), e.Hint)
	}
	if e := g.clean(&tracker.Error{Kind: tracker.ErrNotFound, Err: cause}); !errors.Is(e, tracker.ErrNotFound) {
		t.Error("the kind is lost")
	}
	g.Token = "glpat-\xfe\xff\xfe" // whose Base64 differs between the alphabets
	if e := g.clean(&tracker.Error{Kind: tracker.ErrNotFound, Err: errors.New(base64.RawURLEncoding.EncodeToString([]byte(g.Token)))}); e.Err.Error() != "***" {
		t.Errorf("%v", e.Err)
	}
	plain := errors.New("404 Not Found")
	if e := g.clean(&tracker.Error{Kind: tracker.ErrNotFound, Err: plain}); e.Err.Error() != plain.Error() {
		t.Errorf("%v", e.Err)
	}
	g.Token, g.API = "word", &url.URL{}
	if e := g.clean(&tracker.Error{Kind: tracker.ErrNotFound, Err: errors.New("a word")}); e.Err.Error() != "a word" {
		t.Errorf("%v", e.Err)
	}
	for address, want := range map[string]string{"https://h/a/b/issues/1": "https://h/a/b/issues/1", "javascript:x": "", "https://h/\n": ""} {
		if e := g.clean(&tracker.Error{Kind: tracker.ErrNotFound, MovedTo: address}); e.MovedTo != want {
			t.Errorf("moved to %q", e.MovedTo)
		}
	}
	if e := g.clean(&tracker.Error{Kind: tracker.ErrNotFound}); e.Err != nil {
		t.Errorf("%v", e.Err)
	}
}
