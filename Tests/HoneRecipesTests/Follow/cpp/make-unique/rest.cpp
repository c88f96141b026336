int example(const std::string &a, std::vector<int> &items) {
    auto q = std::unique_ptr<Item>(new Item(b));
    return 0;
}
