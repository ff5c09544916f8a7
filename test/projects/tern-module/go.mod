module example.com/orders

go 1.22

require (
	github.com/jackc/pgx/v5 v5.5.0
	github.com/jackc/tern/v2 v2.1.1
)

require github.com/josharian/intern v1.0.0 // indirect
