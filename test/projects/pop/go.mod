module rooms.example/identity

go 1.23

require github.com/ory/x v0.0.700
