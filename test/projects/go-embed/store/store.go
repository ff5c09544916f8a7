package store

import "embed"

//go:embed "sql/current/*.sql"
var files embed.FS
