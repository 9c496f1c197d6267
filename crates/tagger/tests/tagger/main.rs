//! The behaviour of the model, the same on both engines. The second engine's library is put in its place by `cargo xtask test`;
//! without it these tests fail and say so.

mod engines;
mod fixture;
mod weights;
