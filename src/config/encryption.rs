//! Settings with the keys that protect stored data.

use clap::Args;

#[derive(Args, Clone)]
#[command(next_help_heading = "Keys")]
pub struct EncryptionSettings {
    /// Keys of the audit log's hash chain, each 64 hexadecimal digits; the first signs new entries, the others verify older ones
    #[arg(
        long = "audit-key",
        env = "STUFFY_AUDIT_KEY",
        value_delimiter = ',',
        hide_env_values = true
    )]
    pub audit_keys: Vec<String>,
    /// Keys that encrypt children's names and all notes at rest, each 64 hexadecimal digits; the first encrypts, the others only decrypt
    #[arg(
        long = "privacy-key",
        env = "STUFFY_PRIVACY_KEY",
        value_delimiter = ',',
        hide_env_values = true
    )]
    pub privacy_keys: Vec<String>,
}
