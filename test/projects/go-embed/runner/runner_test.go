package runner

import "embed"

//go:embed lines
var lines embed.FS
