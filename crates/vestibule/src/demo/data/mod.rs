//! Placeholder while the data set is being written.
use vestibule_app::organizations::NewOrganization;
use vestibule_kernel::Timestamp;

/// One company.
pub(super) struct DemoOrganization {
    pub(super) new: NewOrganization,
    pub(super) records: String,
    pub(super) files: Vec<(String, Vec<u8>)>,
    pub(super) cases: Vec<(String, &'static str)>,
}

pub(super) fn organizations(_now: Timestamp) -> Vec<DemoOrganization> {
    Vec::new()
}

pub(super) fn bulk(_count: u32, _now: Timestamp) -> impl Iterator<Item = String> {
    std::iter::empty()
}
