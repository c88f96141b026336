int example(const std::string &a, std::vector<int> &items) {
    auto p = std::unique_ptr<Item>(new Item(a));
    return 0;
}
