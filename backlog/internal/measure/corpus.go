package main

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
)

// A document is a labelled file of a corpus.
type document struct {
	Number, Family, Repo string
	Source               string
	Labels               labels
}

// labels are what people say a file holds.
type labels struct {
	Epics         []label  `json:"epics"`
	Stories       []label  `json:"stories"`
	Groups        []label  `json:"groups"` // headings that are neither right nor wrong as epics
	Optional      []string `json:"optional"`
	OptionalLines []int    `json:"optional_lines"`
}

// A label is one item.
type label struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Line  int    `json:"line"`
	Done  *bool  `json:"done"`
}

// negative reports whether a file holds no items.
func (d *document) negative() bool { return len(d.Labels.Epics)+len(d.Labels.Stories) == 0 }

// fold returns the part of the corpus that a repository is in, of so many.
func (d *document) fold(folds int) int {
	sum := sha256.Sum256([]byte(strings.ToLower(d.Repo)))
	return (int(sum[0])<<8 | int(sum[1])) % folds
}

// readCorpus reads the manifest of a corpus, its documents and their labels.
func readCorpus(dir string) ([]document, error) {
	f, err := os.Open(filepath.Join(dir, "manifest.tsv"))
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	in := csv.NewReader(f)
	in.Comma, in.LazyQuotes, in.FieldsPerRecord = '\t', true, -1
	rows, err := in.ReadAll()
	if err != nil {
		return nil, err
	}
	columns := make(map[string]int)
	for i, name := range rows[0] {
		columns[name] = i
	}
	var docs []document
	for _, row := range rows[1:] {
		d := document{Number: row[columns["nnn"]], Family: row[columns["family"]], Repo: row[columns["repo"]]}
		src, err := os.ReadFile(filepath.Join(dir, "docs", d.Number+".md"))
		if err != nil {
			return nil, err
		}
		text, err := os.ReadFile(filepath.Join(dir, "labels", d.Number+".json"))
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(text, &d.Labels); err != nil {
			return nil, err
		}
		d.Source = string(src)
		docs = append(docs, d)
	}
	return docs, nil
}
