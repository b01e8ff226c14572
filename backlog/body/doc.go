// Package body prepares Markdown for the body of an issue: [Rules.Rewrite] turns
// mentions, references, commands and destinations into what a service leaves alone,
// and [Close] lets nothing stay open at the end, where others write on. Code is never
// touched, and people see the same text as before.
//
// All functions are pure and safe for concurrent use.
package body
