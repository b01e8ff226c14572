package backlog

import (
	"cmp"
	"fmt"
	"slices"
)

// A Severity ranks findings. The zero Severity is invalid.
type Severity uint8

// Errors prevent planning; warnings do not.
const (
	SeverityWarning Severity = iota + 1
	SeverityError
)

// String returns "warning" or "error".
func (s Severity) String() string {
	switch s {
	case SeverityWarning:
		return "warning"
	case SeverityError:
		return "error"
	default:
		return fmt.Sprintf("severity(%d)", uint8(s))
	}
}

// MarshalText implements [encoding.TextMarshaler].
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// A Code names a kind of finding. Codes are stable across releases; messages
// are not.
type Code string

// The codes of findings. Those up to [CodeTooComplex] are errors.
const (
	CodeNotUTF8           Code = "not-utf8"
	CodeDuplicateID       Code = "duplicate-id"
	CodeBadURL            Code = "bad-url"
	CodeAmbiguousCheckbox Code = "ambiguous-checkbox"
	CodeTitleTooLong      Code = "title-too-long"
	CodeMergeConflict     Code = "merge-conflict"

	// CodeTooDeep and CodeTooComplex say that a file has more levels of lists
	// and quotes, or more markup characters in one place, than can be parsed in
	// reasonable time. No items of such a file are known.
	CodeTooDeep    Code = "too-deep"
	CodeTooComplex Code = "too-complex"

	CodeUnknownEpic Code = "unknown-epic" // a field names an epic that the file does not have
	CodeWrongEpic   Code = "wrong-epic"   // the number of a story names another epic than its position, which counts

	CodeCountMismatch     Code = "count-mismatch"
	CodeUnknownEvidence   Code = "unknown-evidence"
	CodeMissingEvidence   Code = "missing-evidence"
	CodeDuplicateEvidence Code = "duplicate-evidence"
	CodeBadTimestamp      Code = "bad-timestamp"
	CodeMissingMilestone  Code = "missing-milestone"
	CodeTickedButPending  Code = "ticked-but-pending"
	CodeSourceMissing     Code = "source-missing"
	CodeSourceDiffers     Code = "source-differs"
	CodeNoItems           Code = "no-items"
	CodeLeftOut           Code = "left-out"       // lines look like items of the file but are not
	CodeUnusedPattern     Code = "unused-pattern" // no line of any file matches a declared pattern
	CodeShortRow          Code = "short-row"      // a row has more cells than the table has columns
	CodeUnknownStatus     Code = "unknown-status" // a cell with the state of a story has no known word
	CodeUnknownValue      Code = "unknown-value"  // the value of a field is not of the kind that the field holds
	CodeSeveralCards      Code = "several-cards"  // a cell of a board holds several lines and is one story

	// CodeBrokenMetadata is an error if the front matter has no end and the
	// file has a ledger.
	CodeBrokenMetadata Code = "broken-metadata"

	// CodeEvidenceDiffers comes from [File.Record] only: a ledger cell
	// disagrees with the tracker.
	CodeEvidenceDiffers Code = "evidence-differs"
)

// A Finding is one problem at one position in a file.
type Finding struct {
	Pos      Position
	Span     Span // in the source of Pos.File; empty if the finding is about the whole file
	Severity Severity
	Code     Code
	ID       ID // the item concerned, if any
	Message  string
	Related  []Related // such as the first use of a duplicated ID
	Fixes    []Fix     // ways to settle the finding; see [Fixed]
}

// Related is another place that a finding refers to.
type Related struct {
	Pos     Position
	Message string
}

// String returns "file:line:col: severity: message [code]".
func (f Finding) String() string {
	return fmt.Sprintf("%s: %s: %s [%s]", f.Pos, f.Severity, f.Message, f.Code)
}

// Findings is a list of findings. It is not itself an error; see [Findings.Err].
type Findings []Finding

// Sort orders the findings by file, place and code.
func (fs Findings) Sort() {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Column, b.Pos.Column),
			cmp.Compare(a.Code, b.Code),
		)
	})
}

// Count returns how many findings have the given severity.
func (fs Findings) Count(s Severity) int {
	n := 0
	for i := range fs {
		if fs[i].Severity == s {
			n++
		}
	}
	return n
}

// Err returns nil if no finding is an error, else an [*InvalidError].
func (fs Findings) Err() error {
	if fs.Count(SeverityError) == 0 {
		return nil
	}
	return &InvalidError{Findings: fs}
}

// An InvalidError is returned for a backlog that has findings of severity
// error.
type InvalidError struct{ Findings Findings }

// Error returns the first error and the number of errors.
func (e *InvalidError) Error() string {
	n := e.Findings.Count(SeverityError)
	for _, f := range e.Findings {
		if f.Severity == SeverityError {
			switch n {
			case 1:
				return f.String()
			case 2:
				return f.String() + " (and 1 more error)"
			default:
				return fmt.Sprintf("%s (and %d more errors)", f, n-1)
			}
		}
	}
	return "invalid backlog"
}
