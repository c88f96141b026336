class Example {
  void example(String a, List<String> items, Connection conn) {
    Charset c = Charset.forName("UTF-8");
  }
}
