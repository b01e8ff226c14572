// Package markdown is the document as bytes and blocks: where headings, lists,
// rows and cells stand in a source, and how tables and other places of it are
// edited. It does not know what a backlog is.
package markdown
