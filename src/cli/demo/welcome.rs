//! What the demonstration prints when it starts.

use std::io::IsTerminal as _;
use std::net::SocketAddr;

use super::fixtures;
use super::simulation::Simulation;
use crate::printing::{self, Qr};

pub(super) fn text(
    base_url: &str,
    address: SocketAddr,
    token: &str,
    simulation: &Simulation,
) -> Result<String, String> {
    let family = simulation.family_token();
    let family_url = format!("{base_url}/f/{family}");
    let qr = Qr::from_text(&family_url).map_err(|error| error.to_string())?;
    // Colours only for a terminal, where they make the code scannable on any background.
    let qr = printing::terminal(&qr, std::io::stdout().is_terminal());
    Ok(format!(
        "\nThe Invented Hospital for Stuffed Companions is open. All data is invented.\n\n\
         For staff: sign in as nurse, lead or admin, with the password {password};\n\
         on an enrolled phone the nurse can sign in with the PIN {pin}\n  \
         {base_url}/sign-in\n  \
         {base_url}/T/{code}    what a phone shows when it scans {name}'s tag\n  \
         {base_url}/scan    scanner\n  \
         {base_url}/board    board\n  \
         {base_url}/print    tags and posters\n  \
         {base_url}/admin    staff, places, tags, phones, settings; for admin\n\n\
         How is {name}? The page for the family, without signing in\n  {family_url}\n\n\
         {phone}\n{qr}\n\
         API documentation: {base_url}/docs\n  \
         curl -s {base_url}/api/v1/family/{family}\n  \
         curl -s -H 'Authorization: Bearer {token}' {base_url}/api/v1/journeys\n  \
         curl -s -H 'Authorization: Bearer {token}' {base_url}/api/v1/alerts\n  \
         curl -s -H 'Authorization: Bearer {token}' {base_url}/api/v1/tags/{code}\n\n\
         Ctrl-C stops the demonstration and deletes its data.\n",
        password = fixtures::PASSWORD,
        pin = fixtures::PIN,
        code = simulation.first_tag(),
        name = simulation.first_name(),
        phone = phone_hint(address),
    ))
}

fn phone_hint(address: SocketAddr) -> &'static str {
    if address.ip().is_loopback() {
        "Scan this with a phone to open the family page. This address works on this machine only: to\n\
         reach it from phones on the same network, start the demonstration with --listen 0.0.0.0:8080. A phone's camera and\n\
         offline queue need https; put the demonstration behind an https proxy to try them."
    } else {
        "Scan this with a phone on the same network to open the family page. Its camera and offline queue\n\
         need https; put the demonstration behind an https proxy to try them."
    }
}
