-- +goose Up
CREATE TABLE never (id serial);
