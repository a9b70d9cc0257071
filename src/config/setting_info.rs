//! The settings as they are told to whoever keeps the house: every one, what it is and where it comes from.

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args as _, Command};

use super::Settings;

/// A setting as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingInfo {
    /// Its variable; the flag has the same name.
    pub variable: String,
    /// What it means.
    pub meaning: String,
    /// What it is set to.
    pub value: Value,
    /// Where that comes from.
    pub origin: Origin,
}

/// What a setting is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// To this.
    Shown(String),
    /// To something that is shown to nobody.
    Secret,
    /// To nothing.
    Nothing,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody set it: it is as it comes.
    AsItComes,
    /// Its variable.
    Variable,
    /// Its flag on the command line.
    Flag,
}

/// Every setting, as the command line was read.
#[must_use]
pub fn told(matches: &ArgMatches) -> Vec<SettingInfo> {
    let all = Settings::augment_args(Command::new("stuffy"));
    all.get_arguments().filter_map(|setting| one(setting, matches)).collect()
}

fn one(setting: &Arg, matches: &ArgMatches) -> Option<SettingInfo> {
    let variable = setting.get_env()?.to_string_lossy().into_owned();
    let help = setting.get_help().map(ToString::to_string).unwrap_or_default();
    let id = setting.get_id().as_str();
    let given: Vec<_> = matches
        .get_raw(id)
        .into_iter()
        .flatten()
        .map(|text| text.to_string_lossy().into_owned())
        .collect();
    let value = match given {
        none if none.is_empty() => Value::Nothing,
        _ if setting.is_hide_env_values_set() => Value::Secret,
        given => Value::Shown(given.join(", ")),
    };
    let origin = match matches.value_source(id) {
        Some(ValueSource::EnvVariable) => Origin::Variable,
        Some(ValueSource::CommandLine) => Origin::Flag,
        _ => Origin::AsItComes,
    };
    Some(SettingInfo { variable, meaning: plain(&help), value, origin })
}

/// The meaning without the number of the requirement behind it, which is for those who build the house.
fn plain(help: &str) -> String {
    help.split(" (R").next().unwrap_or(help).replace('`', "")
}
