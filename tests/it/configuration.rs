//! Settings: their reference in `docs/operations/configuration.md`, their names and their defaults.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use stuffy::config::{Settings, Value, reference};

#[test]
fn the_configuration_reference_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/operations/configuration.md");
    let page = fs::read_to_string(path).expect("docs/operations/configuration.md");
    assert_eq!(
        page,
        reference::markdown(),
        "run: cargo run -- config-reference > docs/operations/configuration.md"
    );
}

#[test]
fn variables_and_flags_have_the_same_names() {
    let reference = reference::markdown();
    let mut variables = BTreeSet::new();
    for row in reference.lines().filter(|line| line.starts_with("| `STUFFY_")) {
        let names: Vec<_> = row.split('`').skip(1).step_by(2).take(2).collect();
        let [variable, flag] = names[..] else { panic!("no flag: {row}") };
        let expected = variable.replace("STUFFY_", "--").replace('_', "-").to_lowercase();
        assert_eq!(flag, expected);
        assert!(variables.insert(variable.to_owned()), "{variable} is declared twice");
    }
    assert!(variables.len() > 50, "{} settings", variables.len());
}

#[test]
fn defaults_are_valid() {
    let settings = Settings::from_args(&["stuffy"]).expect("the defaults");
    let info = &settings.setting_info;
    let value = |variable: &str| {
        let found = info.iter().find(|info| info.variable == variable);
        found.map(|info| info.value.clone()).expect(variable)
    };
    assert_eq!(value("STUFFY_IDLE_LOCK_SECONDS"), Value::Visible("120".to_owned()));
    assert_eq!(value("STUFFY_REQUIRED_OUTFIT"), Value::Visible("gown, mask".to_owned()));
    assert_eq!(value("STUFFY_DATABASE_CONNECTIONS"), Value::Visible("8".to_owned()));
}
