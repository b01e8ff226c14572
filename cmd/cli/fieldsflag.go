package cli

import (
	"errors"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
)

// A fieldsFlag is a list of fields to pull.
type fieldsFlag []backlog.PullField

func (f *fieldsFlag) String() string { return joinFields(*f) }
func (f *fieldsFlag) Type() string   { return "fields" }

func joinFields(fields []backlog.PullField) string {
	words := make([]string, len(fields))
	for i, x := range fields {
		words[i] = string(x)
	}
	return strings.Join(words, ",")
}

// Set implements pflag.Value.
func (f *fieldsFlag) Set(s string) error {
	*f = nil
	for word := range strings.SplitSeq(s, ",") {
		switch name := backlog.PullField(strings.TrimSpace(word)); {
		case name == "all":
			*f = slices.Clone(backlog.PullFields)
		case !slices.Contains(backlog.PullFields, name):
			return errors.New("it is a list of " + joinFields(backlog.PullFields) + ", or all")
		case !slices.Contains(*f, name):
			*f = append(*f, name)
		}
	}
	return nil
}
