//! A server that others call, and that remembers what they said.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// Somebody who is told things, and what they heard.
pub struct Ear {
    pub address: String,
    heard: Arc<Mutex<Vec<(String, String)>>>,
}

impl Ear {
    /// Answers each request with the next of these lines, and with `200 OK` afterwards.
    pub async fn open(answers: &[&'static str]) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = format!("http://127.0.0.1:{}/hook", listener.local_addr().unwrap().port());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (kept, answers) = (heard.clone(), answers.to_vec());
        tokio::spawn(async move {
            let mut answers = answers.into_iter();
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut read = String::new();
                let mut buffer = [0; 4_096];
                loop {
                    let length = stream.read(&mut buffer).await.unwrap_or(0);
                    read.push_str(&String::from_utf8_lossy(&buffer[..length]));
                    if length == 0 || is_whole(&read) {
                        break;
                    }
                }
                let (head, body) = read.split_once("\r\n\r\n").unwrap_or((read.as_str(), ""));
                kept.lock().unwrap().push((head.to_owned(), body.to_owned()));
                let status = answers.next().unwrap_or("200 OK");
                let answer =
                    format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        Self { address, heard }
    }

    /// Heads and bodies of the requests, in their order.
    pub fn heard(&self) -> Vec<(String, String)> {
        self.heard.lock().unwrap().clone()
    }
}

/// A header's value, whatever its case.
pub fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

fn is_whole(request: &str) -> bool {
    let Some((head, body)) = request.split_once("\r\n\r\n") else { return false };
    let length = header(head, "content-length").and_then(|length| length.parse().ok());
    body.len() >= length.unwrap_or(0)
}
