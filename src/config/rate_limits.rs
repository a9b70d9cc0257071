//! Settings of rate limits and of how many event streams may be open.

use std::num::NonZeroU32;

use clap::Args;

#[derive(Args, Clone)]
#[command(next_help_heading = "Rate limits")]
pub struct RateLimitSettings {
    /// Reads of one family link per minute; photos are counted apart
    #[arg(long, env = "STUFFY_FAMILY_READS_PER_MINUTE", default_value = "240")]
    pub family_reads_per_minute: NonZeroU32,
    /// Reads of all family links per minute from one address, which a whole waiting room may share; photos are counted apart
    #[arg(long, env = "STUFFY_FAMILY_READS_PER_ADDRESS", default_value = "12000")]
    pub family_reads_per_address: NonZeroU32,
    /// Unknown family links per minute from one address, after which only links that were opened before are served there
    #[arg(long, env = "STUFFY_UNKNOWN_FAMILY_LINKS_PER_MINUTE", default_value = "30")]
    pub unknown_family_links_per_minute: NonZeroU32,
    /// Tag lookups per minute of one user
    #[arg(long, env = "STUFFY_TAG_READS_PER_MINUTE", default_value = "600")]
    pub tag_reads_per_minute: NonZeroU32,
    /// Tags that are opened without signing in, and messages of finders, per minute from one address
    #[arg(long, env = "STUFFY_FINDER_READS_PER_MINUTE", default_value = "60")]
    pub finder_reads_per_minute: NonZeroU32,
    /// Open event streams of family pages from one address, which a whole waiting room may share
    #[arg(long, env = "STUFFY_FAMILY_STREAMS_PER_ADDRESS", default_value = "2000")]
    pub family_streams_per_address: NonZeroU32,
    /// Open event streams of family pages in this process
    #[arg(long, env = "STUFFY_FAMILY_STREAMS", default_value = "5000")]
    pub family_streams: NonZeroU32,
}
