//! The outbound HTTP client: untrusted URLs cannot reach local addresses.

use std::net::TcpListener;

use hyper::{Request, Uri};
use stuffy::integrations::http_client::{
    AddressTrust, DeliveryError, OutboundHttpClient, is_public,
};

use super::browser::{Browser, dress, invite, subscribe, with_push};
use super::receiver::{MockPushService, Reply};
use crate::builders;
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

#[test]
fn private_and_reserved_addresses_are_not_public() {
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
async fn untrusted_urls_cannot_reach_local_addresses() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.set_nonblocking(true).expect("non-blocking");
    let port = listener.local_addr().expect("an address").port();
    let http_client = OutboundHttpClient::with_system_roots().expect("TLS");
    for host in
        ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]"]
    {
        let to: Uri = format!("https://{host}:{port}/x").parse().expect("an address");
        let output = http_client.connect(&to, AddressTrust::Untrusted).await.map(drop);
        // A name that this machine cannot resolve is safe as well.
        let refused = DeliveryError::Refused("address is not public");
        assert!(
            [Err(refused), Err(DeliveryError::Unavailable("host name cannot be resolved"))]
                .contains(&output),
            "{host}: {output:?}"
        );
    }
    let plain: Uri = format!("http://127.0.0.1:{port}/x").parse().expect("an address");
    let output = http_client.connect(&plain, AddressTrust::Untrusted).await.map(drop);
    assert_eq!(output, Err(DeliveryError::Refused("URL is not https")));
    assert!(listener.accept().is_err(), "no connection");
    // URLs from the settings may be local.
    assert_eq!(http_client.connect(&plain, AddressTrust::Configured).await.map(drop), Ok(()));
    assert!(listener.accept().is_ok());
}

#[actix_web::test]
async fn servers_without_a_trusted_certificate_get_no_request() {
    let (push_service, other) = (MockPushService::open().await, MockPushService::open().await);
    let to: Uri = "https://push.example/1".parse().expect("an address");
    let elsewhere: Uri = "https://elsewhere.example/1".parse().expect("an address");
    let no_tls = Err(DeliveryError::Unavailable("TLS handshake failed"));
    assert_eq!(
        push_service.http_client().connect(&elsewhere, AddressTrust::Untrusted).await.map(drop),
        no_tls
    );
    assert_eq!(
        other.client_trusting(&push_service).connect(&to, AddressTrust::Untrusted).await.map(drop),
        no_tls
    );
    let line = push_service
        .http_client()
        .connect(&to, AddressTrust::Untrusted)
        .await
        .expect("a connection");
    let answered = line.send(Request::post(&to).body(b"x".to_vec()).expect("a request")).await;
    assert_eq!(answered.expect("a response").status, 201);
}

async fn redirects_of_push_services_are_not_followed(db: Database) {
    let (push_service, other) = (MockPushService::open().await, MockPushService::open().await);
    let hospital = TestHospital::start_with(db, with_push()).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    subscribe(&hospital, &link, &Browser::new(1)).await;
    push_service.reply_with(&[Reply::Redirect(other.at)]);
    dress(&nurse, &bear, "gown").await;
    let sender = push_service.sender_with(&hospital, Some(super::web_push::key()), None);
    sender.send_due().await.expect("sent");
    assert_eq!((push_service.connections(), other.connections()), (1, 0));
    // The redirect counts as a failed delivery.
    hospital.wait_minutes(1);
    sender.send_due().await.expect("sent");
    assert_eq!((push_service.take_requests().len(), other.connections()), (2, 0));
}

on_both_databases!(redirects_of_push_services_are_not_followed,);
