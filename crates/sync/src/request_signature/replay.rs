//! Whether a signed request is new: by the device's clock and a nonce of its own, or, where the clock is
//! wrong, by a nonce that the server gave.
//!
//! A wrong clock never locks a device out: it costs one more round trip. All of this is in memory and
//! forgotten at a restart; what could then be sent a second time changes nothing, because pushes are
//! known by their change hashes.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_domain::ids::DeviceId;

use super::{Moment, Nonce, VerifiedSignature};

/// How far a device's clock may be from the server's, either way, and how long a server's nonce is good.
pub const WINDOW_S: i64 = 300;

/// What to do with a request whose signature was verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// New: serve it.
    Fresh,
    /// Seen before: refuse it.
    Replayed,
    /// Nothing shows that it is new. Answer 401 with [`NonceMemory::offer`]; the device signs again with that.
    UseServerNonce,
}

/// The nonces of the last minutes. Only a [`VerifiedSignature`] gets in, so a stranger cannot fill it.
#[derive(Debug)]
pub struct NonceMemory {
    capacity: usize,
    /// (until when it must be known, in seconds since 1970; who used it; what was used)
    used: BTreeSet<(i64, DeviceId, Nonce)>,
    /// At most one for each enrolled device, with the second until which it is good.
    offered: BTreeMap<DeviceId, (Nonce, i64)>,
}

impl NonceMemory {
    /// Remembers at most `capacity` used nonces (about 40 bytes each). When it is full, requests need a
    /// server's nonce, which takes no room: slower, never refused, never forgotten too early.
    #[must_use]
    pub const fn new(capacity: usize) -> Self {
        Self {
            capacity,
            used: BTreeSet::new(),
            offered: BTreeMap::new(),
        }
    }

    /// Judges a verified request at `now_s` (seconds since 1970, the server's clock), and remembers it
    /// if it is fresh.
    pub fn admit(&mut self, request: &VerifiedSignature, now_s: i64) -> Admission {
        self.forget_before(now_s);
        match request.moment() {
            Moment::OwnClock { created_s, .. } if !is_near(created_s, now_s) => {
                Admission::UseServerNonce
            }
            Moment::OwnClock { created_s, nonce } => {
                let used = (created_s.saturating_add(WINDOW_S), request.device(), nonce);
                if self.used.contains(&used) {
                    Admission::Replayed
                } else if self.used.len() >= self.capacity {
                    Admission::UseServerNonce
                } else {
                    self.used.insert(used);
                    Admission::Fresh
                }
            }
            Moment::ServerNonce(nonce) => match self.offered.get(&request.device()) {
                Some((offered, good_until_s)) if *offered == nonce && *good_until_s >= now_s => {
                    self.offered.remove(&request.device());
                    Admission::Fresh
                }
                _ => Admission::UseServerNonce,
            },
        }
    }

    /// The nonce that this device is to sign its request with, good once and for [`WINDOW_S`]. `drawn` is
    /// 16 random bytes; they are not used while an earlier offer stands, so that a repeated request
    /// cannot take away the nonce that its device is about to use.
    pub fn offer(&mut self, request: &VerifiedSignature, now_s: i64, drawn: Nonce) -> Nonce {
        let fresh = (drawn, now_s.saturating_add(WINDOW_S));
        let offer = self.offered.entry(request.device()).or_insert(fresh);
        if offer.1 < now_s {
            *offer = fresh;
        }
        offer.0
    }

    /// Requests of an older time are refused by their `created` alone.
    fn forget_before(&mut self, now_s: i64) {
        while self
            .used
            .first()
            .is_some_and(|(until_s, ..)| *until_s < now_s)
        {
            self.used.pop_first();
        }
    }
}

