package cli

import (
	_ "embed"
	"fmt"

	"github.com/spf13/cobra"
)

//go:embed schema/bundle.v1.json
var bundleSchema string

//go:embed schema/config.v1.json
var configSchema string

func newSchemaCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "schema [bundle|config]",
		Short: "Print a JSON Schema",
		Long: `Schema prints a JSON Schema (draft 2020-12): either that of the document that
"verify --out bundle.json" saves, or that of the configuration, which lets an editor
complete and check ` + configName + `.
`,
		Example: `  backlogsync schema bundle
  backlogsync schema config > backlogsync.schema.json`,
		Args: cobra.MatchAll(cobra.MaximumNArgs(1), func(_ *cobra.Command, args []string) error {
			if len(args) > 0 && args[0] != "bundle" && args[0] != "config" {
				return withHint(fmt.Errorf("schema: there is no schema %q", args[0]), "there are two: bundle and config")
			}
			return nil
		}),
		ValidArgs: []cobra.Completion{"bundle", "config"},
		RunE: func(_ *cobra.Command, args []string) error {
			text := bundleSchema
			if len(args) > 0 && args[0] == "config" {
				text = configSchema
			}
			_, err := fmt.Fprint(a.stdout, text)
			return err
		},
	}
}
