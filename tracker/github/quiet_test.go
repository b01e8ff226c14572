package github

import (
	"net/url"
	"testing"
)

func TestQuietAddress(t *testing.T) {
	t.Parallel()
	hosted := &url.URL{Scheme: "https", Host: "github.com"}
	server := &url.URL{Scheme: "https", Host: "git.acme.example"}
	for _, c := range []struct {
		web       *url.URL
		address   string
		quiet     string
		reference bool
	}{
		{hosted, "https://github.com/acme/shop/issues/1", "https://redirect.github.com/acme/shop/issues/1", true},
		{hosted, "http://www.GitHub.com/acme/shop/pull/2/files?x=1#discussion_r3", "https://redirect.github.com/acme/shop/pull/2/files?x=1#discussion_r3", true},
		{hosted, "https://github.com/acme/shop/discussions/3#c", "https://redirect.github.com/acme/shop/discussions/3#c", true},
		{hosted, "https://redirect.github.com/acme/shop/issues/1", "", false},
		{hosted, "https://github.com/acme/shop/issues", "", false},
		{hosted, "https://github.com/acme/shop/issues/new", "", false},
		{hosted, "https://github.com/acme/shop/blob/HEAD/issues/1", "", false},
		{hosted, "https://git.acme.example/acme/shop/issues/1", "", false},
		{hosted, "mailto:a@github.com", "", false},
		{hosted, "docs/a.md", "", false},
		{server, "https://git.acme.example/acme/shop/issues/1", "", true},
		{server, "https://github.com/acme/shop/issues/1", "", false},
	} {
		if quiet, reference := quietAddress(c.web, c.address); quiet != c.quiet || reference != c.reference {
			t.Errorf("quietAddress(%s, %q) = %q, %v, want %q, %v", c.web.Host, c.address, quiet, reference, c.quiet, c.reference)
		}
	}
}
