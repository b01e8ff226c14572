// Package reason has the reasons that a plan gives: why a change is what it is,
// and why nothing at all is planned.
//
// Each is a type with what it is about as its fields. String words it for people
// and names no option of any program, so that a program can add what it offers to do
// about it, by a switch over the types.
package reason

import (
	"fmt"
	"strings"
)

// A Reason is one of the types of this package.
type Reason interface {
	// Code returns a stable name, such as "renumbered". It is "" where the action
	// of a change says as much.
	Code() string

	// String says what was found and, where a person has to do something in the
	// file or in the tracker, what that is.
	String() string
}

// Words returns a reason in words of one's own: those of a program that adds what
// it offers, or those of a plan that was stored.
func Words(code, text string) Reason { return words{code, text} }

type words struct{ code, text string }

func (w words) Code() string   { return w.code }
func (w words) String() string { return w.text }

// and joins addresses.
func and(urls []string) string { return strings.Join(urls, " and ") }

// list joins IDs.
func list[S ~string](ids []S) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = string(id)
	}
	return strings.Join(names, ", ")
}

// some joins at most so many names, and says how many are left out.
func some[S ~string](names []S, most int) string {
	if n := len(names) - most; n > 0 {
		return fmt.Sprintf("%s and %d more", list(names[:most]), n)
	}
	return list(names)
}
