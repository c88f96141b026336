use crate::model::{read_user, User};

fn f() { read_user("a"); }
