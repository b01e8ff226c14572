package cli

import (
	"cmp"
	"context"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/tracker/github"
	"go.yaml.in/yaml/v3"
)

// ghLogin returns what "gh auth login" stored for the host of an API, in its file
// or, which only gh itself can read, in the keyring of the system. go-gh does not
// do: it mixes what is stored with the environment, and takes any name below
// github.com for github.com.
func ghLogin(ctx context.Context, ts *targets, api string) credential {
	host := ghHost(api)
	if host == "" {
		return credential{}
	}
	var hosts map[string]struct {
		Token string `yaml:"oauth_token"`
	}
	if data, err := os.ReadFile(filepath.Join(ts.ghConfigDir(), "hosts.yml")); err == nil && yaml.Unmarshal(data, &hosts) == nil {
		for known, login := range hosts {
			if strings.EqualFold(known, host) && login.Token != "" {
				return credential{token: login.Token}
			}
		}
	}
	out, err := exec.CommandContext(ctx, cmp.Or(ts.getenv("GH_PATH"), "gh"), "auth", "token", "--secure-storage", "--hostname", host).Output()
	if err != nil {
		return credential{} // no gh, or nothing stored
	}
	return credential{token: strings.TrimSpace(string(out))}
}

// ghHost is the host by which gh knows the server of an API: it speaks https
// only.
func ghHost(api string) string {
	if !strings.HasPrefix(origin(api), "https://") {
		return ""
	}
	host := hostOf(api)
	if web, ok := strings.CutPrefix(host, "api."); ok && origin(github.DeriveAPI(web)) == origin(api) {
		return web
	}
	return host
}

// ghConfigDir is where gh keeps its files ("gh help environment").
func (e environ) ghConfigDir() string {
	if dir := e("GH_CONFIG_DIR"); dir != "" {
		return dir
	}
	if dir := e("XDG_CONFIG_HOME"); dir != "" {
		return filepath.Join(dir, "gh")
	}
	if dir := e("AppData"); dir != "" {
		return filepath.Join(dir, "GitHub CLI")
	}
	return filepath.Join(e.home(), ".config", "gh")
}

// glabLogin returns what "glab auth login" stored for the host of an API: an
// entry is for its api_host, by its api_protocol, where it has them (gitlab.com/
// gitlab-org/cli, docs, "glab auth login"). A file that cannot be read is as good
// as none.
func glabLogin(_ context.Context, ts *targets, api string) credential {
	data, err := os.ReadFile(filepath.Join(ts.glabConfigDir(), "config.yml"))
	if err != nil {
		return credential{}
	}
	// Values are taken as they are written: glab puts tags in front of some.
	var file struct {
		Hosts map[string]map[string]yaml.Node `yaml:"hosts"`
	}
	if yaml.Unmarshal(data, &file) != nil {
		return credential{}
	}
	for _, name := range slices.Sorted(maps.Keys(file.Hosts)) {
		login := file.Hosts[name]
		value := func(key string) string {
			node := login[key]
			return node.Value // "" of what is not a scalar
		}
		_, bare, ok := strings.Cut(name, "://")
		if !ok {
			bare = name
		}
		address := cmp.Or(value("api_protocol"), "https") + "://" + cmp.Or(value("api_host"), bare)
		if token := value("token"); token != "" && origin(address) == origin(api) {
			return credential{token: token, oauth: value("is_oauth2") == "true"}
		}
	}
	return credential{}
}

func (e environ) glabConfigDir() string {
	if dir := e("GLAB_CONFIG_DIR"); dir != "" {
		return dir
	}
	if dir := e("XDG_CONFIG_HOME"); dir != "" {
		return filepath.Join(dir, "glab-cli")
	}
	return filepath.Join(e.home(), ".config", "glab-cli")
}

// home is the user's own directory, "" if it is not known.
func (e environ) home() string { return cmp.Or(e("HOME"), e("USERPROFILE")) }
