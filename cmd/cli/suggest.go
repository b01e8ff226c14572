package cli

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// nearest returns the words that somebody may have meant, those that are written
// almost like that: every second letter may be another one, but no more than two.
func nearest(word string, words []string) []string {
	var near []string
	for _, w := range words {
		if levenshtein.ComputeDistance(strings.ToLower(word), strings.ToLower(w)) <= min(2, len(w)/2, len(word)/2) || len(word) > 1 && strings.HasPrefix(w, word) {
			near = append(near, w)
		}
	}
	return near
}

// meantFlags are flags under the names that other programs have for them.
var meantFlags = map[string]string{"target": "to", "project": "to", "repo": "to"}

// flagHint says which flag was meant, or where they are listed.
func flagHint(cmd *cobra.Command, err error) string {
	unknown, ok := err.(*pflag.NotExistError) //nolint:errorlint // pflag wraps it in nothing
	if ok {
		var names []string
		cmd.InheritedFlags() // has those of the commands above, too, stand in the flags
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		near := nearest(unknown.GetSpecifiedName(), names)
		if meant := meantFlags[unknown.GetSpecifiedName()]; slices.Contains(names, meant) {
			near = []string{meant}
		}
		if len(near) > 0 && unknown.GetSpecifiedShortnames() == "" {
			return "did you mean: --" + strings.Join(near, ", --") + "?"
		}
	}
	return "see: " + cmd.CommandPath() + " --help"
}
