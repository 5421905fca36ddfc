//! Announces this server on the network as `timetrakr.local`. Where the network or the machine
//! does not allow it, a line in the log says so and everything else goes on.

use std::net::{IpAddr, SocketAddr};

use mdns_sd::{DaemonEvent, IfKind, ServiceDaemon, ServiceInfo};

use super::local_ca::MDNS_NAME;

/// The kind of service: a web server.
const SERVICE: &str = "_https._tcp.local.";
const INSTANCE: &str = "TimeTrakr";

/// An announcement that goes on until it is dropped.
pub(super) struct Announcement {
    daemon: ServiceDaemon,
}

/// Announces the server that listens on these addresses. Nothing, with a line in the log, when
/// other machines cannot reach it or announcing fails.
pub(super) fn announce(listen: &[SocketAddr]) -> Option<Announcement> {
    let Some(outside) = reachable(listen) else {
        tracing::info!("the server listens on this machine alone, so {MDNS_NAME} is not announced");
        return None;
    };
    match start(outside) {
        Ok(announcement) => Some(announcement),
        Err(error) => {
            tracing::warn!(%error, "{MDNS_NAME} cannot be announced");
            None
        }
    }
}

/// The first address that other machines reach.
fn reachable(listen: &[SocketAddr]) -> Option<SocketAddr> {
    let mut outside = listen.iter().filter(|address| !address.ip().is_loopback());
    outside.next().copied()
}

fn start(listen: SocketAddr) -> Result<Announcement, mdns_sd::Error> {
    let daemon = ServiceDaemon::new()?;
    daemon.disable_interface(vec![IfKind::LoopbackV4, IfKind::LoopbackV6])?;
    let events = daemon.monitor()?;
    daemon.register(service(listen)?)?;
    // Ends when the daemon does.
    std::thread::Builder::new()
        .name("mdns-log".to_owned())
        .spawn(move || {
            while let Ok(event) = events.recv() {
                log(&event);
            }
        })
        .map_err(|error| mdns_sd::Error::Msg(error.to_string()))?;
    Ok(Announcement { daemon })
}

/// What is announced: the machine's addresses, or the one that the server listens on.
fn service(listen: SocketAddr) -> Result<ServiceInfo, mdns_sd::Error> {
    let host = format!("{MDNS_NAME}.");
    let of = |addresses: &[IpAddr]| {
        let properties: &[(&str, &str)] = &[];
        ServiceInfo::new(
            SERVICE,
            INSTANCE,
            &host,
            addresses,
            listen.port(),
            properties,
        )
    };
    if listen.ip().is_unspecified() {
        of(&[]).map(ServiceInfo::enable_addr_auto)
    } else {
        of(&[listen.ip()])
    }
}

fn log(event: &DaemonEvent) {
    match event {
        DaemonEvent::Error(error) => {
            tracing::warn!(%error, "the network does not let {MDNS_NAME} be announced");
        }
        DaemonEvent::NameChange(change) => {
            let (wanted, now) = (&change.original, &change.new_name);
            tracing::warn!(%wanted, %now, "another machine of this network has the name already");
        }
        DaemonEvent::Announce(name, interface) => {
            tracing::debug!(%name, %interface, "announced");
        }
        DaemonEvent::IpAdd(_) | DaemonEvent::IpDel(_) | DaemonEvent::Respond(_) => {}
        // The library may tell of more one day.
        _unknown => {}
    }
}

impl Drop for Announcement {
    fn drop(&mut self) {
        // It says goodbye to the network on its own thread; nobody waits for that.
        if let Err(error) = self.daemon.shutdown() {
            tracing::debug!(%error, "the announcement could not be taken back");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_announced_is_the_name_the_port_and_the_addresses() {
        let info = service("192.168.1.20:8443".parse().unwrap()).unwrap();
        assert_eq!(info.get_hostname(), "timetrakr.local.");
        assert_eq!(info.get_port(), 8443);
        assert!(!info.is_addr_auto());
        let address = "192.168.1.20".parse().unwrap();
        assert_eq!(info.get_addresses_v4().into_iter().next(), Some(&address));
        let everywhere = service("0.0.0.0:443".parse().unwrap()).unwrap();
        assert!(everywhere.is_addr_auto());
    }

    #[test]
    fn a_server_of_this_machine_alone_is_not_announced() {
        let listen = [
            "127.0.0.1:8080".parse().unwrap(),
            "[::1]:8080".parse().unwrap(),
        ];
        assert!(announce(&listen).is_none());
        let wide = "0.0.0.0:443".parse().unwrap();
        assert_eq!(reachable(&[listen[0], wide]), Some(wide));
    }
}
