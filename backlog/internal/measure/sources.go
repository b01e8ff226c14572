package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// sourcesFile says of which files the signals are: those of the corpus, and those
// that are not backlogs, which are in the packages of npm that are named before
// them. Each has a hash, so that signals are only made of the same files.
const sourcesFile = "backlog/internal/reading/testdata/sources.tsv"

// A sourceName names a file that signals are made of.
type sourceName struct{ kind, file, hash, pack string }

func nameOf(d *document, pack string) sourceName {
	kind := "corpus"
	if d.Family == ordinaryFamily {
		kind = ordinaryFamily
	}
	sum := sha256.Sum256([]byte(d.Source))
	return sourceName{kind, d.Number, hex.EncodeToString(sum[:8]), pack}
}

// checkSources returns those of the ordinary files that the signals are made of,
// and an error if files are missing or have changed.
func checkSources(docs, ordinary []document) ([]document, error) {
	names, err := readSources(sourcesFile)
	if err != nil {
		return nil, err
	}
	all := make(map[[2]string]*document)
	for _, list := range [][]document{docs, ordinary} {
		for i := range list {
			n := nameOf(&list[i], "")
			all[[2]string{n.kind, n.file}] = &list[i]
		}
	}
	var out []document
	for _, n := range names {
		d := all[[2]string{n.kind, n.file}]
		switch {
		case d == nil:
			return nil, fmt.Errorf("there is no %s file %s (of %s), which is one of those that signals are made of: %s", n.kind, n.file, n.pack, sourcesFile)
		case nameOf(d, "").hash != n.hash:
			return nil, fmt.Errorf("the %s file %s (of %s) is another one than that in %s", n.kind, n.file, n.pack, sourcesFile)
		case n.kind == ordinaryFamily:
			out = append(out, *d)
		}
	}
	return out, nil
}

// sources writes down of which files signals are made from now on.
func sources(corpus, dir string) error {
	docs, err := readCorpus(corpus)
	if err != nil {
		return err
	}
	others, err := markdownFiles(dir)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, d := range slices.Concat(docs, others) {
		n := nameOf(&d, "-")
		if n.kind == ordinaryFamily {
			n.pack = packageOf(dir, d.Number)
		}
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\n", n.kind, n.file, n.hash, n.pack)
	}
	return os.WriteFile(sourcesFile, []byte(b.String()), 0o644)
}

// packageOf returns the npm package that a file is in, with its version.
func packageOf(dir, file string) string {
	parts := strings.Split(file, "/")
	n := 1
	if strings.HasPrefix(file, "@") {
		n = 2
	}
	name := strings.Join(parts[:min(n, len(parts))], "/")
	var p struct {
		Version string `json:"version"`
	}
	text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name), "package.json"))
	if err != nil || json.Unmarshal(text, &p) != nil {
		return name
	}
	return name + "@" + p.Version
}

func readSources(name string) ([]sourceName, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	var out []sourceName
	for in := bufio.NewScanner(f); in.Scan(); {
		cells := strings.Split(in.Text(), "\t")
		if len(cells) != 4 {
			return nil, fmt.Errorf("%s: %d cells, not 4: %q", name, len(cells), in.Text())
		}
		out = append(out, sourceName{cells[0], cells[1], cells[2], cells[3]})
	}
	return out, nil
}
