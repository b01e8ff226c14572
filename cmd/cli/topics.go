package cli

import "github.com/spf13/cobra"

// topics are what more than one command needs to know, as help without a command.
func topics() []*cobra.Command {
	return []*cobra.Command{
		{Use: "targets", Short: "How to name a tracker, and where its token comes from", Long: targetsHelp},
		{Use: "forms", Short: "What is read as an epic or a story", Long: formsHelp},
		{Use: "exit-codes", Short: "What the exit codes mean", Long: exitHelp},
	}
}

const targetsHelp = `A target is one project in one tracker:

  local:DIR                      Markdown files in a directory
  github:owner/repo              github.com, GHE.com or an Enterprise Server
  gitlab:group/sub/project       gitlab.com or another GitLab
  https://host/owner/repo        the web address of one of these
  git@host:owner/repo.git        and every other address of it that git knows

The target is the first of these that is set:

  1. the flag --to
  2. the variable BACKLOGSYNC_TO
  3. the key "to" in .backlogsync.yaml
  4. in GitHub Actions and GitLab CI, the project of the pipeline

A git remote is suggested, but never used silently.

Tokens are those of gh (GH_TOKEN, GITHUB_TOKEN, or what "gh auth login" stored; for an
Enterprise Server GH_ENTERPRISE_TOKEN) and of glab (GITLAB_TOKEN, GITLAB_ACCESS_TOKEN,
OAUTH_TOKEN, or what "glab auth login" stored). They never come from a flag. A
token from the environment is sent only to a host that you name, or to the service's own.`

const configHelp = `.backlogsync.yaml, or .yml, lies beside the backlog or in a directory above it, up to the
root of the repository. Outside a repository, it lies beside the backlog.

Flags override the environment, which overrides the metadata of the file, which
overrides the configuration.

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

"backlogsync config" prints the effective values. With the JSON Schema from "backlogsync
schema config", editors complete and check the file.
`

const formsHelp = `Epics are headings such as "## Epic 1: Access" or "### EPIC-2 Search", rows of a table,
or the values of the field "Epic:" of stories. Stories are headings ("### US-1.1 Login"), items
of checklists ("- [ ] US-1.1 Login"), rows of tables, items of lists, and sentences ("As a
user, I want to log in").

  # Release 2

  ## Epic 1: Access

  - [ ] US-1.1 Login
  - [x] US-1.2 Logout

"backlogsync show FILE" prints what is read. "backlogsync show --explain FILE" also says why,
and what was left out.`
