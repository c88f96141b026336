class Example {
  void example(String a, List<String> items, Connection conn) {
    read(path, Charset.forName("UTF-8"));
  }
}
