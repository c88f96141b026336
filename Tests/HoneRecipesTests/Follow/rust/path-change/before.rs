fn example(a: &str, items: &Vec<String>) -> Result<()> {
    let m = std::mem::replace(a, b);
    Ok(())
}
