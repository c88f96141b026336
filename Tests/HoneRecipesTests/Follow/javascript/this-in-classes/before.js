class A {
  run() {
    return loadPart(this.name)
  }
}
