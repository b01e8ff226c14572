package cli

import (
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"

	"github.com/backlogsync/backlogsync/tracker/rest"
)

// withoutUser takes the user information out of every address in a text, see
// [rest.WithoutUsers].
func withoutUser(text string) string { return rest.WithoutUsers(text) }

// origin returns the scheme, the host and the port of a web address, which
// together are where a token goes; "" of what is not a web address. One without a
// scheme means https.
func origin(address string) string {
	u, err := url.Parse(withScheme(address))
	if err != nil || u.Hostname() == "" {
		return ""
	}
	port := u.Port()
	switch {
	case u.Scheme == "https" && port == "":
		port = "443"
	case u.Scheme == "http" && port == "":
		port = "80"
	case u.Scheme != "https" && u.Scheme != "http":
		return ""
	}
	return u.Scheme + "://" + net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}

// oneSlash is how an address begins in which a slash was left out: what follows is
// the host, user information in front of it.
var oneSlash = regexp.MustCompile(`^([Hh][Tt][Tt][Pp][Ss]?):/([^/]|$)`)

func withScheme(address string) string {
	if m := oneSlash.FindStringSubmatch(address); m != nil {
		return m[1] + "://" + address[len(m[1])+len(":/"):]
	}
	if strings.Contains(address, "://") {
		return address
	}
	return "https://" + address
}

// hostOf returns the host of an address, and its port if it names one.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

// checkPlain refuses to send a token over plain http, but to this machine.
func (ts *targets) checkPlain(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" || ts.insecureHTTP {
		return nil
	}
	if ip := net.ParseIP(u.Hostname()); u.Hostname() == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return withHint(fmt.Errorf("%s would send the token unencrypted", withoutUser(address)), "use https or --insecure-http")
}
