//! The server from outside, one file per capability.

mod accounts;
mod audit;
mod bucket;
mod config;
mod consent;
mod contract;
mod critical;
mod documents;
mod emergency;
mod files;
mod gate;
mod http;
mod interop;
mod journal;
mod keys;
mod measurements;
mod migrations;
mod notifications;
mod pages;
mod passwords;
mod process;
mod record;
mod reference;
mod results;
mod strangers;
mod wire;
