//! Writes `docs/operations/configuration.md`, the reference of all settings, from their declarations.

use std::fmt::Write as _;

use clap::Arg;

use super::Settings;
use super::setting_info::description;

const INTRODUCTION: &str = "\
# Configuration

Generated from the settings in `src/config/`; do not edit. To update it, run
`cargo run -- config-reference > docs/operations/configuration.md`. A test fails while it is out of date.

Each setting is an environment variable and a command-line flag; the flag wins. Lists are separated by commas.
";

/// The reference as Markdown: one table for each topic.
#[must_use]
pub fn markdown() -> String {
    let mut page = INTRODUCTION.to_owned();
    let command = Settings::command();
    let mut topic = None;
    for setting in command.get_arguments().filter(|setting| setting.get_env().is_some()) {
        if setting.get_help_heading() != topic {
            topic = setting.get_help_heading();
            let _ = writeln!(
                page,
                "\n## {}\n\n| variable | flag | default | meaning |\n|---|---|---|---|",
                topic.unwrap_or("Other")
            );
        }
        page += &row(setting);
    }
    page
}

fn row(setting: &Arg) -> String {
    let variable = setting.get_env().unwrap_or_default().to_string_lossy();
    let flag = setting.get_long().unwrap_or_default();
    let defaults: Vec<_> =
        setting.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    let default = match (setting.get_action().takes_values(), defaults.is_empty()) {
        (false, _) => "off".to_owned(),
        (true, true) => "none".to_owned(),
        (true, false) => format!("`{}`", defaults.join(",")),
    };
    let secret = if setting.is_hide_env_values_set() { " (secret)" } else { "" };
    let meaning = description(setting).replace('|', "\\|");
    format!("| `{variable}` | `--{flag}` | {default} | {meaning}{secret} |\n")
}
