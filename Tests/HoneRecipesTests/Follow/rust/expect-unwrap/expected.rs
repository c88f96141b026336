fn example(a: &str, items: &Vec<String>) -> Result<()> {
    open(b)?;
    Ok(())
}