/// Whether a device's clock can be believed.
const fn is_near(created_s: i64, now_s: i64) -> bool {
    created_s.abs_diff(now_s) <= WINDOW_S.unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request_signature::SignatureParameters;

    const NOON_S: i64 = 1_790_000_000;
    const PHONE: DeviceId = DeviceId([1; 16]);
    const TABLET: DeviceId = DeviceId([2; 16]);

    fn by_clock(device: DeviceId, created_s: i64, nonce: u8) -> VerifiedSignature {
        VerifiedSignature(SignatureParameters {
            device,
            moment: Moment::OwnClock {
                created_s,
                nonce: Nonce([nonce; 16]),
            },
        })
    }

    fn by_server(device: DeviceId, nonce: Nonce) -> VerifiedSignature {
        VerifiedSignature(SignatureParameters {
            device,
            moment: Moment::ServerNonce(nonce),
        })
    }

    #[test]
    fn a_request_is_served_once() {
        let mut memory = NonceMemory::new(10);
        let request = by_clock(PHONE, NOON_S, 1);
        assert_eq!(memory.admit(&request, NOON_S), Admission::Fresh);
        assert_eq!(memory.admit(&request, NOON_S), Admission::Replayed);
        assert_eq!(
            memory.admit(&request, NOON_S + WINDOW_S),
            Admission::Replayed
        );
        assert_eq!(
            memory.admit(&by_clock(PHONE, NOON_S, 2), NOON_S),
            Admission::Fresh
        );
        assert_eq!(
            memory.admit(&by_clock(TABLET, NOON_S, 1), NOON_S),
            Admission::Fresh
        );
    }

    #[test]
    fn a_request_is_never_new_again_once_it_is_forgotten() {
        let mut memory = NonceMemory::new(10);
        // Clocks at both ends of what is believed.
        for created_s in [NOON_S - WINDOW_S, NOON_S + WINDOW_S] {
            let request = by_clock(PHONE, created_s, 1);
            assert_eq!(memory.admit(&request, NOON_S), Admission::Fresh);
            for later_s in 0..3 * WINDOW_S {
                assert_ne!(memory.admit(&request, NOON_S + later_s), Admission::Fresh);
            }
        }
        assert!(memory.used.is_empty());
    }

    #[test]
    fn a_wrong_clock_costs_a_round_trip_and_locks_nobody_out() {
        for created_s in [
            0,
            NOON_S - WINDOW_S - 1,
            NOON_S + WINDOW_S + 1,
            i64::MAX,
            i64::MIN,
        ] {
            let mut memory = NonceMemory::new(10);
            let request = by_clock(PHONE, created_s, 1);
            assert_eq!(memory.admit(&request, NOON_S), Admission::UseServerNonce);
            let nonce = memory.offer(&request, NOON_S, Nonce([7; 16]));
            let again = by_server(PHONE, nonce);
            assert_eq!(memory.admit(&again, NOON_S + WINDOW_S), Admission::Fresh);
            assert_eq!(
                memory.admit(&again, NOON_S + WINDOW_S),
                Admission::UseServerNonce
            );
        }
    }

    #[test]
    fn a_server_nonce_is_one_device_s_and_runs_out() {
        let mut memory = NonceMemory::new(10);
        let nonce = memory.offer(&by_clock(PHONE, 0, 1), NOON_S, Nonce([7; 16]));
        let stolen = by_server(TABLET, nonce);
        assert_eq!(memory.admit(&stolen, NOON_S), Admission::UseServerNonce);
        let guessed = by_server(PHONE, Nonce([8; 16]));
        assert_eq!(memory.admit(&guessed, NOON_S), Admission::UseServerNonce);
        let late = by_server(PHONE, nonce);
        assert_eq!(
            memory.admit(&late, NOON_S + WINDOW_S + 1),
            Admission::UseServerNonce
        );
        assert_eq!(memory.admit(&late, NOON_S), Admission::Fresh);
    }

    #[test]
    fn asking_again_does_not_take_an_offered_nonce_away() {
        let mut memory = NonceMemory::new(10);
        let request = by_clock(PHONE, 0, 1);
        let first = memory.offer(&request, NOON_S, Nonce([7; 16]));
        assert_eq!(
            memory.offer(&request, NOON_S + WINDOW_S, Nonce([8; 16])),
            first
        );
        let after = memory.offer(&request, NOON_S + WINDOW_S + 1, Nonce([9; 16]));
        assert_eq!(after, Nonce([9; 16]));
        let good = by_server(PHONE, after);
        assert_eq!(memory.admit(&good, NOON_S + WINDOW_S + 1), Admission::Fresh);
    }

    #[test]
    fn a_full_memory_forgets_nothing_and_still_serves() {
        let mut memory = NonceMemory::new(2);
        let first = by_clock(PHONE, NOON_S, 1);
        assert_eq!(memory.admit(&first, NOON_S), Admission::Fresh);
        assert_eq!(
            memory.admit(&by_clock(PHONE, NOON_S, 2), NOON_S),
            Admission::Fresh
        );
        let third = by_clock(TABLET, NOON_S, 3);
        assert_eq!(memory.admit(&third, NOON_S), Admission::UseServerNonce);
        assert_eq!(memory.used.len(), 2);
        assert_eq!(memory.admit(&first, NOON_S), Admission::Replayed);
        let nonce = memory.offer(&third, NOON_S, Nonce([7; 16]));
        assert_eq!(
            memory.admit(&by_server(TABLET, nonce), NOON_S),
            Admission::Fresh
        );
        let tomorrow_s = NOON_S + 86_400;
        assert_eq!(
            memory.admit(&by_clock(TABLET, tomorrow_s, 3), tomorrow_s),
            Admission::Fresh
        );
        assert_eq!(memory.used.len(), 1);
    }
}
