package main

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/tools/txtar"
)

// lessonsFiles hold small files, written by hand, for what the corpus lacks.
const lessonsFiles = "backlog/internal/measure/testdata/lessons*.txtar"

// readLessons reads them. Lines of items end with what they are: "<= story",
// "<= epic", or "<= either" for what is right as an item and as none.
func readLessons(pattern string) ([]document, error) {
	names, err := filepath.Glob(pattern)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("there is no %s", pattern)
	}
	var docs []document
	seen := make(map[string]bool)
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			return nil, err
		}
		for _, f := range archive.Files {
			if seen[f.Name] {
				return nil, fmt.Errorf("two lessons are named %s", f.Name)
			}
			seen[f.Name] = true
			docs = append(docs, lesson(f))
		}
	}
	return docs, nil
}

// numberOfLesson is what the names of lessons of one family may end with: a language and
// a number.
var numberOfLesson = regexp.MustCompile(`(-[a-z]{2})?(-[0-9]+)?$`)

// marks are what lines of lessons may end with.
var marks = map[string]bool{"story": true, "epic": true, "either": true, "optional": true}

// lesson reads one. Lessons that are written alike are a family, which is to a fit
// what a repository is for files of a corpus.
func lesson(f txtar.File) document {
	family := numberOfLesson.ReplaceAllString(f.Name, "")
	d := document{Number: f.Name, Family: family, Repo: "lesson/" + family}
	lines := strings.Split(string(f.Data), "\n")
	for i, line := range lines {
		at := strings.LastIndex(line, " <= ")
		if at < 0 {
			continue
		}
		text, what := line[:at], strings.TrimSpace(line[at+4:])
		if !marks[what] {
			continue // "tickets <= half a day"
		}
		lines[i] = text
		l := label{Title: strings.Trim(text, "#|-*0123456789. "), Line: i + 1}
		switch what {
		case "epic":
			d.Labels.Epics = append(d.Labels.Epics, l)
		case "story":
			d.Labels.Stories = append(d.Labels.Stories, l)
		default:
			d.Labels.OptionalLines = append(d.Labels.OptionalLines, l.Line)
		}
	}
	d.Source = strings.Join(lines, "\n")
	return d
}
