fn example(a: &str, items: &Vec<String>) -> Result<()> {
    let g = read(b)?;
    Ok(())
}
