//! Where a segment was not written as the norm wants and how it was read all the same.

/// One departure from the norm; shown to the person who looks at a result in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quirk {
    /// The fields lie this many places further (1, 2) or nearer (−1) than they should: from OBX-5,
    /// or from OBX-4 and OBR-4 on. Seen: OBR of Abbott Architect, Stago and Sysmex XN in `OpenELIS`;
    /// an OBX of the realm hepatitis C message.
    Shifted(i8),
    /// OBX-3 is a bare number of the test, its name stands in OBX-4 (Mindray BS).
    NameInSubId,
    /// OBX-3 is empty or `0`, the test stands in OBX-4 (EDAN).
    CodeInSubId,
    /// The status stands in this field instead of OBX-11 or OBR-25.
    StatusInField(usize),
    /// OBR-4 names the device, not the service (Mindray BS, EDAN).
    DeviceAsService,
    /// The unit was `10^9/L` with a bare component separator and was put together again.
    UnitJoined,
    /// The unit stands with the number in OBX-5.
    UnitInValue,
    /// OBX-5 is the signal and the concentration; the concentration was taken (Autobio `AutoLumo`).
    SignalBeforeValue,
    /// OBX-2 is empty or unknown; the type was guessed from the value.
    TypeGuessed,
    /// The value is not of the type OBX-2 says.
    TypeContradicted,
    /// So many repetitions in the message that those of this field were kept as one text.
    TooManyRepetitions,
}
