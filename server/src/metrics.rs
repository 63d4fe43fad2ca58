//! What the server counts, for Prometheus: no names, no ids, nothing of a customer.

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};

/// The media type of [`Metrics::write`].
pub const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The counters of one server.
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    pushes: Family<PushLabels, Counter>,
    pulls: Counter,
    received_bytes: Counter,
    sent_bytes: Counter,
    log_head: Gauge,
    devices: Gauge,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    /// The route's pattern, never the path itself: a path can hold a secret.
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct PushLabels {
    /// `accepted`, or the code of the refusal.
    outcome: String,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("doorstep"),
            requests: Family::default(),
            pushes: Family::default(),
            pulls: Counter::default(),
            received_bytes: Counter::default(),
            sent_bytes: Counter::default(),
            log_head: Gauge::default(),
            devices: Gauge::default(),
        };
        let registry = &mut metrics.registry;
        registry.register(
            "requests",
            "Requests by route and status",
            metrics.requests.clone(),
        );
        registry.register(
            "pushes",
            "Pushed documents by outcome",
            metrics.pushes.clone(),
        );
        registry.register("pulls", "Pages given to devices", metrics.pulls.clone());
        registry.register(
            "received_bytes",
            "Bodies of signed requests, as sent",
            metrics.received_bytes.clone(),
        );
        registry.register(
            "sent_bytes",
            "Bodies of answers whose length is known",
            metrics.sent_bytes.clone(),
        );
        registry.register(
            "log_head",
            "The last number of the log",
            metrics.log_head.clone(),
        );
        registry.register(
            "devices",
            "Devices that are not revoked",
            metrics.devices.clone(),
        );
        metrics
    }
}

impl Metrics {
    /// A document or statement was pushed; `accepted`, `duplicate`, or the code of its refusal.
    pub fn pushed(&self, outcome: &str) {
        let labels = PushLabels {
            outcome: outcome.to_owned(),
        };
        self.pushes.get_or_create(&labels).inc();
    }

    /// A page was given to a device.
    pub fn pulled(&self) {
        self.pulls.inc();
    }

    /// A signed body came in.
    pub fn received(&self, bytes: usize) {
        self.received_bytes
            .inc_by(bytes.try_into().unwrap_or(u64::MAX));
    }

    /// An answer goes out; its length, if it is known.
    pub(crate) fn answered(&self, route: &str, status: u16, bytes: Option<u64>) {
        let labels = RequestLabels {
            route: route.to_owned(),
            status,
        };
        self.requests.get_or_create(&labels).inc();
        self.sent_bytes.inc_by(bytes.unwrap_or(0));
    }

    /// Everything as text.
    ///
    /// # Errors
    /// [`std::fmt::Error`].
    pub(crate) fn write(&self, log_head: i64, devices: i64) -> Result<String, std::fmt::Error> {
        self.log_head.set(log_head);
        self.devices.set(devices);
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
