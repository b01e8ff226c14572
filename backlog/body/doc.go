// Package body brings Markdown into the form that it takes as the body of an
// issue: mentions, references, commands and destinations as [Rules] of a service
// want them, and nothing left open at its end.
package body
