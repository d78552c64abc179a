//! The server: one folder per capability, one gate to patient data.

pub mod access;
pub mod accounts;
pub mod app;
pub mod audit;
pub mod card;
pub mod config;
pub mod db;
pub mod demo;
pub mod events;
pub mod http;
pub mod jobs;
pub mod keys;
pub mod record;
pub mod telemetry;
