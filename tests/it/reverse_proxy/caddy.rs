//! Caddy reads the documented configuration as it stands.

use std::fs;
use std::process::Command;

use tempfile::TempDir;

use super::documented::code_block;

#[test]
fn caddy_accepts_the_documented_configuration() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("Caddyfile");
    fs::write(&file, code_block("caddyfile", "reverse_proxy")).expect("a file");
    let caddy = |arguments: &[&str]| {
        let mut command = Command::new("caddy");
        // Certificates and the like are stored below the home directory.
        command.args(arguments).arg(&file).env("HOME", folder.path());
        let output = command.output().expect("caddy runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    };
    caddy(&["validate", "--adapter", "caddyfile", "--config"]);
    let formatted = caddy(&["fmt"]);
    assert_eq!(formatted, fs::read_to_string(&file).expect("a file"), "not formatted");
}
