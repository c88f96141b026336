class A {
  run() {
    return this.loadPart(this.name)
  }
}
