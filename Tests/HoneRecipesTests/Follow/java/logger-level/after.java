class Example {
  void example(String a, List<String> items, Connection conn) {
    LOG.debug(a);
  }
}
