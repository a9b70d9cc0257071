//! Help texts and error messages of the program.

use stuffy::config::{Settings, reference};

use super::process::{command, program, run_command};
use crate::databases::{Database, on_both_databases};
use crate::test_app::PASSWORD;

#[test]
fn help_names_no_requirement_numbers() {
    for name in ["demo", "serve", "migrate", "staff add", "backup", "verify", "purge", "audit"] {
        let args: Vec<_> = name.split(' ').chain(["--help"]).collect();
        let help = run_command(program(&args), "").succeeds().out;
        assert!(help.contains("Usage:") && !help.contains(" (R"), "{help}");
    }
}

#[test]
fn zero_is_refused_in_plain_words() {
    let reference = reference::markdown();
    let mut refused = 0;
    for row in reference.lines().filter(|line| line.starts_with("| `STUFFY_")) {
        let flag = row.split('`').nth(3).expect("a flag");
        let Err(error) = Settings::from_args(&["stuffy", flag, "0"]) else { continue };
        let message = error.to_string();
        assert!(!message.contains("non-zero type"), "{message}");
        refused += usize::from(message.contains("must be at least 1"));
    }
    assert!(refused >= 15, "{refused} settings refuse zero");
}

async fn a_database_without_migrations_is_reported_with_the_remedy(db: Database) {
    for name in ["verify", "purge", "audit"] {
        run_command(command(&db, &[name]), "")
            .fails_with("the database is not up to date: run stuffy migrate");
    }
    let add = ["staff", "add", "--username", "ada", "--role", "admin", "--password-stdin"];
    run_command(command(&db, &add), PASSWORD)
        .fails_with("the database is not up to date: run stuffy migrate");
}

on_both_databases!(a_database_without_migrations_is_reported_with_the_remedy,);
