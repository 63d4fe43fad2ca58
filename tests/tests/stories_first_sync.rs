//! A new phone reads hundreds of records over a line that keeps breaking, while its program keeps being ended.

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

use doorstep_core::replication::HttpTransport;
use doorstep_tests::{BadLine, Fleet, Lost};

const RECORDS: usize = 300;

#[tokio::test(flavor = "multi_thread")]
async fn a_first_sync_that_is_cut_again_and_again_comes_to_its_end() {
    let fleet = Fleet::open().await;
    fleet.office.technician("ana").await;
    for _ in 0..RECORDS {
        fleet.office.job("ana").await;
    }
    let ana = fleet.device("ana", "ana").await;
    let mut here = 0;
    let mut cuts = 0;
    for round in 0..40_u32 {
        let device = ana.device();
        let way = HttpTransport::new(&device, None).unwrap();
        let lost = if round % 2 == 0 {
            Lost::Answer
        } else {
            Lost::Request
        };
        let outcome = device.sync(&BadLine::after(round / 4, lost, way)).await;
        drop(device);
        let now = ana.records().len();
        assert!(now >= here, "what was read stays: {now} after {here}");
        here = now;
        ana.restart();
        assert_eq!(ana.records().len(), here, "also when the program ends");
        if outcome.is_ok() {
            break;
        }
        cuts += 1;
    }
    assert!(cuts > 3, "it was cut: {cuts}");
    assert_eq!(here, RECORDS);
    fleet.settle().await;
    fleet.assert_agreed();
}
