//! A mail server for tests, which speaks as much SMTP as it takes.

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::Mailer;
use crate::config::{SmtpConfig, SmtpSecurity};

/// How the mail server of a test behaves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manners {
    /// Takes everything.
    Takes,
    /// Refuses the recipient for good.
    Refuses,
    /// Is busy for now.
    Busy,
    /// Hangs up once it has the text, without a word.
    HangsUp,
}

/// Serves one connection and gives the text it was handed.
async fn serve(stream: TcpStream, manners: Manners) -> String {
    let mut stream = BufReader::new(stream);
    let mut text = String::new();
    stream
        .write_all(b"220 sink.example.com ESMTP\r\n")
        .await
        .unwrap();
    let mut line = String::new();
    while stream.read_line(&mut line).await.unwrap() > 0 {
        let answer = match line.split_whitespace().next().unwrap_or_default() {
            "EHLO" => "250-sink.example.com\r\n250 SIZE 1000000\r\n",
            "RCPT" if manners == Manners::Refuses => "550 5.1.1 no such user\r\n",
            "MAIL" if manners == Manners::Busy => "451 4.3.2 try again later\r\n",
            "MAIL" | "RCPT" => "250 ok\r\n",
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await.unwrap();
                read_text(&mut stream, &mut text).await;
                if manners == Manners::HangsUp {
                    return text;
                }
                "250 taken\r\n"
            }
            "QUIT" => "221 bye\r\n",
            _ => "502 what\r\n",
        };
        stream.write_all(answer.as_bytes()).await.unwrap();
        line.clear();
    }
    text
}

async fn read_text(stream: &mut BufReader<TcpStream>, text: &mut String) {
    let mut line = String::new();
    while stream.read_line(&mut line).await.unwrap() > 0 && line != ".\r\n" {
        text.push_str(&line);
        line.clear();
    }
}

/// A mail server that serves one connection, and a mailer for it. The handle gives the text of
/// the message that was handed over.
pub(crate) async fn sink(manners: Manners) -> (Mailer, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let config = SmtpConfig {
        host: "127.0.0.1".to_owned(),
        port: listener.local_addr().unwrap().port(),
        security: SmtpSecurity::None,
        credentials: None,
        from: "TimeTrakr <time@example.com>".parse().unwrap(),
    };
    let served =
        tokio::spawn(async move { serve(listener.accept().await.unwrap().0, manners).await });
    (Mailer::new(config).unwrap(), served)
}

/// Undoes quoted-printable, as far as these messages use it.
pub(crate) fn readable(text: &str) -> String {
    let joined = text.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = after
            .get(..2)
            .and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match escaped.filter(|_| *first == b'=') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}
