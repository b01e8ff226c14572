package cli

import (
	"fmt"
	"io"
	"strconv"

	"github.com/backlogsync/backlogsync/backlog"
)

// mostWeighed is of how many kinds of lines the weights are printed.
const mostWeighed = 10

// printWeights prints what the weights say of each kind of lines, in full, so that
// it adds up.
func printWeights(out io.Writer, all []backlog.Weighing) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintln(out, "\nWhat the weights say of lines that are written alike; words, codes, what is recorded and what is declared go before:")
	for _, w := range all[:min(mostWeighed, len(all))] {
		fmt.Fprintf(out, "\n  %s: %s (%s), read are %s and %s\n", w.Form, count(w.Lines, "line", "lines"),
			printable(fmt.Sprintf("%q in line %d", shortened(w.Text), w.Pos.Line)), count(w.Epics, "epic", "epics"), count(w.Stories, "story", "stories"))
		fmt.Fprintf(out, "    story %s, epic %s; with those that are written so elsewhere %s, %s\n",
			scoreText(w.Story), scoreText(w.Epic), scoreText(w.PooledStory), scoreText(w.PooledEpic))
		fmt.Fprintf(out, "    an item: %s to begin with\n", scoreText(w.ItemBias))
		for _, s := range w.Signals {
			if s.Weight != 0 {
				fmt.Fprintf(out, "      %+.1f × %d/16  %s\n", float64(s.Weight)/10, s.Share, s.Why)
			}
		}
		fmt.Fprintf(out, "    an epic rather than a story: %s to begin with\n", scoreText(w.EpicBias))
		for _, s := range w.Signals {
			if s.EpicWeight != 0 {
				fmt.Fprintf(out, "      %+.1f × %d/16  %s\n", float64(s.EpicWeight)/10, s.Share, s.Why)
			}
		}
	}
	if more := len(all) - mostWeighed; more > 0 {
		fmt.Fprintf(out, "\n  and %s for which less speaks; --format json has all\n", count(more, "kind", "kinds"))
	}
}

// scoreText is a score in 160ths as people read it, exactly.
func scoreText(n int) string {
	text := strconv.FormatFloat(float64(n)/160, 'f', -1, 64)
	if n > 0 {
		return "+" + text
	}
	return text
}

// A weighingJSON is what the weights say of a kind of lines. Scores are exact, too.
type weighingJSON struct {
	Form        string              `json:"form"`
	Text        string              `json:"text"`
	Line        int                 `json:"line"`
	Lines       int                 `json:"lines"`
	Epics       int                 `json:"epics"`
	Stories     int                 `json:"stories"`
	Story       float64             `json:"story"`
	Epic        float64             `json:"epic"`
	PooledStory float64             `json:"pooledStory"`
	PooledEpic  float64             `json:"pooledEpic"`
	ItemBias    float64             `json:"itemBias"`
	EpicBias    float64             `json:"epicBias"`
	Signals     []weighedSignalJSON `json:"signals"`
}

type weighedSignalJSON struct {
	Why        string  `json:"why"`
	Share      float64 `json:"share"`
	Weight     float64 `json:"weight"`
	EpicWeight float64 `json:"epicWeight"`
}

func weighingsOf(f *backlog.File) []weighingJSON {
	all := []weighingJSON{}
	score := func(n int) float64 { return float64(n) / 160 }
	for _, w := range f.Weigh() {
		x := weighingJSON{
			w.Form, w.Text, w.Pos.Line, w.Lines, w.Epics, w.Stories, score(w.Story), score(w.Epic), score(w.PooledStory), score(w.PooledEpic),
			score(w.ItemBias), score(w.EpicBias), []weighedSignalJSON{},
		}
		for _, s := range w.Signals {
			x.Signals = append(x.Signals, weighedSignalJSON{s.Why, float64(s.Share) / 16, float64(s.Weight) / 10, float64(s.EpicWeight) / 10})
		}
		all = append(all, x)
	}
	return all
}
