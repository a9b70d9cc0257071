//! One test binary: the parts are laid out as the house is.

mod databases;
mod house;
mod labels;
mod migrations;
mod store;
mod tags;
