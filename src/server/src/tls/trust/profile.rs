//! The profile that an iPhone installs: the CA's certificate as a `.mobileconfig`, a property list
//! in XML. It is not signed: nothing that the phone knows could vouch for it.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Base 64 is broken into lines of this length.
const LINE_CHARS: usize = 64;

/// The profile of a CA. Its ids come from the certificate, so that installing it again replaces
/// it.
pub(super) fn of(name: &str, host: &str, certificate: &[u8]) -> String {
    let (name, host) = (escaped(name), escaped(host));
    let (profile_id, payload_id) = (id(certificate, 1), id(certificate, 2));
    let data = lines(&STANDARD.encode(certificate));
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>PayloadType</key>
  <string>Configuration</string>
  <key>PayloadVersion</key>
  <integer>1</integer>
  <key>PayloadIdentifier</key>
  <string>timetrakr.local-ca.{profile_id}</string>
  <key>PayloadUUID</key>
  <string>{profile_id}</string>
  <key>PayloadDisplayName</key>
  <string>TimeTrakr · {host}</string>
  <key>PayloadDescription</key>
  <string>{name}</string>
  <key>PayloadContent</key>
  <array>
    <dict>
      <key>PayloadType</key>
      <string>com.apple.security.root</string>
      <key>PayloadVersion</key>
      <integer>1</integer>
      <key>PayloadIdentifier</key>
      <string>timetrakr.local-ca.{profile_id}.{payload_id}</string>
      <key>PayloadUUID</key>
      <string>{payload_id}</string>
      <key>PayloadDisplayName</key>
      <string>{name}</string>
      <key>PayloadCertificateFileName</key>
      <string>timetrakr-ca.crt</string>
      <key>PayloadContent</key>
      <data>
{data}      </data>
    </dict>
  </array>
</dict>
</plist>
"#
    )
}

/// A UUID (version 8: of our own making) that follows from the certificate.
fn id(certificate: &[u8], number: u8) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(certificate).update(&[number]);
    let mut bytes = [0; 16];
    hasher.finalize_xof().fill(&mut bytes);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::new();
    for (place, byte) in bytes.iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        write!(text, "{byte:02X}").expect("invariant: a string can be written to");
    }
    text
}

fn lines(base64: &str) -> String {
    let mut text = String::new();
    let mut rest = base64;
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(LINE_CHARS));
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
