//! Stuffy behind real reverse proxies, configured as `docs/operations/reverse-proxy.md` says.

mod documented;
mod nginx;
mod site;

mod addresses;
mod browser;
mod caddy;
mod families;
mod forms;
mod logs;
mod transfer;
