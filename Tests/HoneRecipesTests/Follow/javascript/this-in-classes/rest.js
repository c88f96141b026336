class B {
  walk() {
    return loadPart(this.name)
  }
}
