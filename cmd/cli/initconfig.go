package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/files"
	"go.yaml.in/yaml/v3"
)

// starterConfig is a configuration with a target, or with a place for one, and
// with what else it is to hold.
func starterConfig(to string, more []*yaml.Node) ([]byte, error) {
	var text []byte
	if to == "" {
		text = []byte("# to: github:owner/repo # see: backlogsync help targets\n")
	} else {
		more = append([]*yaml.Node{textNode("to"), textNode(to)}, more...)
	}
	if len(more) == 0 {
		return text, nil
	}
	rest, err := yaml.Marshal(&yaml.Node{Kind: yaml.MappingNode, Content: more})
	return append(text, rest...), err
}

// configPlace returns where a configuration of all the files goes: the working
// directory if it holds for them there, else the nearest directory above them in
// which it does.
func configPlace(inputs []*input) (string, error) {
	wd, err := os.Getwd()
	if err != nil {
		return "", err
	}
	first := filepath.Dir(inputs[0].Path)
	for dir := wd; ; dir, first = first, filepath.Dir(first) {
		if holdsForAll(dir, inputs) {
			return filepath.Join(dir, configName), nil
		}
		if dir == filepath.Dir(dir) {
			return "", withHint(errors.New("init: no configuration can hold for all of the files; nothing was written"), "run it once for each repository or directory")
		}
	}
}

// holdsForAll reports whether a configuration in a directory would be found from
// each of the files.
func holdsForAll(dir string, inputs []*input) bool {
	for _, in := range inputs {
		top := filepath.Dir(in.Path)
		if root, ok := files.RepositoryRoot(top); ok {
			top = root
		}
		if !isBelow(dir, in.Path) || !isBelow(top, filepath.Join(dir, configName)) {
			return false
		}
	}
	return true
}

// isBelow reports whether a file is in a directory or in one below that.
func isBelow(dir, name string) bool {
	rel, err := filepath.Rel(dir, name)
	return err == nil && filepath.IsLocal(rel)
}

// checkNoConfig refuses a directory that has a configuration.
func checkNoConfig(dir string) error {
	for _, base := range configNames {
		name := filepath.Join(dir, base)
		if _, err := os.Lstat(name); !errors.Is(err, os.ErrNotExist) {
			return withHint(fmt.Errorf("init: %s exists already; nothing was written", shortName(name)), "see what is in force: backlogsync config")
		}
	}
	return nil
}

// declarationNodes returns what a configuration says of how its files are read: of each
// by its name, since other files beside it, such as those that derive makes, are not
// written alike.
func declarationNodes(conf string, inputs []*input, chosen []*backlog.Declaration) ([]*yaml.Node, error) {
	files := &yaml.Node{Kind: yaml.MappingNode}
	for i, d := range chosen {
		if d == nil {
			continue
		}
		rel, err := filepath.Rel(filepath.Dir(conf), inputs[i].Path)
		if err != nil {
			return nil, err
		}
		read := &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{textNode("read"), readNode(d)}}
		files.Content = append(files.Content, textNode("/"+globOf(filepath.ToSlash(rel))), read)
	}
	if len(files.Content) == 0 {
		return nil, nil
	}
	return []*yaml.Node{textNode("files"), files}, nil
}

// globOf returns a glob that matches one path.
func globOf(name string) string {
	var b strings.Builder
	for _, r := range name {
		if strings.ContainsRune(`*?[]{}\`, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// readNode is a declaration as people write it, one key a line.
func readNode(d *backlog.Declaration) *yaml.Node {
	node := &yaml.Node{Kind: yaml.MappingNode}
	for _, part := range []struct {
		key  string
		list []string
	}{{"epics", d.Epics}, {"stories", d.Stories}, {"ids", d.IDs}, {"ignore", d.Ignore}} {
		if part.list == nil {
			continue
		}
		list := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
		for _, text := range part.list {
			list.Content = append(list.Content, &yaml.Node{Kind: yaml.ScalarNode, Style: yaml.DoubleQuotedStyle, Value: text})
		}
		node.Content = append(node.Content, textNode(part.key), list)
	}
	return node
}
