package main

import (
	_ "embed"
	"fmt"

	"github.com/spf13/cobra"
)

//go:embed schema/bundle.v1.json
var bundleSchema string

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of a bundle of evidence",
		Long: `Schema prints the JSON Schema, draft 2020-12, of the document that
"verify --out bundle.json" saves.
`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprint(a.stdout, bundleSchema)
			return err
		},
	}
}
