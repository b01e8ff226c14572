package cli

import "github.com/spf13/cobra"

// topics are what more than one command needs to know, as help without a command.
func topics() []*cobra.Command {
	return []*cobra.Command{
		{Use: "targets", Short: "How a tracker is named, and where its token is from", Long: targetsHelp},
		{Use: "forms", Short: "What is taken for an epic or a story", Long: formsHelp},
		{Use: "exit-codes", Short: "What a command tells its caller", Long: exitHelp},
	}
}

const targetsHelp = `A target is one project in one tracker:

  local:DIR                      Markdown files in a directory
  github:owner/repo              github.com, GHE.com or an Enterprise Server
  gitlab:group/sub/project       gitlab.com or another GitLab
  https://host/owner/repo        the web address of one of these
  git@host:owner/repo.git        and every other address of it that git knows

It is named by --to, else by the variable BACKLOGSYNC_TO, else by "to:" in
.backlogsync.yaml, else it is the project of the pipeline in GitHub Actions and GitLab
CI. A git remote is suggested, and never taken silently.

Tokens are those of gh (GH_TOKEN, GITHUB_TOKEN, or what "gh auth login" stored; for an
Enterprise Server GH_ENTERPRISE_TOKEN) and of glab (GITLAB_TOKEN, GITLAB_ACCESS_TOKEN,
OAUTH_TOKEN, or what "glab auth login" stored). They never come from a flag. A token of
the environment goes only to a host that you name, or that is the service's own.`

const configHelp = `.backlogsync.yaml, or .yml, stands beside the backlog or in a directory above it, up to
the root of the repository; without one, beside the backlog. A flag goes before the environment, that before the file's own
metadata, that before the configuration.

  to: github:acme/shop           the target
  read: {stories: ["- {title}"]} which lines are items; "backlogsync help forms"
  files: {"/a.md": {read: …}}    the same for some files only
  checkbox: done                 or registered: what a ticked box means
  ledger: file                   none: no ledger is kept; docs/EVIDENCE.md: files share it
  prefer: backlog                or tracker: the side that wins
  strict: true                   treat warnings as errors
  fail-on: [drift, conflict]     what ends plan and status with exit code 2
  epics: milestone               issue or both: what an epic becomes
  milestones: project            or group: where GitLab has them
  labels: [backlog]              for every issue
  managed-label: backlogsync     for every issue, by which a large project is listed
  assignees: {Ana Pérez: ana}    logins by the names in the files
  responsible: creator           assignee, actor or a name: who the ledger names
  mentions: neutral              or keep: what @name in a text does
  write-interval: 1s             between two writes
  settle: 10s                    how long a new item may be missing from listings

Printed with what is in force by "backlogsync config". With the JSON Schema of "backlogsync
schema config", editors complete and check the file.
`

const formsHelp = `Epics are headings such as "## Epic 1: Access" or "### EPIC-2 Search", rows of a table,
or what the field "Epic:" of stories names. Stories are headings ("### US-1.1 Login"), items
of checklists ("- [ ] US-1.1 Login"), rows of tables, items of lists, and sentences ("As a
user, I want to log in").

  # Release 2

  ## Epic 1: Access

  - [ ] US-1.1 Login
  - [x] US-1.2 Logout

"backlogsync show FILE" prints what is read, and "backlogsync show --explain FILE" why, and
what was left out.`
