class Example {
  void example(String a, List<String> items, Connection conn) {
    Assert.assertEquals(items, 4);
  }
}
