package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"go.yaml.in/yaml/v3"
)

// A configKey is one key of a configuration.
type configKey struct {
	name     string
	standard string // what holds where nothing is said; "" if that depends on the target or the file
	variable string // of the environment, which goes before the configuration; "" if there is none
	read     func(c *config, value *yaml.Node) error
}

var (
	sides       = []string{string(reconcile.SideBacklog), string(reconcile.SideTracker)}
	meanings    = []string{string(backlog.CheckboxDone), string(backlog.CheckboxRegistered)}
	mentionWays = []string{"neutral", "keep"}
)

// configKeys returns the keys, in the order in which people see them.
func configKeys() []configKey {
	return []configKey{
		{"to", "", "BACKLOGSYNC_TO", text(func(c *config) *string { return &c.To })},
		{"read", "", "", func(c *config, value *yaml.Node) error { return decodeRead(value, &c.Read) }},
		{"files", "", "", (*config).setFiles},
		{"checkbox", "", "", oneOf(func(c *config) *backlog.Checkbox { return &c.Checkbox }, meanings)},
		{"ledger", backlog.LedgerFile, "", readLedger},
		{"prefer", "", "", oneOf(func(c *config) *string { return &c.Prefer }, sides)},
		{"strict", "false", "", readStrict},
		{"fail-on", "", "", readFailOn},
		{"epics", string(reconcile.EpicsMilestone), "", oneOf(func(c *config) *string { return &c.Epics }, epicsChoices)},
		{"milestones", "project", "", oneOf(func(c *config) *string { return &c.Milestones }, []string{"project", "group"})},
		{"labels", "", "", (*config).setLabels},
		{"managed-label", "", "", text(func(c *config) *string { return &c.ManagedLabel })},
		{"assignees", "", "", readAssignees},
		{"responsible", "creator", "", text(func(c *config) *string { return &c.Responsible })},
		{"mentions", "neutral", "", oneOf(func(c *config) *string { return &c.Mentions }, mentionWays)},
		{"write-interval", "", "BACKLOGSYNC_WRITE_INTERVAL", span(func(c *config) **time.Duration { return &c.WriteInterval })},
		{"settle", "", "BACKLOGSYNC_SETTLE", span(func(c *config) **time.Duration { return &c.Settle })},
	}
}

// configKeyOf returns the key of a name, nil if there is none.
func configKeyOf(name string) *configKey {
	for _, k := range configKeys() {
		if k.name == name {
			return &k
		}
	}
	return nil
}

func configKeyNames() []string {
	var names []string
	for _, k := range configKeys() {
		names = append(names, k.name)
	}
	return names
}

func scalar(value *yaml.Node) (string, error) {
	var text string
	if err := value.Decode(&text); err != nil {
		is := "keys with values"
		if value.Kind == yaml.SequenceNode {
			is = "a list"
		}
		return "", fmt.Errorf("expected one word, and this is %s", is)
	}
	return text, nil
}

// text reads a word or a sentence.
func text(field func(*config) *string) func(*config, *yaml.Node) error {
	return func(c *config, value *yaml.Node) (err error) {
		*field(c), err = scalar(value)
		return err
	}
}

// oneOf reads one of a few words.
func oneOf[T ~string](field func(*config) *T, words []string) func(*config, *yaml.Node) error {
	return func(c *config, value *yaml.Node) error {
		text, err := scalar(value)
		if err == nil && !slices.Contains(words, text) {
			err = fmt.Errorf("%q is not one of %s", text, strings.Join(words, ", "))
		}
		*field(c) = T(text)
		return err
	}
}

// span reads a duration.
func span(field func(*config) **time.Duration) func(*config, *yaml.Node) error {
	return func(c *config, value *yaml.Node) error {
		text, err := scalar(value)
		if err != nil {
			return err
		}
		d, err := parseDuration(text)
		*field(c) = &d
		return err
	}
}

// readLedger reads where the ledger is kept.
func readLedger(c *config, value *yaml.Node) error {
	text, err := scalar(value)
	if err == nil {
		c.Ledger, err = backlog.ParseLedger(text)
	}
	return err
}

func readStrict(c *config, value *yaml.Node) error {
	if value.Decode(&c.Strict) != nil {
		return errors.New("it is true or false")
	}
	return nil
}

// readFailOn reads a list, or one text with commas as the flag has it.
func readFailOn(c *config, value *yaml.Node) error {
	if value.Kind != yaml.SequenceNode {
		text, err := scalar(value)
		if err != nil {
			return err
		}
		c.FailOn = strings.Split(text, ",")
	} else if err := value.Decode(&c.FailOn); err != nil {
		return errors.New("expected a list of words")
	}
	return (&failFlag{}).add(c.FailOn)
}

// readAssignees reads which login a name means. One "@" in front is what people
// are used to write.
func readAssignees(c *config, value *yaml.Node) error {
	if err := value.Decode(&c.Assignees); err != nil || value.Kind != yaml.MappingNode {
		return errors.New("expected names with their logins, such as \"Ana Pérez: ana\"")
	}
	for name, login := range c.Assignees {
		login = strings.TrimPrefix(login, "@")
		if login == "" || strings.ContainsAny(login, " ,;") {
			return fmt.Errorf("%q is not a login", c.Assignees[name])
		}
		c.Assignees[name] = login
	}
	return nil
}
