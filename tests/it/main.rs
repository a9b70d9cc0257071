//! One test binary: the parts are laid out as the house is.

#![expect(clippy::too_many_lines, reason = "a scene is told in one go, however long")]

mod databases;
mod contract;
mod hospital;
mod cast;
mod watching;

mod story;
mod api;
mod accounts;
mod audit;
mod privacy;
mod promises;
mod pages;
mod domain;
mod tags;
mod labels;
mod family_sees;
mod notices;
mod frames;
mod darkroom;
mod portrait;
mod sentences;
mod store;
mod queries;
mod migrations;
mod openapi;
mod program;
mod faults;
mod fuzz;
mod house;
