//! Where metrics are answered.

use std::net::SocketAddr;

use super::reader::Reader;

/// See the setting `metrics.listen`.
pub(super) fn read(reader: &mut Reader) -> Option<SocketAddr> {
    reader.one("metrics.listen", |text| {
        let address: SocketAddr = text
            .trim()
            .parse()
            .map_err(|_| "it is not an address with a port".to_owned())?;
        if address.ip().is_loopback() {
            Ok(address)
        } else {
            Err("other machines could read it".to_owned())
        }
    })
}
