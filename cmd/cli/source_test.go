package cli

import (
	"os"
	"path/filepath"
	"testing"
)

// TestSourceOf says where files are found on the web: the form of the address is
// that of the service.
func TestSourceOf(t *testing.T) {
	t.Parallel()
	gitlab := func(project string) sourceAddress {
		return sourceAddress{project + "/-/blob/HEAD/", project + "/-/raw/HEAD/"}
	}
	github := func(project string) sourceAddress {
		return sourceAddress{project + "/blob/HEAD/", project + "/raw/HEAD/"}
	}
	actions := map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_SERVER_URL": "https://git.acme.example", "GITHUB_REPOSITORY": "acme/shop"}
	ci := map[string]string{"GITLAB_CI": "true", "CI_PROJECT_URL": "https://git.acme.example/acme/shop"}
	for _, c := range []struct {
		name, remote, target string
		env                  map[string]string
		want                 sourceAddress
	}{
		{"GitHub", "git@github.com:acme/shop.git", "", nil, github("https://github.com/acme/shop")},
		{"GitLab", "https://user:secret@gitlab.com/acme/sub/shop.git", "", nil, gitlab("https://gitlab.com/acme/sub/shop")},
		{"another host, target on GitLab", "ssh://git@git.acme.example/acme/shop.git", "gitlab:acme/shop", nil, gitlab("https://git.acme.example/acme/shop")},
		{"another host, target on GitHub", "git@git.acme.example:acme/shop.git", "github:acme/shop", nil, github("https://git.acme.example/acme/shop")},
		{"a host that tells", "git@github.com:acme/shop.git", "gitlab:acme/shop", nil, github("https://github.com/acme/shop")},
		{"Actions", "", "", actions, github("https://git.acme.example/acme/shop")},
		{"GitLab CI", "", "", ci, gitlab("https://git.acme.example/acme/shop")},
		{"no repository", "", "github:acme/shop", nil, sourceAddress{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			if c.remote != "" {
				if err := os.Mkdir(filepath.Join(root, ".git"), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(root, ".git", "config"), []byte("[remote \"origin\"]\n\turl = "+c.remote+"\n"), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			a := &targets{console: console{environ: func(name string) string { return c.env[name] }}}
			if got := a.sourceOf(root, c.target); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}
