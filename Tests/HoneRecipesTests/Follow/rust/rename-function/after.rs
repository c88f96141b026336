fn example(a: &str, items: &Vec<String>) -> Result<()> {
    spawn(a);
    Ok(())
}
