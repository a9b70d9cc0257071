//! The command-line arguments, and which subcommand runs for them.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use super::error::CommandResult;
use super::{audit, backup, demo, migrate, purge, push_key, serve, staff, verify};
use crate::config::{Settings, reference, without_requirement_number};

/// Follows a child's stuffed companion through surgery, from check-in to reunion.
#[derive(Parser)]
#[command(name = "stuffy", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run a demonstration hospital with invented data in a temporary database
    Demo(demo::Options),
    /// Run the server; pending migrations are applied first
    Serve(Box<Settings>),
    /// Apply pending database migrations
    Migrate(Box<Settings>),
    /// Generate a private key for Web Push (`STUFFY_PUSH_KEY`)
    PushKey,
    /// Manage staff accounts
    #[command(subcommand)]
    Staff(StaffCommand),
    /// Write a consistent copy of the database to FILE while the server runs (SQLite only)
    Backup {
        /// File to create; it must not exist
        file: PathBuf,
        #[command(flatten)]
        settings: Box<Settings>,
    },
    /// Recompute all journeys and compare with stored data; verify the audit log's hash chain
    Verify(Box<Settings>),
    /// Delete identifying data past its retention period; statistics are kept
    Purge(Box<Settings>),
    /// Export the audit log as JSON, one entry per line
    Audit {
        #[command(flatten)]
        export: audit::AuditExportArgs,
        #[command(flatten)]
        settings: Box<Settings>,
    },
    /// Print the reference of all settings as Markdown
    #[command(hide = true)]
    ConfigReference,
}

#[derive(Subcommand)]
enum StaffCommand {
    /// Add a staff account
    Add(Box<staff::AddStaffArgs>),
}

/// Parses the command line and runs the subcommand.
///
/// Exits the process if the arguments are invalid or ask for help.
pub async fn run() -> Result<(), String> {
    let matches = with_plain_help(Cli::command()).get_matches();
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    cli.command.run(&matches).await
}

fn with_plain_help(command: clap::Command) -> clap::Command {
    let plain = |argument: Arg| match argument.get_help().map(ToString::to_string) {
        Some(help) => argument.help(without_requirement_number(&help)),
        None => argument,
    };
    command.mut_args(plain).mut_subcommands(with_plain_help)
}

impl Command {
    async fn run(self, matches: &ArgMatches) -> CommandResult {
        match self {
            Self::Demo(options) => demo::run(options).await,
            Self::Serve(settings) => {
                let matches = matches.subcommand().map_or(matches, |(_, matches)| matches);
                serve::run(settings.with_sources(matches)).await
            }
            Self::Migrate(settings) => migrate::run(&settings).await,
            Self::PushKey => {
                push_key::run();
                Ok(())
            }
            Self::Staff(StaffCommand::Add(args)) => staff::add(*args).await,
            Self::Backup { file, settings } => backup::run(&settings, &file).await,
            Self::Verify(settings) => verify::run(&settings).await,
            Self::Purge(settings) => purge::run(&settings).await,
            Self::Audit { export, settings } => audit::export(&settings, export).await,
            Self::ConfigReference => {
                print!("{}", reference::markdown());
                Ok(())
            }
        }
    }
}
