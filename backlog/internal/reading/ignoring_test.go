package reading_test

import (
	"slices"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// Lines that are written in another way, but fit what is declared for the
// stories, are left out with the section that they stand in.
func TestDeclareIgnoresWhatFits(t *testing.T) {
	for _, tt := range []struct {
		name, src   string
		ids, ignore []string
	}{
		{
			"headings with another word", "# Shop\n\n## Backlog\n\n### AB-1: Print\n\nText.\n\n### CD-2: Cut\n\nText.\n\n## Times\n\n### Sprint 1: Labels\n\n" +
				"Soon.\n\n### Sprint 2: Rolls\n\nLater.\n",
			[]string{"AB-1", "CD-2"}, []string{"## Times"},
		},
		{
			"boxes in the text of a story", "# Shop\n\n### AB-1: Print\n\n#### Steps\n\n- [ ] Design: draw it\n\n### AB-2: Cut\n\nText.\n",
			[]string{"AB-1", "AB-2"}, nil,
		},
		{
			"a line of text that others have, too", "# Shop\n\n**Now**\n\n- AB-1: Print\n\n**Then**\n\n- CD-2: Cut\n\n**Now**\n\n- Sprint 3: Fold\n",
			[]string{"AB-1", "CD-2"}, nil,
		},
		{
			"a line of text", "# Shop\n\n**Now**\n\n- AB-1: Print\n- CD-2: Cut\n\n**Then**\n\n- Sprint 1: Fold\n- Sprint 2: Glue\n",
			[]string{"AB-1", "CD-2"}, []string{"**Then**"},
		},
	} {
		study := reading.NewStudy([]byte(tt.src), reading.Options{})
		roles := make([]reading.Role, len(study.Schemes))
		for i, c := range study.Schemes {
			if c.Sites[0].ID == "AB-1" {
				roles[i] = reading.RoleStory
			}
		}
		d := study.Declare(roles)
		if !slices.Equal(d.Ignore, tt.ignore) {
			t.Errorf("%s: ignored %q, want %q; %v", tt.name, d.Ignore, tt.ignore, &d)
		}
		f := reading.Read([]byte(tt.src), reading.Options{Read: &d})
		var ids []string
		for _, s := range f.Stories {
			ids = append(ids, string(s.ID))
		}
		if !slices.Equal(ids, tt.ids) {
			t.Errorf("%s: read %q", tt.name, ids)
		}
	}
}
