package reading

import (
	"cmp"
	"strings"
)

// logins returns the logins of a value that lists people: of names that the
// options know, and of words such as "@ana".
func (o *Options) logins(value string) []string {
	var logins []string
	for name := range strings.FieldsFuncSeq(value, func(c rune) bool { return c == ',' || c == ';' }) {
		if login := o.login(name); login != "" {
			logins = append(logins, login)
			continue
		}
		for word := range strings.FieldsSeq(name) {
			if login, ok := strings.CutPrefix(word, "@"); ok && login != "" {
				logins = append(logins, cmp.Or(o.login(word), login))
			}
		}
	}
	return logins
}

// login returns what the options have for a name, or "".
func (o *Options) login(name string) string {
	name = strings.TrimPrefix(strings.TrimSpace(name), "@")
	for other, login := range o.Assignees {
		if strings.EqualFold(strings.TrimPrefix(other, "@"), name) {
			return login
		}
	}
	return ""
}
