//! What was taken from the patient: SPM, or OBR-15 before 2.5.

use super::coded::{Coded, EntityId};
use super::message::Segment;
use super::timestamp::Moment;

/// A specimen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specimen {
    /// Number of the SPM segment in the message; that of the OBR when the specimen is its field 15
    pub segment: usize,
    /// SPM-2.1: the number the orderer gave
    pub placer_id: Option<EntityId>,
    /// SPM-2.2: the number the laboratory gave
    pub filler_id: Option<EntityId>,
    /// SPM-4, or OBR-15.1: blood, urine, …
    pub kind: Option<Coded>,
    /// SPM-7, or OBR-15.3 as text
    pub collection_method: Option<Coded>,
    /// SPM-8, or OBR-15.4: from where
    pub source_site: Option<Coded>,
    /// SPM-11, HL7 table 0369: `P` patient, `Q` control, `C` calibrator, …
    pub role: Option<String>,
    /// SPM-17.1: taken, or begun to be taken
    pub collected: Option<Moment>,
    /// SPM-17.2: end of taking
    pub collected_end: Option<Moment>,
    /// SPM-18: received by the laboratory
    pub received: Option<Moment>,
    /// SAC-3, or SAC-4 for the tube it was poured from: number on the tube
    pub container: Option<EntityId>,
}

impl Specimen {
    pub(super) fn read(spm: Segment<'_>) -> Self {
        let range = spm.field(17);
        Self {
            segment: spm.number(),
            placer_id: EntityId::read_subs(spm.field(2).component(1)),
            filler_id: EntityId::read_subs(spm.field(2).component(2)),
            kind: Coded::read_words(spm.field(4)),
            collection_method: Coded::read_words(spm.field(7)),
            source_site: Coded::read_words(spm.field(8)),
            role: spm.field(11).first().value(),
            collected: Moment::read(range.component(1)),
            collected_end: Moment::read(range.component(2)),
            received: Moment::read(spm.field(18)),
            container: None,
        }
    }

    /// OBR-15 as it was before SPM, or a plain word (`serum`, Mindray chemistry); `shift` as in
    /// [`super::Quirk::Shifted`].
    pub(super) fn read_obr(obr: Segment<'_>, field: usize) -> Option<Self> {
        let source = obr.field(field);
        let kind = Coded::read_subs(source.component(1)).map(|mut kind| {
            if kind.text.is_none()
                && kind.system.is_none()
                && kind.code.as_ref().is_some_and(|code| !code.is_ascii())
            {
                kind.text = kind.code.take();
            }
            kind
        });
        Some(Self {
            segment: obr.number(),
            placer_id: None,
            filler_id: None,
            kind: Some(kind?),
            collection_method: Coded::read_subs(source.component(3)),
            source_site: Coded::read_subs(source.component(4)),
            role: None,
            collected: None,
            collected_end: None,
            received: None,
            container: None,
        })
    }
}
