//! Parses the command line and runs one command.

use std::process::ExitCode;

#[actix_web::main]
async fn main() -> ExitCode {
    match stuffy::cli::run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("stuffy: {error}");
            ExitCode::FAILURE
        }
    }
}
