package lexicon_test

import (
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// A title speaks of what is no work where one of its words does.
func TestSpeaksAside(t *testing.T) {
	for title, want := range map[string]bool{
		"Guiding principles": true, "Appendix: severity levels": true, "📝 Acuerdos": true, "三、风险": true, "Open questions": true,
		"Questionnaire": false, "Export": false, "": false, "登录": false,
	} {
		if got := lexicon.SpeaksAside(lexicon.Fold(title)); got != want {
			t.Errorf("%q: %t", title, got)
		}
	}
}
