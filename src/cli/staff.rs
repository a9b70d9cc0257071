//! `stuffy staff add`: adds a staff account.

use std::io::Read as _;

use clap::{Args, ValueEnum};

use super::error::{CommandResult, error_message};
use super::open;
use crate::config::Settings;
use crate::domain::account::password::{self, MAX_LENGTH, MIN_DISTINCT, MIN_LENGTH};
use crate::domain::account::person::Role;
use crate::domain::error::DomainError;
use crate::use_cases::audit::{self, AuditContext};
use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::{UseCaseError, staff};
use crate::web::validation;

#[derive(Args)]
pub(super) struct AddStaffArgs {
    /// 2 to 40 characters: a-z, 0-9, dot, underscore and hyphen
    #[arg(long)]
    username: String,
    /// Role of the account
    #[arg(long, value_enum)]
    role: RoleName,
    /// Name that colleagues see; the default is the username
    #[arg(long)]
    display_name: Option<String>,
    /// Read the password from standard input
    #[arg(long, required = true)]
    password_stdin: bool,
    #[command(flatten)]
    settings: Settings,
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

pub(super) async fn add(args: AddStaffArgs) -> CommandResult {
    let password = read_password()?;
    let display_name = args.display_name.unwrap_or_else(|| args.username.clone());
    let account =
        staff::NewStaff { username: args.username, display_name, role: args.role.into(), password };
    validate(&account)?;
    let app = open::open(&args.settings)?;
    let request = IdempotentRequest { key: None, render: Box::new(|_| Vec::new()) };
    let create = staff::create(&app, account, request);
    let created = audit::with_context(AuditContext::system("stuffy staff add"), create).await;
    app.store.close().await;
    match created {
        Ok(_) => Ok(()),
        Err(UseCaseError::Domain(DomainError::NameTaken)) => {
            Err("this username is already taken".to_owned())
        }
        Err(error) => Err(error_message(&error)),
    }
}

/// The first line of standard input.
fn read_password() -> Result<String, String> {
    let mut text = String::new();
    let read = std::io::stdin().take(4096).read_to_string(&mut text);
    read.map_err(|error| format!("cannot read the password: {error}"))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn validate(account: &staff::NewStaff) -> CommandResult {
    if !validation::is_username(&account.username) {
        return Err(
            "a username has 2 to 40 characters: a-z, 0-9, dot, underscore and hyphen".to_owned()
        );
    }
    if !password::is_acceptable(&account.password) {
        return Err(format!(
            "a password has {MIN_LENGTH} to {MAX_LENGTH} characters, at least {MIN_DISTINCT} of them different"
        ));
    }
    let name = &account.display_name;
    if !(1..=80).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err("a display name has 1 to 80 characters".to_owned());
    }
    Ok(())
}
