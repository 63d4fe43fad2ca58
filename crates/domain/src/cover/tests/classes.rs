//! In warranty, out of warranty, contract; and the free second service.

use super::{Given::*, *};

#[test]
fn the_class_as_it_was_booked() {
    table! {
        "contract" [Booked("contract"), Bought("2020-01-01")]
            "labour" => "contract · contract";
        "contract, a part" [Booked("contract"), Bought("2020-01-01")]
            "COMPRESSOR" => "contract · contract";
        "contract, no invoice" [Booked("contract")]
            "GASKET" => "contract · contract";
        "a contract pays where the warranty is excluded" [Booked("contract"), Excluded("misuse")]
            "GASKET" => "contract · contract";
        "a contract pays inside the term too" [Booked("contract"), Bought("2026-11-01")]
            "labour" => "contract · contract";
        "booked as out of warranty, though the date is inside" [Booked("out_of_warranty"), Bought("2026-11-01")]
            "labour" => "customer · booked_out";
        "booked as out, a component inside its own term" [Booked("out_of_warranty"), Bought("2024-06-01")]
            "COMPRESSOR" => "warranty · component · 2024-06-01 + 36 months = 2027-06-01";
        "booked as out, the labour of it" [Booked("out_of_warranty"), Bought("2024-06-01")]
            "labour for COMPRESSOR" => "customer · booked_out";
        "booked as in warranty, the date is inside" [Booked("in_warranty"), Bought("2026-11-01")]
            "labour" => "warranty · whole_unit · 2026-11-01 + 12 months = 2027-11-01";
        "booked as in warranty, the date is not: the date decides" [Booked("in_warranty"), Bought("2025-01-01")]
            "labour" => "customer · expired · 2025-01-01 + 12 months = 2026-01-01";
    }
}

#[test]
fn the_second_service_for_who_was_not_satisfied_is_free() {
    table! {
        "labour of a paid repair" [NotSatisfied("2026-11-20"), Bought("2020-01-01")]
            "labour" => "warranty · second_service · 2026-11-20";
        "a part" [NotSatisfied("2026-11-20"), Bought("2020-01-01")]
            "PUMP" => "warranty · second_service · 2026-11-20";
        "not at the contract's cost" [NotSatisfied("2026-11-20"), Booked("contract")]
            "labour" => "warranty · second_service · 2026-11-20";
        "nor does it fall to an exclusion" [NotSatisfied("2026-11-20"), Excluded("poor_care")]
            "labour" => "warranty · second_service · 2026-11-20";
        "nor to missing papers" [NotSatisfied("2026-11-20"), ProofNotSeen]
            "fee" => "warranty · second_service · 2026-11-20";
    }
}
