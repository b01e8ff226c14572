package rest

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// An AnswerError is an answer whose status is not the expected success.
type AnswerError struct {
	Status int
	Text   string // the message of the service; see [Service].Words
	Body   []byte // the beginning of the body, at most 1 MiB
}

// Error implements error.
func (e *AnswerError) Error() string {
	status := fmt.Sprintf("%d %s", e.Status, http.StatusText(e.Status))
	switch {
	case e.Status/100 == 2:
		return "the answer is " + status
	case e.Text == "", e.Text == http.StatusText(e.Status):
		return strings.TrimSpace(status)
	case strings.HasPrefix(e.Text, fmt.Sprintf("%d ", e.Status)): // many repeat the status
		return e.Text
	}
	return strings.TrimSpace(status) + ": " + e.Text
}

// Status returns the HTTP status of err, or 0 if err is not an [AnswerError].
func Status(err error) int {
	if answer, ok := errors.AsType[*AnswerError](err); ok {
		return answer.Status
	}
	return 0
}

// IsMissing reports whether err is an answer with status 404 or 410.
func IsMissing(err error) bool {
	status := Status(err)
	return status == http.StatusNotFound || status == http.StatusGone
}

func (c *Client) answerError(resp *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	e := &AnswerError{Status: resp.StatusCode, Body: body}
	if err == nil && len(body) > 0 {
		e.Text = c.Words(body)
	}
	return e // of a body that is cut off, the status says what there is to say
}

// message is what most services say in words.
func message(body []byte) string {
	var words struct {
		Message string `json:"message"`
		Error   string `json:"error"`
	}
	if json.Unmarshal(body, &words) != nil {
		return "" // the page of a proxy says nothing
	}
	return cmp.Or(words.Message, words.Error)
}

// A notAPIError is an answer of another server than one of the service.
type notAPIError struct{ service, address string }

// NotAPI returns the error for an answer that is not from the service's API,
// such as a web page.
func (c *Client) NotAPI() error { return &notAPIError{c.Name, c.base.String()} }

func (e *notAPIError) Error() string { return "the answer is not that of a " + e.service + " API" }
