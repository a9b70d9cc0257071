//! The configurations in the page for operators.

use std::path::Path;

const PAGE: &str = include_str!("../../../docs/operations/reverse-proxy.md");

/// The code block of this language that contains the text.
pub(super) fn code_block(language: &str, containing: &str) -> String {
    let fence = format!("```{language}\n");
    let blocks = PAGE.split(&fence).skip(1).filter_map(|rest| rest.split("```\n").next());
    let found: Vec<_> = blocks.filter(|block| block.contains(containing)).collect();
    assert_eq!(found.len(), 1, "code blocks in {language} with {containing:?}");
    found[0].to_owned()
}

/// What a test puts in the place of documented values.
pub(super) struct Substitutes<'a> {
    pub(super) http_port: u16,
    pub(super) https_port: u16,
    /// Host and port of the server.
    pub(super) upstream: &'a str,
    pub(super) certificate: &'a Path,
    pub(super) key: &'a Path,
    pub(super) log_folder: &'a Path,
}

/// The documented site with these values and nothing else changed.
pub(super) fn nginx_site(values: &Substitutes) -> String {
    let mut site = code_block("nginx", "proxy_pass");
    let certificate = "/etc/letsencrypt/live/stuffy.example";
    let replacements = [
        ("listen 80;", format!("listen 127.0.0.1:{};", values.http_port)),
        ("listen 443 ssl http2;", format!("listen 127.0.0.1:{} ssl http2;", values.https_port)),
        // The machine of the tests may have no IPv6.
        ("listen [::]:80;", String::new()),
        ("listen [::]:443 ssl http2;", String::new()),
        ("server_name stuffy.example;", "server_name localhost;".to_owned()),
        ("server 127.0.0.1:8080;", format!("server {};", values.upstream)),
        (&format!("{certificate}/fullchain.pem"), values.certificate.display().to_string()),
        (&format!("{certificate}/privkey.pem"), values.key.display().to_string()),
        ("/var/log/nginx", values.log_folder.display().to_string()),
    ];
    for (documented, used) in replacements {
        assert!(site.contains(documented), "the documented configuration has no {documented:?}");
        site = site.replace(documented, &used);
    }
    site
}
