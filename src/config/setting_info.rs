//! The settings in use, for the administration page: value, description and origin of each.

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingInfo {
    /// The environment variable, such as `STUFFY_LISTEN`.
    pub variable: String,
    pub description: String,
    pub value: Value,
    pub origin: Origin,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Visible(String),
    /// Set, but never shown.
    Secret,
    Unset,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Default,
    Variable,
    Flag,
}

/// Every setting of `command` with the value that `matches` holds.
pub(super) fn all(command: &Command, matches: &ArgMatches) -> Vec<SettingInfo> {
    command.get_arguments().filter_map(|setting| info(setting, matches)).collect()
}

fn info(setting: &Arg, matches: &ArgMatches) -> Option<SettingInfo> {
    let variable = setting.get_env()?.to_string_lossy().into_owned();
    let id = setting.get_id().as_str();
    let values: Vec<_> = matches
        .get_raw(id)
        .into_iter()
        .flatten()
        .map(|text| text.to_string_lossy().into_owned())
        .collect();
    let value = if values.is_empty() {
        Value::Unset
    } else if setting.is_hide_env_values_set() {
        Value::Secret
    } else {
        Value::Visible(values.join(", "))
    };
    let origin = match matches.value_source(id) {
        Some(ValueSource::EnvVariable) => Origin::Variable,
        Some(ValueSource::CommandLine) => Origin::Flag,
        _ => Origin::Default,
    };
    Some(SettingInfo {
        variable,
        description: description(setting).replace('`', ""),
        value,
        origin,
    })
}

pub(super) fn description(setting: &Arg) -> String {
    without_requirement_number(&setting.get_help().map(ToString::to_string).unwrap_or_default())
}

/// A help text without the number of the requirement behind it, which only developers need.
pub(crate) fn without_requirement_number(help: &str) -> String {
    help.split(" (R").next().unwrap_or(help).to_owned()
}
