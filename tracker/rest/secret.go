package rest

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
)

// minSecret is how long a token has to be to be looked for in texts: those of
// services have 20 characters and more, and a shorter one may be a word.
const minSecret = 8

// redact puts *** in place of the token and of the password of the API's
// address, in whatever form they stand there, see [redactSecret].
func (g *guard) redact(text string) string {
	secrets := []string{g.Token}
	if g.API.User != nil {
		password, _ := g.API.User.Password() // "" if there is none
		secrets = append(secrets, g.API.User.Username()+":"+password, password)
	}
	for _, secret := range secrets {
		text = redactSecret(text, secret)
	}
	return text
}

// redactSecret puts *** in place of a secret, as it is, percent-encoded, or in
// Base64.
func redactSecret(text, secret string) string {
	if len(secret) < minSecret {
		return text
	}
	for _, form := range []string{
		secret, url.QueryEscape(secret), // spaces as "+"
		base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)),
	} {
		text = strings.ReplaceAll(text, form, "***")
	}
	if !strings.Contains(text, "%") {
		return text
	}
	return percentEncoded(secret).ReplaceAllLiteralString(text, "***")
}

// percentEncoded matches a secret of which any bytes are percent-encoded, once or more
// and whether they need it or not: whoever decodes it has the secret.
func percentEncoded(secret string) *regexp.Regexp {
	var expr strings.Builder
	for i := range len(secret) {
		c := secret[i : i+1]
		fmt.Fprintf(&expr, `(?:%s|%%(?:25)*(?i:%02x))`, regexp.QuoteMeta(c), c)
	}
	return regexp.MustCompile(expr.String())
}

// clean takes the credentials out of the texts of e, which may be those of a
// server that repeats what it was sent, and returns e.
// What is not the address of a moved item is left out of MovedTo.
func (g *guard) clean(e *tracker.Error) *tracker.Error {
	e.Hint = g.redact(e.Hint)
	if e.MovedTo != "" && CheckWeb(e.MovedTo) != nil {
		e.MovedTo = ""
	}
	if e.Err != nil {
		if text := e.Err.Error(); g.redact(text) != text {
			e.Err = &cleanError{g.redact(text), e.Err}
		}
	}
	return e
}

// A cleanError is an error with another text.
type cleanError struct {
	text string
	err  error
}

func (e *cleanError) Error() string { return e.text }
func (e *cleanError) Unwrap() error { return e.err }
