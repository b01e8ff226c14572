package reconcile

import (
	"encoding/json"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// Code returns the stable name of the reason, such as "renumbered", or ""
// without a reason.
func (c *Change) Code() string {
	if c.Reason == nil {
		return ""
	}
	return c.Reason.Code()
}

// A storedChange is a change as JSON has it.
type storedChange struct {
	Action Action       `json:"action"`
	Kind   tracker.Kind `json:"kind"`
	ID     backlog.ID   `json:"id"`
	Title  string       `json:"title"`
	URL    string       `json:"url"`
	Fields []Field      `json:"fields"`
	Code   string       `json:"code,omitempty"`
	Reason string       `json:"reason,omitempty"`
	File   string       `json:"file,omitempty"`
	Line   int          `json:"line,omitempty"`
}

// stored returns c with the words of its reason.
func (c *Change) stored(words string) storedChange {
	return storedChange{c.Action, c.Kind, c.ID, c.Title, c.URL, c.Fields, c.Code(), words, c.File, c.Line}
}

// MarshalJSON implements [json.Marshaler]. The reason is encoded as its code
// and its text.
func (c Change) MarshalJSON() ([]byte, error) {
	words := ""
	if c.Reason != nil {
		words = c.Reason.String()
	}
	return json.Marshal(c.stored(words))
}

// UnmarshalJSON implements [json.Unmarshaler]. Only the code and the text of
// the reason are restored.
func (c *Change) UnmarshalJSON(data []byte) error {
	var s storedChange
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	*c = Change{Action: s.Action, Kind: s.Kind, ID: s.ID, Title: s.Title, URL: s.URL, Fields: s.Fields, File: s.File, Line: s.Line}
	if s.Code+s.Reason != "" {
		c.Reason = reason.Words(s.Code, s.Reason)
	}
	return nil
}
