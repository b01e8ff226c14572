package reading_test

import (
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// The level that is asked for becomes the issues, and what stands above it holds
// them. Where there is none of that level, all stays as it is.
func TestLevels(t *testing.T) {
	t.Parallel()
	const src = "# Plan\n\n## Epic 1: Access\n\n### Feature 1.1: Accounts\n\n#### Story 1.1.1: Log in\n\n- [ ] T-1 Form\n- [ ] T-2 Check\n\n" +
		"#### Story 1.1.2: Log out\n\n- [ ] T-3 Button\n"
	const stories = "EPIC-1: Story 1.1.1, Story 1.1.2"
	for level, want := range map[reading.Level]string{
		"":                   stories,
		reading.LevelStory:   stories,
		reading.LevelEpic:    "EPIC-1",
		reading.LevelFeature: "EPIC-1: Feature 1.1",
		reading.LevelTask:    "EPIC-1: T-1, T-2, T-3",
	} {
		if got := inLine(reading.Read([]byte(src), reading.Options{Level: level})); got != want {
			t.Errorf("level %q: %q, want %q", level, got, want)
		}
	}
	const none = "# Plan\n\n- [ ] US-1 Log in\n"
	for _, level := range []reading.Level{reading.LevelEpic, reading.LevelFeature, reading.LevelTask} {
		if got := inLine(reading.Read([]byte(none), reading.Options{Level: level})); got != "US-1" {
			t.Errorf("level %q where there is none: %q", level, got)
		}
	}
}
