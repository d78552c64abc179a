//! Own measurements as they cross the wire.

use super::model::{
    FoundMeasurements, Imported, KeptMeasurement, KeptTarget, MeasurementFile, MeasurementKind,
    MeasurementPreview, NewImport, NewMeasurements, NewTarget,
};
use crate::contract::{Route, route};
use crate::endpoint;
use crate::id::PatientId;

endpoint! {
    /// What the patient measured, by kinds: the last values, where they should lie and what they
    /// mean (VIT-1, VIT-3).
    ListMeasurements { patient: PatientId }
    Get "/patients/{patient}/measurements" => FoundMeasurements
}

endpoint! {
    /// Keeps what the patient measured at one moment. Impossible values are refused, unlikely ones
    /// asked about (VIT-3).
    AddMeasurements { patient: PatientId }
    Post "/patients/{patient}/measurements" with NewMeasurements => Vec<KeptMeasurement>
}

endpoint! {
    /// Sets where a measurement should lie, or takes that back (VIT-3).
    SetTarget { patient: PatientId, kind: MeasurementKind }
    Put "/patients/{patient}/targets/{kind}" with NewTarget => KeptTarget
}

endpoint! {
    /// Says what a file would bring; nothing is kept (VIT-1).
    PreviewMeasurements { patient: PatientId }
    Post "/patients/{patient}/measurements/preview" with MeasurementFile => MeasurementPreview
}

endpoint! {
    /// Keeps the measurements of a file, all or none; each once, however often it is sent (VIT-1).
    ImportMeasurements { patient: PatientId }
    Post "/patients/{patient}/measurements/import" with NewImport => Imported
}

pub const ROUTES: &[Route] = &[
    route::<ListMeasurements>(),
    route::<AddMeasurements>(),
    route::<SetTarget>(),
    route::<PreviewMeasurements>(),
    route::<ImportMeasurements>(),
];
