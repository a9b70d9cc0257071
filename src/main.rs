//! The command line, one page.

use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};
use stuffy::cli::{self, demo};
use stuffy::config::Settings;
use stuffy::domain::account::person::Role;
use stuffy::integrations::web_push::PushKey;
use stuffy::jobs;

/// Keeps watch over a child's stuffed companion, from pre-op to reunion.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// A living demonstration hospital, on an embedded database of its own
    Demo(demo::Options),
    /// Serve; migrations are run first
    Serve(Settings),
    /// Bring the database to this version
    Migrate(Settings),
    /// Print a new key, by which families' phones are told that there is news
    PushKey,
    /// Keep the staff
    #[command(subcommand)]
    Staff(Staff),
    /// Write a consistent copy of the database to FILE, while it serves (SQLite)
    Backup {
        /// A file that does not exist yet
        file: PathBuf,
        #[command(flatten)]
        settings: Settings,
    },
    /// Fold every journey anew and hold it against what is kept, and follow the audit from its first entry to its last
    Verify(Settings),
    /// Remove what names children whose last visit ended long enough ago; what counts stays
    Purge(Settings),
    /// Write the audit out: who saw and who did what, a line of JSON for each entry
    Audit {
        #[command(flatten)]
        wanted: cli::audit::AuditExportArgs,
        #[command(flatten)]
        settings: Box<Settings>,
    },
}

#[derive(Subcommand)]
enum Staff {
    /// Take somebody on
    Add {
        /// 2 to 40 of a-z, 0-9, dot, underscore and hyphen
        #[arg(long)]
        username: String,
        /// What they may do
        #[arg(long, value_enum)]
        role: RoleName,
        /// As colleagues call them; the user name where nobody says
        #[arg(long)]
        display_name: Option<String>,
        /// Read the password from standard input
        #[arg(long, required = true)]
        password_stdin: bool,
        #[command(flatten)]
        settings: Box<Settings>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleName {
    Staff,
    Lead,
    Admin,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Staff => Self::Staff,
            RoleName::Lead => Self::Lead,
            RoleName::Admin => Self::Admin,
        }
    }
}

#[actix_web::main]
async fn main() -> ExitCode {
    let matches = Cli::command().get_matches();
    let line = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let done = match line.command {
        Command::Demo(options) => demo::run(options).await,
        Command::Serve(settings) => {
            let said = matches.subcommand().map_or(&matches, |(_, said)| said);
            cli::serve(settings.with_sources(said)).await
        }
        Command::Migrate(settings) => cli::migrate(&settings).await,
        Command::Staff(Staff::Add { username, role, display_name, settings, .. }) => {
            let display_name = display_name.unwrap_or_else(|| username.clone());
            match password() {
                Ok(password) => {
                    cli::add_staff(&settings, username, display_name, role.into(), password).await
                }
                Err(error) => Err(error),
            }
        }
        Command::PushKey => {
            println!("{}", PushKey::generate());
            Ok(())
        }
        Command::Backup { file, settings } => cli::backup(&settings, &file).await,
        Command::Verify(settings) => cli::verify(&settings).await,
        Command::Purge(settings) => jobs::retention::purge(&settings).await,
        Command::Audit { wanted, settings } => cli::audit::export(&settings, wanted).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("stuffy: {why}");
            ExitCode::FAILURE
        }
    }
}

/// The first line of standard input, without its end.
fn password() -> Result<String, String> {
    let mut text = String::new();
    let read = std::io::stdin().take(4096).read_to_string(&mut text);
    read.map_err(|error| format!("the password could not be read: {error}"))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
