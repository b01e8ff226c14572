package cli

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"
)

// A configCommand is one run of the command config.
type configCommand struct{ *app }

func newConfigCommand(a *app) *cobra.Command {
	c := &configCommand{app: a}
	return &cobra.Command{
		Use:   "config [FILE...]",
		Short: "Show the effective configuration and where each value comes from",
		Long: `Config prints every key of the configuration with its effective value for the
files, or for the working directory. After each value it shows where it comes from:
an environment variable, the metadata of a file, a line of the configuration, or the
default. A command's flags override all of them. The output is itself a valid
configuration.

` + configHelp,
		Example: `  backlogsync config
  backlogsync config docs/BACKLOG.md`,
		ValidArgsFunction: completeFiles,
		RunE:              func(_ *cobra.Command, args []string) error { return c.run(args) },
	}
}

func (c *configCommand) run(names []string) error {
	var inputs []*input
	var conf *config
	var err error
	if len(names) > 0 {
		inputs, conf, err = c.load(names, readOptions{})
	} else {
		var here *input
		if here, err = reconcile.NewDiskFile(configName); err == nil {
			inputs = []*input{here}
			conf, err = findConfig(filepath.Dir(here.Path), here.Root)
		}
	}
	if err != nil {
		return err
	}
	if conf.file == "" {
		if stray := strayConfig(inputs); stray != "" {
			fmt.Fprintf(c.stdout, "# %s\n", printable(stray))
		} else {
			fmt.Fprintf(c.stdout, "# There is no %s here; this one would change nothing.\n", configName)
		}
	}
	for _, k := range configKeys() {
		if err := c.printKey(&k, conf, inputs); err != nil {
			return err
		}
	}
	if len(names) > 0 {
		for _, in := range inputs {
			fmt.Fprintf(c.stdout, "# %s: scope %s. %s\n", printable(in.Name), printable(in.File().Scope()), meaningOf(in.File()))
		}
	}
	return nil
}

// printKey prints a key with its value, and a comment that says where that is from;
// of one that nothing sets, the comment alone.
func (c *configCommand) printKey(k *configKey, conf *config, inputs []*input) error {
	value, from, err := c.inForce(k, conf)
	if err != nil {
		return err
	}
	if value == nil {
		line := "# " + k.name + ": not set"
		if name := c.suggested(inputs); k.name == "to" && name != "" {
			line += "; by the git remote it is " + name
		}
		_, err := fmt.Fprintln(c.stdout, printable(line))
		return err
	}
	name := &yaml.Node{Kind: yaml.ScalarNode, Value: k.name}
	if value.Kind == yaml.ScalarNode {
		value.LineComment = from
	} else {
		name.LineComment = from
	}
	text, err := yaml.Marshal(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{name, value}})
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(text)) {
		fmt.Fprintln(c.stdout, printable(withoutUser(strings.TrimSuffix(line, "\n"))))
	}
	return nil
}

// inForce returns the value of a key and where it is from, nil if nothing sets it.
func (c *configCommand) inForce(k *configKey, conf *config) (value *yaml.Node, from string, err error) {
	if t := c.target("", conf); k.name == "to" && t.by == byEnvironment {
		return textNode(t.name), cmp.Or(c.variable(k.variable), "the project of this pipeline"), nil
	}
	if name := c.variable(k.variable); name != "" {
		value = textNode(c.getenv(name))
		if err := k.read(&config{}, value); err != nil {
			return nil, "", fmt.Errorf("%s: %w", name, err)
		}
		return value, name, nil
	}
	if said, ok := conf.set[k.name]; ok {
		return withoutComments(said.value), fmt.Sprintf("%s:%d", shortName(conf.file), said.line), nil
	}
	if k.standard != "" {
		return textNode(k.standard), "default", nil
	}
	return nil, "", nil
}

func textNode(text string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: text} }

// withoutComments returns a copy of a node without what people noted in it.
func withoutComments(n *yaml.Node) *yaml.Node {
	bare := *n
	bare.HeadComment, bare.LineComment, bare.FootComment, bare.Content = "", "", "", nil
	for _, c := range n.Content {
		bare.Content = append(bare.Content, withoutComments(c))
	}
	return &bare
}

// variable returns the name of a variable if it is set, else "".
func (c *configCommand) variable(name string) string {
	if name == "" || c.getenv(name) == "" {
		return ""
	}
	return name
}
