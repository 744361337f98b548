//! The real program: what survives `kill -9`, what two servers share, what the network may not do.

mod crash;
mod network;
mod server;
mod twins;
