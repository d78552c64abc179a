//! What was found unusual in what accounts do: the security officer's list and reviews (AUD-5).

mod queue;
mod review;

pub use queue::AnomalyQueue;
