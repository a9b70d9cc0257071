//! Settings of printing.

use std::path::PathBuf;

use clap::Args;

#[derive(Args, Clone)]
#[command(next_help_heading = "Printing")]
pub struct PrintingSettings {
    /// Additional font files (TrueType or OpenType) for scripts that the built-in fonts lack, such as Thai
    #[arg(long, env = "STUFFY_FONTS", value_delimiter = ',')]
    pub fonts: Vec<PathBuf>,
}
