int example(const std::string &a, std::vector<int> &items) {
    auto q = std::make_unique<Item>(b);
    return 0;
}
