//! What users of other programs complain about, again and again: eighteen complaints, each with a story that would fail
//! if we had that fault.
//!
//! | complaint | story |
//! |---|---|
//! | 1 it does not work without network, or only shows | [`waiting::a_whole_visit_needs_no_network_after_the_first_contact`] |
//! | 2 what is unsent is lost silently | [`waiting::nothing_but_the_servers_word_takes_what_is_unsent_off_a_device`] |
//! | 3 "all synced" is shown while something waits | [`waiting::sent_is_said_only_of_what_the_server_has`] |
//! | 4 two edit one field and one value vanishes | [`together::of_two_values_for_one_field_neither_vanishes`] |
//! | 5 a conflict is settled by destroying, without a trace | [`together::a_settled_clash_leaves_both_values_who_and_why`] |
//! | 6 the signature vanishes or is blank | [`signature::a_blank_signature_is_refused_and_a_drawn_one_outlives_the_program`] |
//! | 7 changed after signing, and the signature still stands under it | [`signature::what_is_changed_after_the_signature_is_told_and_not_printed_under_it`] |
//! | 8 the document is empty, lacks the signature, or its Chinese | [`signature::the_copy_has_the_signature_and_every_sign_of_every_name`] |
//! | 9 offline the customer gets nothing on the spot | [`signature::the_customer_has_his_copy_before_the_technician_leaves_the_basement`] |
//! | 10 a retry doubles what was sent | [`waiting::a_retry_after_a_lost_answer_doubles_nothing`] |
//! | 11 two open the same visit twice | [`together::a_visit_that_two_opened_apart_becomes_one_and_keeps_both_histories`] |
//! | 12 the first sync is huge and begins from the beginning | [`waiting::a_first_sync_that_was_cut_goes_on_where_it_was`] |
//! | 13 photos do not arrive or disappear | [`photos::every_photo_comes_whole_and_none_disappears_when_its_record_becomes_part_of_another`] |
//! | 14 parts are an afterthought | [`work::a_part_is_on_the_job_with_its_price_at_once_and_out_of_stock_once`] |
//! | 15 warranty and serial history cannot be trusted | [`work::the_serial_tells_what_was_done_to_the_unit_old_part_and_new`] |
//! | +1 a wrong clock makes times and order wrong | [`work::a_wrong_clock_changes_no_order_and_is_told`] |
//! | +2 what the server refuses stays an orphan on the phone | [`waiting::what_the_server_refuses_is_told_on_both_sides_and_kept`] |
//! | +3 a crash in the middle loses the form | [`waiting::a_crash_in_the_middle_of_a_visit_loses_no_line`] |

// Helpers outside of #[test] functions may panic: that is how they fail the test that called them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

mod photos;
mod signature;
mod together;
mod waiting;
mod work;
