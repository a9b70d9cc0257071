//! Settings of the log and the metrics.

use clap::Args;

#[derive(Args, Clone)]
#[command(next_help_heading = "Log and metrics")]
pub struct MonitoringSettings {
    /// Log filter, such as info or stuffy=debug
    #[arg(long, env = "STUFFY_LOG", default_value = "info")]
    pub log: String,
    /// Write the log as JSON, one object per line
    #[arg(long, env = "STUFFY_LOG_JSON")]
    pub log_json: bool,
    /// Bearer token that /metrics requires; without it there are no metrics
    #[arg(long, env = "STUFFY_METRICS_TOKEN", hide_env_values = true)]
    pub metrics_token: Option<String>,
}
