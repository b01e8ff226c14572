package cli

import (
	"bufio"
	"bytes"
	"path/filepath"
	"strings"

	"github.com/backlogsync/backlogsync/internal/files"
)

// remoteURL reads the address of the remote "origin" from the configuration of
// a repository, without what stands before an "@": it may be a password.
func remoteURL(root string) string {
	data, err := files.Read(filepath.Join(gitDir(root), "config"))
	if err != nil {
		return ""
	}
	in := false
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if strings.HasPrefix(line, "[") {
			in = line == `[remote "origin"]`
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if in && ok && strings.TrimSpace(key) == "url" {
			return withoutUser(strings.TrimSpace(value))
		}
	}
	return ""
}

// gitDir returns the directory with the configuration of a repository: its .git,
// or the one that a file .git leads to, as worktrees and submodules have it (see
// gitrepository-layout(5), "gitdir" and "commondir").
func gitDir(root string) string {
	dir := filepath.Join(root, ".git")
	data, err := files.Read(dir)
	if err != nil {
		return dir
	}
	link, ok := strings.CutPrefix(strings.TrimSpace(string(data)), "gitdir:")
	if !ok {
		return dir
	}
	dir = below(root, strings.TrimSpace(link))
	if data, err := files.Read(filepath.Join(dir, "commondir")); err == nil {
		dir = below(dir, strings.TrimSpace(string(data)))
	}
	return dir
}

// below returns path, which is relative to dir unless it is absolute.
func below(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}
