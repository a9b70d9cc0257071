//! Settings of rate limits and of how many event streams may be open.

use std::num::NonZeroU32;

use clap::Args;

use super::units::at_least_one;

#[derive(Args, Clone)]
#[command(next_help_heading = "Rate limits")]
pub struct RateLimitSettings {
    /// Reads of family pages per minute from one address
    #[arg(long, env = "STUFFY_FAMILY_READS_PER_MINUTE", default_value = "240", value_parser = at_least_one::<NonZeroU32>)]
    pub family_reads_per_minute: NonZeroU32,
    /// Tag lookups per minute of one user
    #[arg(long, env = "STUFFY_TAG_READS_PER_MINUTE", default_value = "600", value_parser = at_least_one::<NonZeroU32>)]
    pub tag_reads_per_minute: NonZeroU32,
    /// Open event streams of family pages from one address; phones behind a proxy share its address
    #[arg(long, env = "STUFFY_FAMILY_STREAMS_PER_ADDRESS", default_value = "500", value_parser = at_least_one::<NonZeroU32>)]
    pub family_streams_per_address: NonZeroU32,
    /// Open event streams of family pages in this process
    #[arg(long, env = "STUFFY_FAMILY_STREAMS", default_value = "5000", value_parser = at_least_one::<NonZeroU32>)]
    pub family_streams: NonZeroU32,
}
