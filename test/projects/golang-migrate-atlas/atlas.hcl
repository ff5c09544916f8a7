env "local" {
  migration {
    dir    = "file://db/migrations"
    format = golang-migrate
  }
}
