class Example {
  void example(String a, List<String> items, Connection conn) {
    Assert.assertEquals(3, a);
  }
}
