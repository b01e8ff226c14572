package cli

// An environ looks variables of the environment up; what is not set is "".
type environ func(name string) string

// getenv returns a variable.
func (e environ) getenv(name string) string { return e(name) }
