package fakegitlab

import (
	"regexp"
	"slices"
	"strings"
)

var (
	command    = regexp.MustCompile(`^/([A-Za-z_]+)(?:[ \t]+(.*))?$`)
	fence      = regexp.MustCompile("^ {0,3}(```+|~~~+)")
	otherBlock = regexp.MustCompile(`^( {0,3}([-*+]|[0-9]+[.)])([ \t]|$)| {0,3}>| {0,3}<|    |\t| {0,3}#{1,6}([ \t]|$))`)
)

// quickActions are commands that the service knows (docs.gitlab.com, "Quick
// actions").
var quickActions = []string{
	"approve", "assign", "blocked_by", "blocks", "clone", "close", "confidential", "done", "due", "duplicate", "epic", "estimate",
	"label", "labels", "lock", "milestone", "move", "promote", "reassign", "relabel", "relate", "reopen", "severity", "shrug", "spend",
	"subscribe", "tableflip", "title", "todo", "unassign", "unlabel", "weight",
}

// execute carries out the commands in a text and returns it without them. Only
// paragraphs at the top level count, and no code in them.
func (s *Server) execute(i *Issue, text string, creating bool) string {
	var kept []string
	open, closing, other, code := "", "", false, false
	for line := range strings.SplitSeq(text, "\n") {
		bare := strings.TrimRight(line, "\r")
		m := fence.FindStringSubmatch(bare)
		switch {
		case open != "":
			if m != nil && strings.HasPrefix(m[1], open) && strings.TrimSpace(strings.Trim(bare, m[1][:1])) == "" {
				open = ""
			}
		case closing != "":
			if strings.Contains(bare, closing) {
				closing = ""
			}
		case m != nil:
			open, other = m[1], false
		case strings.HasPrefix(bare, "<!--"):
			if !strings.Contains(bare, "-->") {
				closing = "-->"
			}
		case strings.TrimSpace(bare) == "":
			other, code = false, false
		case otherBlock.MatchString(bare):
			other = true
		case other:
		default:
			if c := command.FindStringSubmatch(bare); c != nil && !code && slices.Contains(quickActions, strings.ToLower(c[1])) {
				s.Executed = append(s.Executed, bare)
				s.act(i, strings.ToLower(c[1]), c[2], creating)
				continue
			}
			code = code != (strings.Count(bare, "`")%2 == 1)
		}
		kept = append(kept, line)
	}
	return strings.Join(kept, "\n")
}

// act does what a command says. Some need an issue that exists already.
func (s *Server) act(i *Issue, name, argument string, creating bool) {
	switch name {
	case "label", "labels":
		i.Labels = append(i.Labels, s.take([]string{strings.TrimPrefix(argument, "~")})...)
	case "confidential":
		i.Confidential = true
	case "due":
		i.DueDate = &argument
	case "unassign":
		i.Assignees = []*User{}
	case "milestone":
		for _, m := range s.Milestones {
			if m.Title == strings.Trim(argument, `%"`) {
				i.Milestone = m
			}
		}
	}
	if creating {
		return
	}
	switch name {
	case "close":
		i.State = "closed"
	case "reopen":
		i.State = "opened"
	case "title":
		i.Title = argument
	}
}
