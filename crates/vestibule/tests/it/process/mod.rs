//! The real program: what survives `kill -9`, what two servers share, what the network may not do.

mod away;
mod commands;
mod configuration;
mod crash;
mod demo;
mod import;
mod installation;
mod log_lines;
mod network;
mod proxy;
mod server;
mod twins;
