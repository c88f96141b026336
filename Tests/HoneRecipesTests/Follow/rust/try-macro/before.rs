fn example(a: &str, items: &Vec<String>) -> Result<()> {
    let f = try!(open(a));
    Ok(())
}
