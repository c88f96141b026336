use crate::model::{parse_user, User};

fn f() { parse_user("a"); }
