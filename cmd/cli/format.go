package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/spf13/pflag"
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

// A switchFlag is a flag that is on, off, or left to the configuration.
type switchFlag struct{ set, on bool }

// or returns whether it is on, where conf holds if nothing is said.
func (s *switchFlag) or(conf bool) bool { return s.set && s.on || !s.set && conf }

func (s *switchFlag) String() string { return "" }
func (s *switchFlag) Type() string   { return "bool" }

// IsBoolFlag has the flag stand without a value.
func (s *switchFlag) IsBoolFlag() bool { return true }

// Set implements pflag.Value.
func (s *switchFlag) Set(text string) (err error) {
	s.set = true
	s.on, err = strconv.ParseBool(text)
	return err
}

func addStrictFlag(f *pflag.FlagSet, value *switchFlag) {
	f.Var(value, "strict", "treat warnings as errors")
	f.Lookup("strict").NoOptDefVal = "true"
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

// writeJSON prints a document as people and programs can read it. What acts on
// other characters, or is a command in the log of a pipeline (see [printable]), is
// escaped.
func writeJSON(w io.Writer, v any) error {
	var data bytes.Buffer
	enc := json.NewEncoder(&data)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(escapeJSON(data.Bytes()))
	return err
}

// escapeJSON escapes in a document what can only stand in its strings.
func escapeJSON(data []byte) []byte {
	data = logCommand.ReplaceAllFunc(data, func(found []byte) []byte {
		return append(found[:len(found)-1:len(found)-1], `\u005b`...)
	})
	if !bytes.ContainsFunc(data, escaped) {
		return data
	}
	var out []byte
	for _, r := range string(data) {
		switch {
		case !escaped(r):
			out = utf8.AppendRune(out, r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
	}
	return out
}

func escaped(r rune) bool { return special(r) && r != '\n' }

// count returns "1 story" or "2 stories".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
