fn example(a: &str, items: &Vec<String>) -> Result<()> {
    let g = try!(read(b));
    Ok(())
}
