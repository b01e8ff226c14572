package rest

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/tracker"
)

// sameOrigin reports whether two addresses have the scheme, the host and the
// port in common.
func sameOrigin(a, b *url.URL) bool {
	return strings.EqualFold(a.Scheme, b.Scheme) && strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}

func port(u *url.URL) string {
	usual := map[string]string{"http": "80", "https": "443"}
	return cmp.Or(u.Port(), usual[u.Scheme])
}

// WithoutUser returns u without user information.
func WithoutUser(u *url.URL) *url.URL {
	plain := *u
	plain.User = nil
	return &plain
}

// Shown returns an address without user information, even if it cannot be
// parsed.
func Shown(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		return address[strings.LastIndex(address, "@")+1:]
	}
	return scheme + "://" + rest[userInfo(rest):]
}

// addresses finds what looks like an address in a text. It is not parsed as one,
// since that fails for the addresses that errors are about; one slash is a slip
// that is made with a password, too.
var addresses = regexp.MustCompile(`(?:[A-Za-z][A-Za-z0-9+.-]*:/|\b[Hh][Tt][Tt][Pp][Ss]?:)/[^\s"'<>\x60]+`)

// WithoutUsers removes the user information from every address in a text, so
// that no password is shown or stored. "git@host:path" stays as it is, because
// it names no person.
func WithoutUsers(text string) string {
	if !strings.Contains(text, "@") {
		return text
	}
	return addresses.ReplaceAllStringFunc(text, func(address string) string {
		scheme, _, _ := strings.Cut(address, ":")
		rest := strings.TrimLeft(address[len(scheme)+1:], "/")
		return strings.TrimSuffix(address, rest) + rest[userInfo(rest):]
	})
}

// userInfo returns how long the user information of an address without its
// scheme is, with its "@". A "/" in a password should have been escaped, and is
// part of it all the same where no port could stand there.
func userInfo(rest string) int {
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	if i := strings.LastIndexByte(rest[:end], '@'); i >= 0 {
		return i + 1
	}
	_, port, ok := strings.Cut(rest[:end], ":")
	if !ok || rest[0] == '[' || strings.Trim(port, "0123456789") == "" {
		return 0
	}
	return strings.LastIndexByte(rest, '@') + 1
}

// CheckTarget returns an error if target contains user information, which would
// be written into ledgers and plans. The error does not repeat it. A user
// without a password is allowed in an ssh address of git.
func CheckTarget(target string) error {
	if u, err := url.Parse(target); err == nil && u.User != nil && strings.EqualFold(u.Scheme, "ssh") {
		if _, ok := u.User.Password(); !ok {
			return nil
		}
	}
	if !strings.Contains(target, "@") {
		return nil
	}
	return errors.New("the target has a user name or a password")
}

// CheckAddress returns an error unless an address from a server is a web
// address of the item: http or https, one line without characters that have a
// meaning in Markdown, and leading to that item of the project. of returns the
// item that an address names, without a request.
func CheckAddress(address string, item tracker.Ref, of func(address string) (tracker.Ref, bool)) error {
	if err := CheckWeb(address); err != nil {
		return err
	}
	if named, ok := of(address); !ok || named != item {
		return &FinalError{fmt.Sprintf("the server gives %q as the address of %s", Shown(address), item)}
	}
	return nil
}

// CheckWeb checks only the form of an address, as [CheckAddress] does.
func CheckWeb(address string) error {
	bad := func(why string) error {
		return &FinalError{fmt.Sprintf("the server gives %q as an address: %s", Shown(address), why)}
	}
	unsafe := func(c rune) bool {
		return !unicode.IsGraphic(c) || unicode.IsSpace(c) || strings.ContainsRune("<>()[]{}|\\\"'`", c)
	}
	if strings.ContainsFunc(address, unsafe) || !utf8.ValidString(address) {
		return bad("it holds characters that no address holds")
	}
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return bad(plainURLError(err))
	case u.Scheme != "https" && u.Scheme != "http" || u.Host == "":
		return bad("it does not begin with https://host/")
	case u.User != nil:
		return bad("it holds a user name")
	case u.RawQuery != "" || u.Fragment != "":
		return bad("it holds a query")
	}
	return nil
}

// plainURLError leaves out the address of an error of [url.Parse], which may
// hold a password.
func plainURLError(err error) string {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}
