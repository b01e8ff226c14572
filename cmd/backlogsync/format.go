package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A format is a form of output.
type format string

const (
	formatText format = "text"
	formatJSON format = "json"

	formatCSV      format = "csv"
	formatMarkdown format = "markdown"
	formatGitHub   format = "github"
	formatGitLab   format = "gitlab"
	formatJUnit    format = "junit"
	formatSARIF    format = "sarif"
)

// A choice is a flag that takes one of a few words.
type choice struct {
	value *string
	words []string
}

func (c *choice) String() string {
	if c.value == nil {
		return ""
	}
	return *c.value
}

func (c *choice) Type() string { return strings.Join(c.words, "|") }

// Set implements pflag.Value.
func (c *choice) Set(s string) error {
	if !slices.Contains(c.words, s) {
		return fmt.Errorf("it is one of %s", strings.Join(c.words, ", "))
	}
	*c.value = s
	return nil
}

// flag returns a flag that takes text, json, and what else a command offers.
func (f *format) flag(more ...format) *choice {
	*f = formatText
	words := []string{string(formatText), string(formatJSON)}
	for _, m := range more {
		words = append(words, string(m))
	}
	return &choice{(*string)(f), words}
}

// writeJSON prints a document as people and programs can read it.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// count returns "1 story" or "2 stories".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
