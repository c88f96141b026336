fn example(a: &str, items: &Vec<String>) -> Result<()> {
    let m = core::mem::replace(a, b);
    Ok(())
}
