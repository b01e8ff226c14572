// Package body prepares Markdown for the body of an issue. [Rules.Rewrite]
// neutralises mentions, references and commands, and makes destinations
// absolute. [Close] closes blocks that are still open at the end of a text,
// where other people continue to write. Code is never changed, and the rendered
// text stays the same.
//
// All functions are pure and safe for concurrent use.
package body
