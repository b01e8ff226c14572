// Package reason defines the reasons that a plan gives: why a change is planned
// as it is, and why nothing at all is planned.
//
// Each reason is a type whose fields hold the details. String describes it for
// people and mentions no options of any program. A program can switch over the
// types to add what it offers to do.
package reason

import (
	"fmt"
	"strings"
)

// A Reason is one of the types of this package.
type Reason interface {
	// Code returns a stable name, such as "renumbered". It is "" if the action
	// of the change says enough.
	Code() string

	// String says what was found and what a person has to do in the file or in
	// the tracker, if anything.
	String() string
}

// Words returns a reason with the given code and text, for a program that adds
// what it offers to do, or for a plan that was read back.
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
