fn example(a: &str, items: &Vec<String>) -> Result<()> {
    let n = core::mem::replace(x, y);
    Ok(())
}
