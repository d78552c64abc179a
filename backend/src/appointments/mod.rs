//! Clinics, schedules, free times, and visits booked, moved and cancelled (APT-1 to APT-14).

pub mod slots;
