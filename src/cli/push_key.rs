//! `stuffy push-key`: generates a private key for Web Push.

use crate::integrations::web_push::PushKey;

pub(super) fn run() {
    println!("{}", PushKey::generate());
}
