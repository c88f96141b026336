fn example(a: &str, items: &Vec<String>) -> Result<()> {
    rows.get_unchecked(i);
    Ok(())
}
