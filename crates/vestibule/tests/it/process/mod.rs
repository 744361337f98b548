//! The real program: what survives `kill -9`, what two servers share, what the network may not do.

mod away;
mod configuration;
mod crash;
mod import;
mod network;
mod proxy;
mod server;
mod twins;
