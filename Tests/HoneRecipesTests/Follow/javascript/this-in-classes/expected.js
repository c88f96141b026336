class B {
  walk() {
    return this.loadPart(this.name)
  }
}
