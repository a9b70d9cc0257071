//! Errors of subcommands, as text for the terminal.

use crate::use_cases::UseCaseError;
use crate::web::problem_code::ProblemCode;

/// An error message is printed to standard error, and the exit status is 1.
pub(crate) type CommandResult = Result<(), String>;

pub(crate) fn error_message(error: &UseCaseError) -> String {
    match error {
        UseCaseError::Domain(refusal) | UseCaseError::DomainAt(_, refusal) => {
            ProblemCode::from(refusal).code().to_owned()
        }
        UseCaseError::Database(error) => error.to_string(),
    }
}
