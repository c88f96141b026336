fn example(a: &str, items: &Vec<String>) -> Result<()> {
    rows.get(i);
    Ok(())
}
