fn example(a: &str, items: &Vec<String>) -> Result<()> {
    open(b).expect("open");
    Ok(())
}
