fn example(a: &str, items: &Vec<String>) -> Result<()> {
    let n = std::mem::replace(x, y);
    Ok(())
}
