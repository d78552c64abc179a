//! Minimal Lower Layer Protocol, release 1: `0x0B` message `0x1C 0x0D` on a stream.

use super::message::MAX_BYTES;

const START: u8 = 0x0B;
const END: u8 = 0x1C;
const RETURN: u8 = 0x0D;
/// Bytes between frames after which they are reported without waiting for the next frame (64 KiB).
const GARBAGE_REPORT: usize = 64 * 1024;

/// What a stream gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// A complete message, without its frame.
    Message(Vec<u8>),
    /// A message whose end did not come before the next one started or the stream ended.
    Incomplete(Vec<u8>),
    /// So many bytes between frames that belong to none; blanks and line breaks are not counted.
    Garbage(usize),
    /// A message longer than the limit. Nothing more comes from this stream: close the connection.
    TooLong {
        /// The limit, in bytes
        max: usize,
    },
}

/// Takes frames out of a stream whose chunks end anywhere. Holds at most one message of the limit's
/// length.
#[derive(Debug)]
pub struct Framer {
    buffer: Vec<u8>,
    state: State,
    garbage: usize,
    max: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Between,
    Inside,
    Broken,
}

impl Default for Framer {
    fn default() -> Self {
        Self::new(MAX_BYTES)
    }
}

impl Framer {
    /// A framer for messages of at most `max` bytes.
    #[must_use]
    pub fn new(max: usize) -> Self {
        Self { buffer: Vec::new(), state: State::Between, garbage: 0, max }
    }

    /// The frames that are complete with this chunk. The same stream gives the same frames however
    /// it is cut. The end character alone ends a message; the return after it may be missing or
    /// come later.
    pub fn feed(&mut self, chunk: &[u8]) -> Vec<Frame> {
        let mut frames = Vec::new();
        let mut rest = chunk;
        while !rest.is_empty() {
            rest = match self.state {
                State::Between => self.skip(rest, &mut frames),
                State::Inside => self.collect(rest, &mut frames),
                State::Broken => &[],
            };
        }
        frames
    }

    /// Bytes of the message that is being collected.
    #[must_use]
    pub fn held(&self) -> usize {
        self.buffer.len()
    }

    /// Whether no message has been begun.
    #[must_use]
    pub fn is_between(&self) -> bool {
        self.state == State::Between
    }

    /// What is left when the stream has ended.
    #[must_use]
    pub fn finish(mut self) -> Vec<Frame> {
        let mut frames = Vec::new();
        if self.state == State::Inside && !self.buffer.is_empty() {
            self.emit(&mut frames, Frame::Incomplete);
        }
        self.report_garbage(&mut frames);
        frames
    }

    fn skip<'c>(&mut self, chunk: &'c [u8], frames: &mut Vec<Frame>) -> &'c [u8] {
        let Some((byte, rest)) = chunk.split_first() else { return &[] };
        match byte {
            &START => {
                self.report_garbage(frames);
                self.state = State::Inside;
            }
            b' ' | b'\t' | b'\n' | &RETURN | &END | 0 => {}
            _ => self.garbage += 1,
        }
        if self.garbage >= GARBAGE_REPORT {
            self.report_garbage(frames);
        }
        rest
    }

    fn collect<'c>(&mut self, chunk: &'c [u8], frames: &mut Vec<Frame>) -> &'c [u8] {
        let end = chunk.iter().position(|byte| *byte == END);
        let (part, rest) =
            chunk.split_at_checked(end.unwrap_or(chunk.len())).unwrap_or((chunk, &[]));
        if self.buffer.len() + part.len() > self.max {
            self.buffer = Vec::new();
            self.state = State::Broken;
            frames.push(Frame::TooLong { max: self.max });
            return &[];
        }
        self.buffer.extend_from_slice(part);
        if end.is_some() {
            self.state = State::Between;
            self.emit(frames, Frame::Message);
        }
        rest
    }

    /// Gives the collected message away. A start character inside it that a header follows means
    /// that the message before was never ended; elsewhere it is text (a line break of some word
    /// processors).
    fn emit(&mut self, frames: &mut Vec<Frame>, last: fn(Vec<u8>) -> Frame) {
        let mut rest = std::mem::take(&mut self.buffer);
        while let Some(at) =
            rest.windows(4).position(|window| matches!(window, [START, b'M', b'S', b'H']))
        {
            let next = rest.split_off(at + 1);
            rest.pop();
            if !rest.is_empty() {
                frames.push(Frame::Incomplete(rest));
            }
            rest = next;
        }
        frames.push(last(rest));
    }

    fn report_garbage(&mut self, frames: &mut Vec<Frame>) {
        if self.garbage > 0 {
            frames.push(Frame::Garbage(std::mem::take(&mut self.garbage)));
        }
    }
}

/// A message in its frame.
#[must_use]
pub fn wrap(message: &[u8]) -> Vec<u8> {
    let mut frame = Vec::with_capacity(message.len() + 3);
    frame.push(START);
    frame.extend_from_slice(message);
    frame.extend([END, RETURN]);
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(stream: &[u8]) -> Vec<Frame> {
        let mut framer = Framer::default();
        let mut all = framer.feed(stream);
        all.extend(framer.finish());
        all
    }

    fn message(text: &str) -> Frame {
        Frame::Message(text.as_bytes().to_vec())
    }

    #[test]
    fn messages_come_out_of_their_frames() {
        assert_eq!(frames(&wrap(b"MSH|1\rPID|\r")), [message("MSH|1\rPID|\r")]);
        assert_eq!(
            frames(&[wrap(b"a"), wrap(b""), wrap(b"b")].concat()),
            [message("a"), message(""), message("b")]
        );
    }

    #[test]
    fn the_return_after_the_end_may_be_missing() {
        assert_eq!(frames(b"\x0Ba\x1C\x0Bb\x1C"), [message("a"), message("b")]);
        let mut framer = Framer::default();
        assert_eq!(framer.feed(b"\x0Ba\x1C"), [message("a")]);
        assert_eq!(framer.feed(b"\r\x0Bb\x1C\r"), [message("b")]);
    }

    #[test]
    fn what_is_between_frames_is_reported() {
        assert_eq!(
            frames(b"\r\n xyz\x0Ba\x1C\r12"),
            [Frame::Garbage(3), message("a"), Frame::Garbage(2)]
        );
        let mut framer = Framer::default();
        assert_eq!(framer.feed(&vec![b'x'; GARBAGE_REPORT + 1]), [Frame::Garbage(GARBAGE_REPORT)]);
    }

    #[test]
    fn a_message_that_was_not_ended_is_not_lost() {
        let incomplete = |text: &str| Frame::Incomplete(text.as_bytes().to_vec());
        assert_eq!(
            frames(b"\x0BMSH|1\r\x0BMSH|2\r\x1C\r"),
            [incomplete("MSH|1\r"), message("MSH|2\r")]
        );
        assert_eq!(frames(b"\x0BMSH|1\rNTE|a\x0Bb\r\x1C\r"), [message("MSH|1\rNTE|a\x0Bb\r")]);
        assert_eq!(frames(b"\x0BMSH|1"), [incomplete("MSH|1")]);
    }

    #[test]
    fn a_message_beyond_the_limit_ends_the_stream() {
        let mut framer = Framer::new(4);
        assert_eq!(framer.feed(b"\x0B1234\x1C\r\x0B123"), [message("1234")]);
        assert_eq!(framer.feed(b"45"), [Frame::TooLong { max: 4 }]);
        assert_eq!(framer.feed(b"\x1C\r\x0B1\x1C\r"), []);
        assert_eq!(framer.finish(), []);
    }
}
