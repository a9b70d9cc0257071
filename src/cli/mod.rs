//! The command line: one file for each subcommand.

mod args;
mod audit;
mod backup;
mod count;
mod demo;
mod error;
mod fonts;
mod logging;
mod migrate;
mod notification_channels;
mod oidc_provider;
mod open;
mod purge;
mod push_key;
mod serve;
mod server_lifecycle;
mod staff;
mod verify;

pub use args::run;
