//! Whom the courier calls: an address that anybody may name is none of this house.

use std::net::TcpListener;

use hyper::{Request, Uri};
use stuffy::integrations::http_client::{
    AddressTrust, DeliveryError, OutboundHttpClient, is_public,
};

use super::browser::{Browser, ask, dress, invite, telling};
use super::receiver::{Manner, PostOffice};
use crate::builders;
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

#[test]
fn addresses_of_this_house_are_known() {
    for outside in [
        "8.8.8.8",
        "1.1.1.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.167.1.1",
        "100.63.0.1",
        "100.128.0.1",
        "223.255.255.254",
        "2606:4700::1111",
        "2a00:1450:4001::5f",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
    ] {
        assert!(is_public(outside.parse().expect(outside)), "{outside}");
    }
    for inside in [
        "0.0.0.0",
        "0.1.2.3",
        "127.0.0.1",
        "127.8.8.8",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.1.1",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "198.19.1.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.88.99.1",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "2001:db8::1",
        "2001::1",
        "2002:7f00:1::1",
        "3fff::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "fec0::1",
    ] {
        assert!(!is_public(inside.parse().expect(inside)), "{inside}");
    }
}

#[actix_web::test]
async fn nobody_has_this_house_called_from_within() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.set_nonblocking(true).expect("it need not wait");
    let port = listener.local_addr().expect("an address").port();
    let courier = OutboundHttpClient::with_system_roots().expect("TLS");
    for host in
        ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]"]
    {
        let to: Uri = format!("https://{host}:{port}/x").parse().expect("an address");
        let said = courier.connect(&to, AddressTrust::Untrusted).await.map(drop);
        // A name that this machine does not know is no way in either.
        let refused = DeliveryError::Refused("the address is not a public one");
        assert!(
            [Err(refused), Err(DeliveryError::Away("its name is not known"))].contains(&said),
            "{host}: {said:?}"
        );
    }
    let plain: Uri = format!("http://127.0.0.1:{port}/x").parse().expect("an address");
    let said = courier.connect(&plain, AddressTrust::Untrusted).await.map(drop);
    assert_eq!(said, Err(DeliveryError::Refused("the address is not https")));
    assert!(listener.accept().is_err(), "nobody called");
    // Whoever runs the house may name a machine of the house.
    assert_eq!(courier.connect(&plain, AddressTrust::Configured).await.map(drop), Ok(()));
    assert!(listener.accept().is_ok());
}

#[actix_web::test]
async fn who_cannot_show_who_they_are_is_told_nothing() {
    let (office, other) = (PostOffice::open().await, PostOffice::open().await);
    let to: Uri = "https://push.example/1".parse().expect("an address");
    let elsewhere: Uri = "https://elsewhere.example/1".parse().expect("an address");
    let no_tls = Err(DeliveryError::Away("TLS did not come about"));
    assert_eq!(
        office.courier().connect(&elsewhere, AddressTrust::Untrusted).await.map(drop),
        no_tls
    );
    assert_eq!(
        other.courier_with_trust_in(&office).connect(&to, AddressTrust::Untrusted).await.map(drop),
        no_tls
    );
    let line = office.courier().connect(&to, AddressTrust::Untrusted).await.expect("a line");
    let answered = line.send(Request::post(&to).body(b"x".to_vec()).expect("a request")).await;
    assert_eq!(answered.expect("an answer").status, 201);
}

async fn a_push_service_sends_nobody_elsewhere(db: Database) {
    let (office, other) = (PostOffice::open().await, PostOffice::open().await);
    let hospital = TestHospital::start_with(db, telling()).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    ask(&hospital, &link, &Browser::new(1)).await;
    office.answers(&[Manner::SendsOn(other.at)]);
    dress(&nurse, &bear, "gown").await;
    let sender = office.sender_of(&hospital, Some(super::web_push::key()), None);
    sender.send_due().await.expect("sent");
    assert_eq!((office.callers(), other.callers()), (1, 0));
    // It counts as not taken.
    hospital.wait_minutes(1);
    sender.send_due().await.expect("sent");
    assert_eq!((office.letters().len(), other.callers()), (2, 0));
}

on_both_databases!(a_push_service_sends_nobody_elsewhere,);
