package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// A versionCommand is one run of the command version.
type versionCommand struct {
	*app

	format format
}

func newVersionCommand(a *app) *cobra.Command {
	c := &versionCommand{app: a}
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Example: `  backlogsync version
  backlogsync version --format json`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error { return c.run() },
	}
	cmd.Flags().Var(c.format.flag(), "format", "form of the output")
	return cmd
}

func (c *versionCommand) run() error {
	info := built()
	if c.format == formatJSON {
		return writeJSON(c.stdout, info)
	}
	_, err := fmt.Fprintln(c.stdout, info)
	return err
}

// A build is what this program was made of.
type build struct {
	FormatVersion int    `json:"formatVersion"`
	Version       string `json:"version"`
	Commit        string `json:"commit"` // "" where it was built without git
	Modified      bool   `json:"modified"`
	Go            string `json:"go"`
	OS            string `json:"os"`
	Arch          string `json:"arch"`
}

func (b build) String() string {
	return fmt.Sprintf("backlogsync %s %s %s/%s", b.Version, b.Go, b.OS, b.Arch)
}

// built returns what is known of this build.
func built() build {
	b := build{FormatVersion: 1, Version: "(devel)", Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if info.Main.Version != "" {
		b.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	return b
}
