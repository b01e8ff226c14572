package backlog

// A parsing fills a [File] with what reading returned, and with the texts of its
// source. Nothing changes the file after that.
type parsing struct{ *File }
