package cli

import (
	"bufio"
	"context"
	"io"
	"math"
	"os"

	"github.com/backlogsync/backlogsync/tracker/evidence"
	"github.com/spf13/cobra"
	"golang.org/x/term"
)

type statusOptions struct {
	readFlags
	format format
	failOn failFlag
}

func (a *app) statusCommand() *cobra.Command {
	var opts statusOptions
	cmd := &cobra.Command{
		Use:   "status FILE...",
		Short: "Show the progress, epic by epic",
		Long: `Status reads the tracker and shows how many stories of each epic are closed, and
which are missing there, were changed there only (drifted) or on both sides (in
conflict). Without a target it goes by the files alone.
`,
		Example: `  backlogsync status --to github:acme/shop BACKLOG.md
  backlogsync status --format markdown --fail-on drift BACKLOG.md`,
		Args:              requireFiles,
		ValidArgsFunction: completeFiles,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.status(cmd.Context(), args, &opts) },
	}
	opts.add(a, cmd)
	cmd.Flags().Var(opts.format.flag(formatMarkdown), "format", "form of the output")
	opts.failOn.addTo(cmd.Flags())
	return cmd
}

func (a *app) status(ctx context.Context, names []string, opts *statusOptions) error {
	r, err := a.read(ctx, names, &opts.readFlags)
	if err != nil {
		return err
	}
	wordReasons(r.plan)
	s := evidence.NewStatus(r.backlog, r.plan)
	titled := derivedIDs(r.backlog)
	switch opts.format {
	case formatJSON:
		err = writeJSON(a.stdout, s)
	case formatMarkdown:
		err = writeStatusMarkdown(a.stdout, s, titled)
	default:
		p := &statusPrinter{out: bufio.NewWriter(a.stdout), columns: columnsOf(a.stdout), derived: titled}
		p.green = func(text string) string {
			if text == "" {
				return ""
			}
			return a.color(a.stdout, "32", text)
		}
		if a.quiet {
			p.total(s)
			tellStatus(a.stderr, s, titled)
		} else {
			p.all(s)
		}
		err = p.out.Flush()
	}
	if err != nil {
		return err
	}
	return opts.failOn.check(r.plan, r.conf, false)
}

// columnsOf returns how wide a terminal is, and of everything else that nothing
// is too wide for it.
func columnsOf(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 0 {
			return columns
		}
	}
	return math.MaxInt
}
