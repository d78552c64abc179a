//! Pictures: whole, large enough to be read, small enough to be opened; sharp and light.

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageError, ImageFormat, ImageReader, Limits};
use shared::contract::FieldReason;
use shared::files::model::FileType;

/// A page A4 at 100 dpi has 827 × 1169 pixels; what came through a messenger, 1280 × 960.
const PIXELS_MIN: u64 = 960_000;
const SIDE_MIN: u32 = 600;
/// A small file may unpack to a huge picture.
const PIXELS_MAX: u64 = 50_000_000;
const SIDE_MAX: u32 = 30_000;
/// What decoding may take in memory: [`PIXELS_MAX`] with four channels, and some more.
const MEMORY_MAX: u64 = 5 * PIXELS_MAX;
/// Pictures are compared at this size at most.
const MEASURED_SIDE: u32 = 2_000;
/// Below it a photo of print is hard to read.
const SHARPNESS_MIN: f64 = 50.0;
/// Of 255: below it most of a page is in the dark.
const LIGHT_MIN: f64 = 60.0;

/// Decodes the picture. What is poor about it is a warning: a poor copy is better than none.
pub fn check(bytes: &[u8], kind: FileType) -> Result<Option<FieldReason>, FieldReason> {
    let format = match kind {
        FileType::Jpeg if !is_whole_jpeg(bytes) => return Err(FieldReason::FileBroken),
        FileType::Jpeg => ImageFormat::Jpeg,
        FileType::Png => ImageFormat::Png,
        FileType::Pdf => return Err(FieldReason::FileFormat),
    };
    let size = ImageReader::with_format(Cursor::new(bytes), format).into_dimensions();
    let (width, height) = size.map_err(|_| FieldReason::FileBroken)?;
    let pixels = u64::from(width) * u64::from(height);
    if pixels > PIXELS_MAX || width.max(height) > SIDE_MAX {
        return Err(FieldReason::ImageLarge);
    }
    if pixels < PIXELS_MIN || width.min(height) < SIDE_MIN {
        return Err(FieldReason::ImageSmall);
    }
    let picture = decode(bytes, format)?;
    let measured = width.max(height).min(MEASURED_SIDE);
    Ok(warning(&picture.thumbnail(measured, measured).to_luma8()))
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, FieldReason> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(MEMORY_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    reader.decode().map_err(|error| match error {
        ImageError::Limits(_) => FieldReason::ImageLarge,
        _ => FieldReason::FileBroken,
    })
}

/// Whether the picture goes on to its end (ITU T.81, B.1.1): a decoder fills what is missing with
/// grey, and says nothing.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(rest) = bytes.get(at..) {
        // After the coded data of a scan, or at once. What is not a marker is data.
        let Some((before, marker)) = next_marker(rest) else { return false };
        if marker == 0xD9 {
            return true;
        }
        at += before + 2;
        let Some([high, low]) = bytes.get(at..at + 2) else { return false };
        at += usize::from(u16::from_be_bytes([*high, *low]));
    }
    false
}

/// How far it is to the next marker that begins a segment or ends the picture, and which it is.
fn next_marker(bytes: &[u8]) -> Option<(usize, u8)> {
    bytes.windows(2).enumerate().find_map(|(at, pair)| match pair {
        // A stuffed byte, a restart, a fill byte.
        [0xFF, 0x00 | 0x01 | 0xD0..=0xD7 | 0xFF] => None,
        [0xFF, marker] => Some((at, *marker)),
        _ => None,
    })
}

fn warning(grey: &GrayImage) -> Option<FieldReason> {
    if light(grey) < LIGHT_MIN {
        Some(FieldReason::ImageDark)
    } else if sharpness(grey) < SHARPNESS_MIN {
        Some(FieldReason::ImageBlurred)
    } else {
        None
    }
}

/// The mean of all pixels.
fn light(grey: &GrayImage) -> f64 {
    let mut spread = Spread::default();
    grey.as_raw().iter().for_each(|pixel| spread.add(f64::from(*pixel)));
    spread.mean()
}

/// The variance of the Laplacian: J. L. Pech-Pacheco et al., “Diatom autofocusing in brightfield
/// microscopy: a comparative study”, ICPR 2000.
fn sharpness(grey: &GrayImage) -> f64 {
    let width = usize::try_from(grey.width()).unwrap_or(usize::MAX).max(1);
    let rows: Vec<&[u8]> = grey.as_raw().chunks_exact(width).collect();
    let mut spread = Spread::default();
    for rows in rows.windows(3) {
        let [above, row, below] = rows else { continue };
        let beside = above.iter().skip(1).zip(below.iter().skip(1));
        for (three, (above, below)) in row.windows(3).zip(beside) {
            let [left, here, right] = three else { continue };
            let around = [above, below, left, right].map(|pixel| f64::from(*pixel));
            spread.add(around.iter().sum::<f64>() - 4.0 * f64::from(*here));
        }
    }
    spread.variance()
}

/// The mean and the variance of what was added (B. P. Welford, 1962).
#[derive(Default)]
struct Spread {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Spread {
    fn add(&mut self, value: f64) {
        self.count += 1.0;
        let off = value - self.mean;
        self.mean += off / self.count;
        self.squares += off * (value - self.mean);
    }

    const fn mean(&self) -> f64 {
        self.mean
    }

    fn variance(&self) -> f64 {
        self.squares / self.count.max(1.0)
    }
}
