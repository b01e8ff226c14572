// Command measure says how well backlogs are read, and fits the weights of the
// guess to labelled files.
//
//	measure score CORPUS         figures for a corpus of labelled files
//	measure unaided CORPUS       only those without help, with the files that are misread
//	measure proposals CORPUS     the first proposals for the files of which none of three is right
//	measure lessons              those of the files written by hand that are misread
//	measure silence CORPUS       which of the lines that are not read are named, and which of those named are no items
//	measure explain FILE...      what speaks for and against each scheme of lines being items
//	measure ordinary DIR...      items found in Markdown files that are no backlogs
//	measure signals CORPUS DIR   what the guess sees of a corpus and of files that are no backlogs, for fit
//	measure sources CORPUS DIR   writes down which files signals are made of
//	measure fit                  makes the table of weights of what signals wrote
//
// It is run in the root of the repository. A corpus holds docs/NNN.md,
// labels/NNN.json and manifest.tsv.
//
// It stands below backlog since it needs what no public package shows: the signals
// of a scheme, the table of weights, and readings with other weights.
package main

import (
	"fmt"
	"os"
)

const usage = "usage: measure score CORPUS | unaided CORPUS | proposals CORPUS | lessons | silence CORPUS | explain FILE... |" +
	" ordinary DIR... | signals CORPUS DIR | sources CORPUS DIR | fit"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 2 && args[0] == "score":
		return score(args[1])
	case len(args) > 1 && args[0] == "ordinary":
		return ordinary(args[1:])
	case len(args) == 3 && args[0] == "signals":
		return signals(args[1], args[2])
	case len(args) == 3 && args[0] == "sources":
		return sources(args[1], args[2])
	case len(args) == 2 && args[0] == "unaided":
		return unaided(args[1])
	case len(args) == 2 && args[0] == "proposals":
		return proposals(args[1])
	case len(args) == 2 && args[0] == "silence":
		return silence(args[1])
	case len(args) == 1 && args[0] == "lessons":
		return lessons()
	case len(args) > 1 && args[0] == "explain":
		return explain(args[1:])
	case len(args) == 1 && args[0] == "fit":
		return fitWeights()
	}
	return fmt.Errorf("%s", usage)
}
