//! Other systems (INT).

mod born;
mod clients;
mod feed;
mod feed_orders;
mod feed_tls;
mod fhir;
mod hl7_files;
mod hl7_random;
mod programs;
mod rest;
