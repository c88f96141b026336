int example(const std::string &a, std::vector<int> &items) {
    auto p = std::make_unique<Item>(a);
    return 0;
}
