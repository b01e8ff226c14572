package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/local"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// An adapter is a kind of tracker that targets can name. rest is what stands
// behind the prefix in the name of t.
type adapter struct {
	prefix string
	locate func(ts *targets, rest string, t *target) (*place, error)
}

// A target is what a run is about, as it was named, and by whom.
type target struct {
	name     string // "" if none was named
	base     string // the directory that paths in it are relative to
	by       nomination
	where    string // with byFile: which one
	entitled string // with byFile: the host that a saved plan was made with, if the user named it then

	milestones string // of the configuration: whose milestones new ones are
}

// A place is where a target is. Finding it sends nothing.
type place struct {
	name    string // of the target, the same however it was written
	service *service
	server  string   // web address of the server
	api     string   // address that requests go to
	tokens  []string // variables with tokens for it, the first that is set goes first

	open func(context.Context, credential) (tracker.Tracker, error)
}

// A targets finds the project that a run is about, and reaches it.
type targets struct {
	console

	apiURL       string
	insecureHTTP bool
	others       []Adapter
}

// target returns the target that was asked for.
func (ts *targets) target(flag string, conf *config) *target {
	t := ts.asked(flag, conf)
	t.milestones = conf.Milestones
	return t
}

func (ts *targets) asked(flag string, conf *config) *target {
	if flag != "" {
		return &target{name: flag, by: byUser}
	}
	if name := ts.getenv("BACKLOGSYNC_TO"); name != "" {
		return &target{name: name, by: byEnvironment}
	}
	if conf.To != "" {
		return &target{name: conf.To, base: filepath.Dir(conf.file), by: byFile, where: shortName(conf.file)}
	}
	if repo := ts.getenv("GITHUB_REPOSITORY"); repo != "" {
		return &target{name: "github:" + repo, by: byEnvironment}
	}
	if project := cmp.Or(ts.getenv("CI_PROJECT_PATH"), ts.getenv("CI_PROJECT_ID")); project != "" && ts.inGitLab() {
		return &target{name: "gitlab:" + project, by: byEnvironment}
	}
	return &target{}
}

// locate finds out where a target is.
func (ts *targets) locate(t *target) (*place, error) {
	name := webAddress(t.name)
	prefix, below, ok := strings.Cut(name, ":")
	if ok && prefix != "local" {
		below = webAddress(below)
		if err := rest.CheckTarget(below); err != nil {
			return nil, withHint(err, "leave out what comes before the \"@\"; the token comes from the environment or from a stored login")
		}
	}
	if ok && (prefix == "https" || prefix == "http") {
		prefix, below = ts.adapterOf(name), name
		if prefix == "" {
			return nil, withHint(fmt.Errorf("it is not known which tracker %s is on", name), "write github: or gitlab: in front of it")
		}
	}
	for _, ad := range ts.adapters() {
		if ok && ad.prefix == prefix {
			return ad.locate(ts, below, t)
		}
	}
	return nil, ts.unknownTarget(t.name, ok)
}

// unknownTarget is the error about a target that begins with no known prefix.
func (ts *targets) unknownTarget(name string, prefixed bool) error {
	var known []string
	for _, ad := range ts.adapters() {
		if name == ad.prefix {
			return withHint(fmt.Errorf("the target %q names no project", name), "such as: --to "+exampleOf(ad.prefix))
		}
		known = append(known, ad.prefix+":")
	}
	hint := "a target begins with one of: " + strings.Join(known, ", ")
	prefix, rest, _ := strings.Cut(name, ":")
	near := nearest(prefix+":", known)
	switch {
	case prefixed && len(near) > 0:
		hint = "did you mean: " + near[0] + rest + "?"
	case prefixed:
	case strings.Contains(name, "/"):
		hint += "; perhaps github:" + name + " or gitlab:" + name
	default:
		hint += "; perhaps local:" + name
	}
	return withHint(fmt.Errorf("unknown target %q", name), hint)
}

// exampleOf is a target with a prefix.
func exampleOf(prefix string) string {
	switch prefix {
	case "local":
		return "local:tracker"
	case "gitlab":
		return "gitlab:group/project"
	}
	return prefix + ":owner/repo"
}

// absoluteTarget returns a target that means the same in the working directory
// as it does in its own.
func absoluteTarget(t *target) string {
	dir, ok := strings.CutPrefix(t.name, "local:")
	if !ok || t.base == "" || dir == "" || filepath.IsAbs(dir) {
		return t.name
	}
	return "local:" + shortName(filepath.Join(t.base, dir))
}

