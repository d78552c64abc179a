//! A resource as it came, kept whole: compressed, with its topic before it, then sealed by the
//! gate.

use std::sync::LazyLock;

use shared::access::model::Sensitivity;
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};

use crate::access::Guarded;
use crate::keys::SealError;

/// What resources have in common, so that a small one shrinks too. A dictionary is never changed:
/// what was compressed with it could no longer be read. A better one gets the next [`LAYOUT`].
const DICTIONARY: &[u8] = include_bytes!("whole-1.dict");
const LAYOUT: u8 = 1;
/// Between speed and size: above it a tenth is won for twice the time.
const LEVEL: i32 = 3;
/// The most one resource may unpack to, in bytes.
pub const RESOURCE_MAX: usize = 16 << 20;

static ENCODER: LazyLock<EncoderDictionary<'static>> =
    LazyLock::new(|| EncoderDictionary::copy(DICTIONARY, LEVEL));
static DECODER: LazyLock<DecoderDictionary<'static>> =
    LazyLock::new(|| DecoderDictionary::copy(DICTIONARY));

/// A resource's JSON and its topic, which the gate asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    pub sensitivity: Sensitivity,
    pub json: String,
}

/// Packs many: what compressing needs is made once.
pub struct Packer(Compressor<'static>);

impl Packer {
    pub fn new() -> Result<Self, SealError> {
        let mut compressor = Compressor::with_prepared_dictionary(&ENCODER).map_err(broken)?;
        // 8 bytes less each: the length stays, the checksum is the seal's.
        compressor.include_checksum(false).map_err(broken)?;
        compressor.include_dictid(false).map_err(broken)?;
        Ok(Self(compressor))
    }

    /// Layout, topic, compressed JSON.
    pub fn pack(&mut self, sensitivity: Sensitivity, json: &str) -> Result<Vec<u8>, SealError> {
        let packed = self.0.compress(json.as_bytes()).map_err(broken)?;
        let topic = Sensitivity::ALL.iter().position(|known| *known == sensitivity);
        let topic = topic.and_then(|topic| u8::try_from(topic).ok()).unwrap_or(u8::MAX);
        let mut out = Vec::with_capacity(packed.len() + 2);
        out.extend_from_slice(&[LAYOUT, topic]);
        out.extend_from_slice(&packed);
        Ok(out)
    }
}

/// Reads what [`Packer::pack`] wrote.
pub fn unpack(plain: &[u8]) -> Result<Whole, SealError> {
    let [LAYOUT, topic, packed @ ..] = plain else {
        return Err(broken(std::io::Error::other("a resource of an unknown layout")));
    };
    let unknown = || broken(std::io::Error::other("a resource of an unknown topic"));
    let sensitivity = *Sensitivity::ALL.get(usize::from(*topic)).ok_or_else(unknown)?;
    let mut decompressor = Decompressor::with_prepared_dictionary(&DECODER).map_err(broken)?;
    let length = zstd::zstd_safe::get_frame_content_size(packed).ok().flatten();
    let length = length.and_then(|length| usize::try_from(length).ok());
    let length = length.filter(|length| *length <= RESOURCE_MAX).ok_or_else(too_long)?;
    let json = decompressor.decompress(packed, length).map_err(broken)?;
    let json = String::from_utf8(json).map_err(|error| broken(std::io::Error::other(error)))?;
    Ok(Whole { sensitivity, json })
}

fn too_long() -> SealError {
    broken(std::io::Error::other("a resource of no sensible length"))
}

fn broken(error: std::io::Error) -> SealError {
    SealError::Shape(serde_json::Error::io(error))
}

impl Guarded for Whole {
    const TABLE: &'static str = "resource";

    fn read(plain: &[u8]) -> Result<Self, SealError> {
        unpack(plain)
    }

    fn sensitivity(&self) -> Sensitivity {
        self.sensitivity
    }
}
