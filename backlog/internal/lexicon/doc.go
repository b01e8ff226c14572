// Package lexicon holds the words that backlogs are written in, by the role that
// they play and in all languages, and the scanners that find IDs, marks and
// sentences at the beginning of a text.
package lexicon
