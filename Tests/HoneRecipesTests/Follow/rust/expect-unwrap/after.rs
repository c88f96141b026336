fn example(a: &str, items: &Vec<String>) -> Result<()> {
    open(a)?;
    Ok(())
}