// A connection is a project that answered.
type connection struct {
	tracker tracker.Tracker
	project *tracker.Project
	named   string // the host that requests go to, if tokens of the environment may go there; else ""
}

// reach opens a target and asks which project it is.
func (ts *targets) reach(ctx context.Context, t *target) (*connection, error) {
	p, err := ts.locate(t)
	if err != nil {
		return nil, err
	}
	c := &connection{}
	var cred credential
	if p.service != nil {
		if err := ts.checkPlain(p.api); err != nil {
			return nil, err
		}
		if cred, err = ts.credential(ctx, p, t); err != nil {
			return nil, err
		}
		if ts.named(p, t) {
			c.named = origin(p.api)
		}
	}
	if c.tracker, err = p.open(ctx, cred); err != nil {
		return nil, err
	}
	if c.project, err = c.tracker.Project(ctx); err != nil {
		return nil, err
	}
	c.project.API, c.project.URL = withoutUser(c.project.API), withoutUser(c.project.URL)
	return c, nil
}

// adapterOf returns the adapter of a web address, "" if its host tells nothing.
func (ts *targets) adapterOf(address string) string {
	host := hostOf(address)
	switch {
	case host == "github.com", strings.HasSuffix(host, ".ghe.com"), host == hostOf(ts.getenv("GITHUB_SERVER_URL")), host == strings.ToLower(ts.getenv("GH_HOST")):
		return "github"
	case host == "gitlab.com", host == hostOf(ts.gitlabServer()):
		return "gitlab"
	}
	if other := ts.otherOf(host); other != "" {
		return other
	}
	switch {
	case strings.Contains(host, "github"):
		return "github"
	case strings.Contains(host, "gitlab"):
		return "gitlab"
	}
	return ""
}

func locateLocal(_ *targets, dir string, t *target) (*place, error) {
	if dir == "" {
		return nil, withHint(errors.New("the target local: names no directory"), "such as: --to local:tracker")
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(t.base, dir)
	}
	name := "local:" + shortName(filepath.Clean(dir))
	return &place{name: name, open: func(ctx context.Context, _ credential) (tracker.Tracker, error) {
		return local.Open(dir, &local.Options{Name: name, User: personName(ctx)}), nil
	}}, nil
}

// personName is who works here: git's user.name, else the login.
func personName(ctx context.Context) string {
	if out, err := exec.CommandContext(ctx, "git", "config", "user.name").Output(); err == nil {
		if name := strings.TrimSpace(string(out)); name != "" {
			return name
		}
	}
	if u, err := user.Current(); err == nil {
		return cmp.Or(u.Username, u.Name)
	}
	return ""
}

// noTarget is the error of a command without a target. A git remote is suggested,
// never taken.
func (ts *targets) noTarget(command string, inputs []*input) error {
	hint := "name the target with --to, the variable BACKLOGSYNC_TO or \"to:\" in " + configName + ".\n"
	if stray := strayConfig(inputs); stray != "" {
		hint += stray + "\n"
	}
	if line := ts.suggestion(inputs); line != "" {
		hint += line + "\n"
	}
	return withHint(errors.New(command+": no target"), hint+"To try it in a directory: --to local:.backlogsync")
}

// askTarget asks for the target of a command that nobody named it for, on a
// terminal. An empty answer takes that of the git remote.
func (ts *targets) askTarget(ctx context.Context, command string, inputs []*input, conf *config) (*target, error) {
	if !ts.asks() {
		return nil, ts.noTarget(command, inputs)
	}
	question, remote := "Which target? ", ts.suggested(inputs)
	if remote != "" {
		question += "[" + remote + "] "
	}
	answer, err := ts.ask(ctx, question)
	if err != nil {
		return nil, err
	}
	name := cmp.Or(answer, remote)
	if name == "" {
		return nil, ts.noTarget(command, inputs)
	}
	return &target{name: name, by: byUser, milestones: conf.Milestones}, nil
}

// noteNoTarget says that something was done with the files alone, and how it is
// done with the tracker, too.
func (ts *targets) noteNoTarget(done string, inputs []*input) {
	ts.note("No target is named (--to)%s.", done)
	if line := ts.suggestion(inputs); line != "" {
		ts.note("%s", line)
	}
}
